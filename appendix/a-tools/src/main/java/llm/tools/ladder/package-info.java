/// `./llm ladder`: which idea is worth how much training, measured.
@NullMarked
package llm.tools.ladder;

import org.jspecify.annotations.NullMarked;

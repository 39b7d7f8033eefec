/// Tests of chapter 9's commands.
@NullMarked
package llm.tools.eval;

import org.jspecify.annotations.NullMarked;

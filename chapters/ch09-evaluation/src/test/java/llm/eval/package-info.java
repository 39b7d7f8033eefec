/// Tests of evaluation, against the numbers of public harnesses.
@NullMarked
package llm.eval;

import org.jspecify.annotations.NullMarked;

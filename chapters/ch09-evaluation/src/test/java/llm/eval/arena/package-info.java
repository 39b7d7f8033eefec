/// Tests of ratings, against values that other programs computed.
@NullMarked
package llm.eval.arena;

import org.jspecify.annotations.NullMarked;

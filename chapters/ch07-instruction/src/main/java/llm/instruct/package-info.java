/// Chapter 7, instructions: a model that continues texts becomes one that does what it is asked.
///
/// Dimensions: `batch` conversations of `tokens` tokens.
@NullMarked
package llm.instruct;

import org.jspecify.annotations.NullMarked;

/// Is a model good? Questions with choices, judged answers, and ratings from battles.
///
/// Dimensions: `questions`, `choices`, `models`, `battles`, `pairs`.
@NullMarked
package llm.eval;

import org.jspecify.annotations.NullMarked;

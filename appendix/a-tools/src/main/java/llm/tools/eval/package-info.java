/// Commands of chapter 9: questions with choices, judged answers, ratings.
@NullMarked
package llm.tools.eval;

import org.jspecify.annotations.NullMarked;

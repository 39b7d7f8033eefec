/// Tests of questions with choices.
@NullMarked
package llm.eval.choice;

import org.jspecify.annotations.NullMarked;

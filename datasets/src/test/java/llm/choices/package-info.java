/// Tests of the questions with choices.
@NullMarked
package llm.choices;

import org.jspecify.annotations.NullMarked;

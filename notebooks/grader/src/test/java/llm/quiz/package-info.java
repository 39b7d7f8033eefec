/// Tests of the quizzes.
@NullMarked
package llm.quiz;

import org.jspecify.annotations.NullMarked;

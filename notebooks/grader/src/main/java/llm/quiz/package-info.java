/// Questions with choices, at least ten for each chapter, each choice with its explanation.
@NullMarked
package llm.quiz;

import org.jspecify.annotations.NullMarked;

/// Tests of the grader, on an exercise of their own.
@NullMarked
package llm.grade;

import org.jspecify.annotations.NullMarked;

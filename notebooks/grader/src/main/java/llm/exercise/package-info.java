/// What exercises and their graded tests are written with.
///
/// A stub throws [llm.exercise.ExerciseNotDone]. A test is a JUnit test class that is
/// [llm.exercise.Graded]; it states what must come out by [llm.exercise.Expect], and beside it what
/// comes out of the usual mistakes, so that a wrong answer can be told why.
@NullMarked
package llm.exercise;

import org.jspecify.annotations.NullMarked;

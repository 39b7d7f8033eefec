/// Grades exercises.
///
/// Read [llm.grade.Exercises] first, which finds them, then [llm.grade.Grading], which runs the
/// tests of one. Tests never touch an answer: they see a [llm.grade.Facade] of its class, behind
/// which an [llm.grade.Answer] may be a class in this JVM, a lambda of a notebook, or a class in
/// another process ([llm.grade.process]). So a verdict is made where no answer can reach it.
@NullMarked
package llm.grade;

import org.jspecify.annotations.NullMarked;

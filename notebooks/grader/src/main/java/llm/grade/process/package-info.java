/// Runs answers in a process of their own.
///
/// A verdict is made in this JVM, from values: [llm.grade.process.ForkedAnswer] sends arguments to
/// [llm.grade.process.AnswerMain] in the other one, which knows no tests, and gets results back.
/// [llm.grade.process.AnswerProcess] watches time, memory, output and processes;
/// [llm.grade.process.Sandbox] keeps files and the network out of reach where the system can.
@NullMarked
package llm.grade.process;

import org.jspecify.annotations.NullMarked;

/// The command line of the book. Its commands are in packages of their own; what they share is in
/// [llm.tools.cli].
///
/// Read in this order: [Llm] (where a run starts), [BookCommand] (the table of commands), then
/// one command, such as [llm.tools.doctor.DoctorCommand]. [UsageError], [VersionText] and
/// [StandardOutput] help [Llm]; [CompletionCommand] and [TestCommand] are about the commands
/// themselves. [LaunchFiles], [RaisedClasses] and [Rehearsal] belong to the launcher script: they
/// run after a build.
///
/// A command is a class that picocli fills with its options and then calls. To add one, write the
/// class with an example in its footer and name it in [BookCommand].
@NullMarked
package llm.tools;

import org.jspecify.annotations.NullMarked;

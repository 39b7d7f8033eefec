/// The command line of the book.
///
/// Read in this order: [Llm] (where a run starts), [BookCommand] (the table of commands),
/// [CommonOptions] and [JsonOption] (what commands share), then one command, such as
/// [DoctorCommand]. [LaunchFiles] belongs to the launcher script: it runs after a build.
///
/// A command is a class that picocli fills with its options and then calls. To add one, write
/// the class with an example in its footer and name it in [BookCommand].
@NullMarked
package llm.tools;

import org.jspecify.annotations.NullMarked;

/// What all commands share: options, exit codes, failures, progress.
///
/// Read in this order: [CommonOptions] and [JsonOption] (mixins), [ExitCode], [Failure] and
/// [OutputLost] (what went wrong, in a sentence), [Progress] with its three kinds
/// ([ProgressLines], [ProgressBarOnTerminal], [NoProgress]), [StopSignal] (Ctrl-C),
/// [HumanReadable], [Machine], [DiskRoom] and [Project] (where the command runs), [ModelPath]
/// (where the model lies), [Bounds], [WrongUsage] and [TextInput] (what the command line may say),
/// [MemoryAdvice].
@NullMarked
package llm.tools.cli;

import org.jspecify.annotations.NullMarked;

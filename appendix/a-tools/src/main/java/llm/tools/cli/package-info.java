/// What all commands share: options, exit codes, failures, progress.
///
/// Read in this order: [CommonOptions] and [JsonOption] (mixins), [ExitCode], [Failure] and
/// [OutputLost] (what went wrong, in a sentence), [Progress] with its three kinds
/// ([ProgressLines], [ProgressBarOnTerminal], [NoProgress]), [StopSignal] (Ctrl-C),
/// [HumanReadable], [Machine] and [Project] (where the command runs).
@NullMarked
package llm.tools.cli;

import org.jspecify.annotations.NullMarked;

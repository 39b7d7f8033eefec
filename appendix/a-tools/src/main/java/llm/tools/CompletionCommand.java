package llm.tools;

import java.util.Arrays;
import java.util.regex.Pattern;
import llm.tools.cli.CommonOptions;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Prints a script that completes commands and options on the Tab key, and what options take:
/// chapters, exercises, models, presets, numbers of bits, devices.
@Command(
        description = {"", "Add the line of the example to ~/.bashrc or ~/.zshrc to keep it."},
        footer = {"", "Example:", "  source <(./llm completion bash)"})
final class CompletionCommand implements Runnable {
    /// Where a name may stand, or else a file: the shell looks for files if no name fits.
    private static final Pattern NAMES = Pattern.compile(
            "(?m)^( *)(.*compReplyArray \"\\$\\{(?:DIRNAME|NOTEBOOK|CHAPTERFILE)_.*)$");

    /// The shells that can load the script.
    enum Shell { bash, zsh }

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "bash|zsh", description = "The shell you use.")
    private Shell shell = Shell.bash;

    @Override
    public void run() {
        var words = Arrays.stream(BookCommand.values()).map(BookCommand::word).toList();
        String script = NAMES.matcher(AutoComplete.bash("llm", Llm.commandLine(words)))
                .replaceAll("$1type compopt &>/dev/null && compopt -o default\n$1$2");
        common.out().print(switch (shell) {
            case bash -> script;
            // The script brings zsh's bash support up itself, but only after compinit.
            case zsh -> "autoload -Uz compinit && compinit\n" + script;
        });
    }
}

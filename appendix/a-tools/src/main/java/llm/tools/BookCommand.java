package llm.tools;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The commands of `./llm`, in the order of the help text.
enum BookCommand {
    TEST("test", "Run every test of the book."),
    DOCTOR("doctor", "Check that this machine has what the book needs."),
    COMPLETION("completion", "Print a completion script for bash or zsh.");

    private final String word;
    private final String summary;

    BookCommand(String word, String summary) {
        this.word = word;
        this.summary = summary;
    }

    /// What the user types.
    String word() {
        return word;
    }

    /// The command with its options. Each class loads only when its branch runs.
    CommandLine load() {
        Object command = switch (this) {
            case TEST -> new TestCommand();
            case DOCTOR -> new DoctorCommand();
            case COMPLETION -> new CompletionCommand();
        };
        var line = new CommandLine(command);
        line.getCommandSpec().name(word).usageMessage()
                .header(summary)
                .synopsisHeading("Usage: ")
                .parameterListHeading("%nParameters:%n")
                .optionListHeading("%nOptions:%n");
        return line;
    }

    /// Name and summary only: enough to list the command and to suggest it.
    CommandSpec placeholder() {
        var spec = CommandSpec.create().name(word);
        spec.usageMessage().header(summary);
        return spec;
    }
}

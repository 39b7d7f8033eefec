package llm.tools;

import java.util.List;
import llm.tools.cli.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Explains arguments that do not fit: what is wrong, what was probably meant, where help is.
final class UsageError {
    private UsageError() {}

    /// Prints the explanation to standard error and returns the exit code.
    static int explain(ParameterException error, String[] args) {
        CommandLine line = error.getCommandLine();
        line.getErr().println(message(error));
        if (error instanceof UnmatchedArgumentException unmatched) {
            List<String> meant = unmatched.getSuggestions();
            if (!meant.isEmpty()) {
                line.getErr().println("Did you mean " + meant.getFirst() + "?");
            }
        }
        String command = line.getCommandSpec().qualifiedName();
        line.getErr().println("Help: ./" + command + " --help");
        return ExitCode.WRONG_USAGE;
    }

    private static String message(ParameterException error) {
        if (error instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()
                && !unmatched.getUnmatched().isEmpty()
                && !error.getCommandLine().getSubcommands().isEmpty()) {
            return "There is no command '" + unmatched.getUnmatched().getFirst() + "'.";
        }
        String text = error.getMessage();
        return text.endsWith(".") ? text : text + ".";
    }
}

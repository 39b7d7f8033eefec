package llm.tools;

import java.util.List;
import java.util.Optional;
import llm.tools.cli.ExitCode;
import llm.tools.cli.HumanReadable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Explains arguments that do not fit: what is wrong, what was probably meant, where help is.
final class UsageError {
    private UsageError() {}

    /// Prints the explanation to standard error and returns the exit code.
    static int explain(ParameterException error, String[] args) {
        CommandLine line = error.getCommandLine();
        line.getErr().println(HumanReadable.line(message(error)));
        if (error instanceof UnmatchedArgumentException unmatched) {
            nearest(unmatched).ifPresent(meant ->
                    line.getErr().println("Did you mean " + meant + "?"));
        }
        String command = line.getCommandSpec().qualifiedName();
        line.getErr().println("Help: ./" + command + " --help");
        return ExitCode.WRONG_USAGE;
    }

    /// picocli's suggestion, or of short words the one that is a letter away.
    private static Optional<String> nearest(UnmatchedArgumentException error) {
        List<String> meant = error.getSuggestions();
        if (!meant.isEmpty() || error.getUnmatched().isEmpty()) {
            return meant.stream().findFirst();
        }
        String word = error.getUnmatched().getFirst();
        return error.getCommandLine().getSubcommands().keySet().stream()
                .filter(command -> isLetterAway(word, command)).findFirst();
    }

    /// Whether one letter more, less, other or exchanged with the next makes one word the other.
    private static boolean isLetterAway(String one, String other) {
        int same = 0;
        int most = Math.min(one.length(), other.length());
        while (same < most && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        String rest = one.substring(same);
        String otherRest = other.substring(same);
        return tail(rest, 1).equals(otherRest) || rest.equals(tail(otherRest, 1))
                || tail(rest, 1).equals(tail(otherRest, 1))
                || rest.length() > 1 && otherRest.length() > 1
                && rest.charAt(0) == otherRest.charAt(1) && rest.charAt(1) == otherRest.charAt(0)
                && tail(rest, 2).equals(tail(otherRest, 2));
    }

    private static String tail(String text, int from) {
        return text.substring(Math.min(from, text.length()));
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

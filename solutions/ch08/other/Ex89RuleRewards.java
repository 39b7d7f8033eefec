import java.util.regex.Pattern;

/// With regular expressions, in which `(?!</?think>)` lets no tag into thoughts or answer.
public final class Ex89RuleRewards {
    private static final String PART = "((?:(?!</?think>).)*)";
    private static final Pattern FORMAT = Pattern.compile("\\s*<think>" + PART + "</think>" + PART,
            Pattern.DOTALL);
    private static final Pattern ANSWER = Pattern.compile(".*</think>(.*)", Pattern.DOTALL);

    private Ex89RuleRewards() {}

    public static double format(String text) {
        var match = FORMAT.matcher(text);
        return match.matches() && !match.group(1).isBlank() && !match.group(2).isBlank() ? 1 : 0;
    }

    public static double answer(String text, String right) {
        var match = ANSWER.matcher(text);
        return match.matches() && match.group(1).strip().equals(right) ? 1 : 0;
    }

    public static double reward(String text, String right, double formatWeight) {
        return answer(text, right) + formatWeight * format(text);
    }
}

package llm.preference.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import llm.instruct.Response;

/// Rewards that can be verified: 1 for an answer that is right by a rule, else 0. White space at
/// the ends does not count, and a run of it is one space.
public enum AnswerRule implements Reward {
    /// The right answer, letter by letter.
    EXACT,
    /// The right answer, but for capitals and one full stop at the end.
    WORDS,
    /// Its last number, as in GSM8K: whatever stands before is the way there.
    NUMBER;

    private static final Pattern NUMBERS = Pattern.compile("-?\\d[\\d,]*(\\.\\d+)?");

    @Override
    public double of(Response response) {
        String right = normal(response.instruction().output());
        return !right.isEmpty() && right.equals(normal(response.answer())) ? 1 : 0;
    }

    private String normal(String answer) {
        String text = answer.strip().replaceAll("\\s+", " ");
        return switch (this) {
            case EXACT -> text;
            case WORDS -> text.toLowerCase(Locale.ROOT).replaceFirst(" ?\\.$", "");
            case NUMBER -> lastNumber(text);
        };
    }

    /// Without commas between thousands and zeros behind the point; empty if there is none.
    private static String lastNumber(String text) {
        String last = "";
        for (Matcher number = NUMBERS.matcher(text); number.find();) {
            last = number.group().replace(",", "");
        }
        return last.contains(".") ? last.replaceFirst("\\.?0+$", "") : last;
    }

    /// The rule that files and commands call so.
    ///
    /// @throws IllegalArgumentException if there is none
    public static AnswerRule named(String name) {
        return Arrays.stream(values()).filter(rule -> rule.name().equalsIgnoreCase(name))
                .findFirst().orElseThrow(() -> new IllegalArgumentException(
                        "the rule must be one of %s, got %s".formatted(Arrays.stream(values())
                                .map(rule -> rule.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")), name)));
    }
}

package llm.eval.judge;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what a judge said, and nothing into it: what is not in the form that was asked for is no
/// verdict and no score.
final class JudgeReply {
    private static final String THINKING = "<think>";
    private static final String THOUGHT = "</think>";
    /// Marks of Markdown and brackets may stand around the letter, words may not.
    private static final Pattern VERDICT = Pattern.compile(
            "[\\s*_`#>]*verdict[\\s*_`]*:[\\s*_`(\\[]*(a|b|draw)[\\s*_`.)\\]]*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SCORE = Pattern.compile("0|[1-9][0-9]?|100");

    private JudgeReply() {
    }

    /// The last line must be a verdict, and no other line may be another one.
    static Verdict verdict(String reply) {
        List<String> lines = answer(reply).lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty() || !VERDICT.matcher(lines.getLast()).matches()) {
            return Verdict.NONE;
        }
        List<String> verdicts = lines.stream().map(VERDICT::matcher).filter(Matcher::matches)
                .map(found -> found.group(1).toLowerCase(Locale.ROOT)).distinct().toList();
        if (verdicts.size() > 1) {
            return Verdict.NONE;
        }
        return switch (verdicts.getFirst()) {
            case "a" -> Verdict.FIRST;
            case "b" -> Verdict.SECOND;
            default -> Verdict.DRAW;
        };
    }

    /// A whole number from 0 to 100 and nothing else.
    static OptionalInt score(String reply) {
        String text = answer(reply);
        return SCORE.matcher(text).matches() ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    /// Without what a reasoning model thought before; empty if it came to no end.
    private static String answer(String reply) {
        String text = reply.strip();
        if (!text.startsWith(THINKING)) {
            return text;
        }
        int end = text.indexOf(THOUGHT);
        return end < 0 ? "" : text.substring(end + THOUGHT.length()).strip();
    }
}

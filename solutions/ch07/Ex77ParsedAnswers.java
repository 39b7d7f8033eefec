import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Exercise 7.7: the answer in a text.
///
/// **Why.** A score is only as good as its parser: one that finds too little counts right answers
/// as wrong, one that finds too much takes the article of "A good question" for a choice. So the
/// rules go from sure to unsure, and end with "no answer", which a report should count apart. Look
/// at the answers that it could not parse before you blame the model.
///
/// **Complexity.** O(n) for n letters; a text is gone through once or twice.
///
/// **Common mistakes.** Taking any capital, even within a word; the first number instead of the
/// last; `234` of `1,234`; the full stop of a sentence as a decimal point; a difference as a sign.
public final class Ex77ParsedAnswers {
    private static final Pattern WORD = Pattern.compile("(?i)answer");
    private static final Pattern LETTER =
            Pattern.compile("(?<![\\p{L}\\p{N}])[A-D](?![\\p{L}\\p{N}])");
    private static final Pattern NUMBER = Pattern.compile("((?<![\\p{L}\\p{N}])-)?"
            + "(\\d{1,3}(,\\d{3})+(?!\\d)|\\d+)"            // with thousands set off, or without
            + "(\\.\\d+)?");

    private Ex77ParsedAnswers() {}

    public static String letter(String text) {
        int behind = found(WORD, text).stream().mapToInt(MatchResult::end).max()
                .orElse(text.length());
        List<MatchResult> letters = found(LETTER, text);
        List<String> choices = letters.stream().map(MatchResult::group).distinct().toList();
        return letters.stream().filter(each -> each.start() >= behind)
                .map(MatchResult::group).findFirst()
                .orElse(choices.size() == 1 ? choices.getFirst() : "");
    }

    public static String number(String text) {
        List<MatchResult> numbers = found(NUMBER, text);
        return numbers.isEmpty() ? "" : numbers.getLast().group().replace(",", "");
    }

    private static List<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }
}

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

public final class Ex77ParsedAnswers {
    private static final Pattern WORD = Pattern.compile("(?i)answer");
    private static final Pattern LETTER =
            Pattern.compile("[A-D]");
    private static final Pattern NUMBER = Pattern.compile("((?<![\\p{L}\\p{N}])-)?"
            + "(\\d{1,3}(,\\d{3})+(?!\\d)|\\d+)"            // with thousands set off, or without
            + "(\\.\\d+)?");

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

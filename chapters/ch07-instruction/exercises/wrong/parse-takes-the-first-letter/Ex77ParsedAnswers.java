import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

public final class Ex77ParsedAnswers {
    private static final Pattern LETTER =
            Pattern.compile("(?<![\\p{L}\\p{N}])[A-D](?![\\p{L}\\p{N}])");
    private static final Pattern NUMBER = Pattern.compile("((?<![\\p{L}\\p{N}])-)?"
            + "(\\d{1,3}(,\\d{3})+(?!\\d)|\\d+)"            // with thousands set off, or without
            + "(\\.\\d+)?");

    public static String letter(String text) {
        List<MatchResult> letters = found(LETTER, text);
        return letters.isEmpty() ? "" : letters.getFirst().group();
    }

    public static String number(String text) {
        List<MatchResult> numbers = found(NUMBER, text);
        return numbers.isEmpty() ? "" : numbers.getLast().group().replace(",", "");
    }

    private static List<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }
}

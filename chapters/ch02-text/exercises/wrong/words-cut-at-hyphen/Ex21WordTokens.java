import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

public final class Ex21WordTokens {
    public static List<String> words(String text) {
        return Pattern.compile("--|\\w+(?<!_)|[^\\w\\s]|_").matcher(text).results()
                .map(MatchResult::group).toList();
    }
}

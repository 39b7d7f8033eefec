import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

public final class Ex21WordTokens {
    public static List<String> words(String text) {
        Pattern token = Pattern.compile("--|[\\p{Punct}]|[^\\s\\p{Punct}]+");
        return token.matcher(text).results().map(MatchResult::group).toList();
    }
}

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Exercise 2.1: words and punctuation marks.
///
/// **Why.** An expression that describes a token is shorter than one that describes all places to
/// cut at: the matcher walks over white space by itself, and no token can be empty. The dash comes
/// first, and `(?!--)` keeps a word from walking into one while it may hold a single `-`.
///
/// **Complexity.** Each character is looked at a fixed number of times: O(n) for `n` characters.
///
/// **Common mistakes.** `split("\\W+")`, which throws the marks away; splitting around marks and
/// forgetting the empty tokens between two of them; keeping white space; cutting `well-read`.
public final class Ex21WordTokens {
    private static final Pattern TOKEN =
            Pattern.compile("--|[,.:;?_!\"()']|(?:(?!--)[^\\s,.:;?_!\"()'])+");

    private Ex21WordTokens() {}

    public static List<String> words(String text) {
        return TOKEN.matcher(text).results().map(MatchResult::group).toList();
    }
}

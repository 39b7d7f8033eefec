import java.util.ArrayList;
import java.util.List;

/// Without expressions: one walk through the characters, which ends a word where something else is.
public final class Ex21WordTokens {
    private Ex21WordTokens() {}

    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= text.length(); ) {
            int length = i == text.length() ? 1 : cut(text, i);
            if (length > 0) {
                add(words, text.substring(from, i));
                add(words, text.substring(i, Math.min(text.length(), i + length)));
                from = i + length;
            }
            i += Math.max(1, length);
        }
        return words;
    }

    /// How many characters at `i` are white space, a mark or a dash; 0 within a word.
    private static int cut(String text, int i) {
        boolean dash = text.startsWith("--", i);
        boolean one = " \t\n\r\f,.:;?_!\"()'".indexOf(text.charAt(i)) >= 0;
        return dash ? 2 : one ? 1 : 0;
    }

    private static void add(List<String> words, String word) {
        if (!word.isBlank()) {
            words.add(word);
        }
    }
}

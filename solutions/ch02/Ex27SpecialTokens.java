import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Exercise 2.7: cutting special tokens out of a text.
///
/// **Why.** Special tokens are found before anything else, so that no merge ever touches them. The
/// search goes through the places of the text, not through the tokens: so the first one wins. At
/// one place the tokens are tried longest first, or `<|endoftext|>` would hide the token of two.
///
/// **Complexity.** O(n · t) for `n` characters and `t` tokens. A look at the first character, which
/// is `<` for nearly all of them, spares most of the comparisons.
///
/// **Common mistakes.** An expression of unquoted tokens, in which `|` divides alternatives; the
/// order in which the tokens are listed; `split`, which throws the tokens away; empty parts.
public final class Ex27SpecialTokens {
    private Ex27SpecialTokens() {}

    public static List<String> split(String text, List<String> allowed) {
        List<String> longestFirst = new ArrayList<>(allowed);
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); ) {
            String token = tokenAt(text, i, longestFirst);
            if (token.isEmpty()) {
                i++;
                continue;
            }
            addUnlessEmpty(parts, text.substring(from, i));
            parts.add(token);
            i += token.length();
            from = i;
        }
        addUnlessEmpty(parts, text.substring(from));
        return parts;
    }

    /// The first of the tokens that stands at `i`; empty if none does.
    private static String tokenAt(String text, int i, List<String> tokens) {
        return tokens.stream().filter(token -> text.startsWith(token, i)).findFirst().orElse("");
    }

    private static void addUnlessEmpty(List<String> parts, String part) {
        if (!part.isEmpty()) {
            parts.add(part);
        }
    }
}

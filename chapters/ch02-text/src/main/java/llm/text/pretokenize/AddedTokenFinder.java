package llm.text.pretokenize;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Finds the next of several tokens in a text: the first one, and of those that begin at the same
/// place the longest.
public final class AddedTokenFinder {

    private final Map<String, AddedToken> bySpelling = new HashMap<>();
    /// The lengths of the tokens with a given first char, longest first.
    private final Map<Character, TreeSet<Integer>> lengths = new HashMap<>();
    private final String firstChars;

    public AddedTokenFinder(List<AddedToken> tokens) {
        this(tokens, UnaryOperator.identity());
    }

    /// @param spelling from a token's text to what it looks like in the texts to be searched
    public AddedTokenFinder(List<AddedToken> tokens, UnaryOperator<String> spelling) {
        StringBuilder first = new StringBuilder();
        for (AddedToken token : tokens) {
            String text = spelling.apply(token.text());
            bySpelling.put(text, token);
            lengths.computeIfAbsent(text.charAt(0), c -> {
                first.append(c.charValue());
                return new TreeSet<>(Comparator.reverseOrder());
            }).add(text.length());
        }
        firstChars = first.toString();
    }

    /// Shows `ids` the id of each wanted token in `text`, and `plain` what lies between, in order.
    public void cut(String text, Predicate<AddedToken> wanted, IntConsumer ids,
                    PlainText plain) {
        int from = 0;
        for (Match match = next(text, 0, wanted); match != null; match = next(text, from, wanted)) {
            if (match.start() > from) {
                plain.show(text.substring(from, match.start()), from);
            }
            ids.accept(match.token().id());
            from = match.end();
        }
        if (from < text.length()) {
            plain.show(text.substring(from), from);
        }
    }

    /// The next wanted token at or after `from`, or `null`.
    public @Nullable Match next(String text, int from, Predicate<AddedToken> wanted) {
        for (int at = nextStart(text, from); at >= 0; at = nextStart(text, at + 1)) {
            for (int length : lengths.get(text.charAt(at))) {
                int end = at + length;
                AddedToken token = end > text.length() ? null
                        : bySpelling.get(text.substring(at, end));
                if (token != null && wanted.test(token) && fits(token, text, at, end)) {
                    return withSpace(new Match(token, at, end), text, from);
                }
            }
        }
        return null;
    }

    /// The next place where a token may begin, or −1.
    private int nextStart(String text, int from) {
        if (firstChars.length() < 2) {
            return firstChars.isEmpty() ? -1 : text.indexOf(firstChars.charAt(0), from);
        }
        for (int at = from; at < text.length(); at++) {
            if (firstChars.indexOf(text.charAt(at)) >= 0) {
                return at;
            }
        }
        return -1;
    }

    private static boolean fits(AddedToken token, String text, int start, int end) {
        return !token.matching().wholeWord()
                || (start == 0 || !isWordCharacter(text.codePointBefore(start)))
                && (end == text.length() || !isWordCharacter(text.codePointAt(end)));
    }

    /// As `\w` of Unicode's regular expressions.
    private static boolean isWordCharacter(int codePoint) {
        boolean joins = codePoint == 0x200C || codePoint == 0x200D;
        return joins || Character.isAlphabetic(codePoint)
                || switch (Character.getType(codePoint)) {
                    case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK,
                            Character.COMBINING_SPACING_MARK, Character.DECIMAL_DIGIT_NUMBER,
                            Character.CONNECTOR_PUNCTUATION -> true;
                    default -> false;
                };
    }

    private static Match withSpace(Match match, String text, int from) {
        int start = match.start;
        int end = match.end;
        AddedToken.Matching matching = match.token.matching();
        while (matching.spaceBefore() && start > from
                && CharKind.isWhiteSpace(text.charAt(start - 1))) {
            start--;
        }
        while (matching.spaceAfter() && end < text.length()
                && CharKind.isWhiteSpace(text.charAt(end))) {
            end++;
        }
        return new Match(match.token, start, end);
    }

    /// A token and the range that it takes of the text.
    public record Match(AddedToken token, int start, int end) {
    }

    /// Receives a part of a text without added tokens, and the place where it begins.
    @FunctionalInterface
    public interface PlainText {
        void show(String part, int offset);
    }
}

package llm.text;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the next of several tokens in a text: the first one, and of those that begin at the same
/// place the longest.
final class AddedTokenFinder {

    private final List<AddedToken> longestFirst;
    private final String firstChars;

    AddedTokenFinder(List<AddedToken> tokens) {
        longestFirst = tokens.stream()
                .sorted(Comparator.comparingInt((AddedToken token) -> -token.text().length()))
                .toList();
        firstChars = tokens.stream()
                .map(token -> token.text().substring(0, 1))
                .distinct()
                .collect(Collectors.joining());
    }

    /// The next token at or after `from`, or `null`.
    @Nullable Match next(String text, int from) {
        for (int at = nextStart(text, from); at >= 0; at = nextStart(text, at + 1)) {
            for (AddedToken token : longestFirst) {
                if (text.startsWith(token.text(), at)) {
                    return new Match(token, at);
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

    /// A token and the index of its first char in the text.
    record Match(AddedToken token, int start) {

        int end() {
            return start + token.text().length();
        }
    }
}

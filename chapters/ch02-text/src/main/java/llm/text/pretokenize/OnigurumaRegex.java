package llm.text.pretokenize;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import llm.text.TextPlace;
import llm.text.Utf8;

/// A regular expression as Oniguruma reads it in its default syntax, that of Ruby: the library that
/// Hugging Face's `tokenizers` cuts and changes text with. It is translated to one of Java's with
/// the same matches; what has no counterpart there is refused by name.
///
/// Source: Kosako, *Oniguruma Regular Expressions*, `doc/RE` and `doc/SYNTAX.md`.
public final class OnigurumaRegex {

    /// Lines end with `\n` alone, `^` and `$` match at each of them, and classes are Unicode's.
    private static final int FLAGS =
            Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES | Pattern.MULTILINE;

    private final String source;
    private final Pattern pattern;

    /// @throws IllegalArgumentException if Oniguruma would refuse `source`, or it holds something
    ///                                  that Java's expressions cannot say
    public OnigurumaRegex(String source) {
        this.source = source;
        try {
            pattern = Pattern.compile(new OnigurumaParser(source).translate(), FLAGS);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("a regular expression must be one that Java's can "
                    + "say too, got " + source + ": " + e.getDescription(), e);
        }
    }

    /// The expression as Oniguruma reads it.
    public String source() {
        return source;
    }

    /// Shows `visitor` the matches in `text` from `start` to `end` in order, as if nothing stood
    /// before or after. An empty match directly behind another match is passed over.
    ///
    /// @throws IllegalArgumentException if matching needs more stack than there is
    void find(String text, int start, int end, MatchVisitor visitor) {
        find(text.substring(start, end), 0, (from, to) -> visitor.match(start + from, start + to));
    }

    /// Shows `visitor` the matches in a text. After other text it does not begin at its start.
    void find(String text, TextPlace place, MatchVisitor visitor) {
        String before = place == TextPlace.AFTER_TEXT ? "a" : "";
        int skipped = before.length();
        find(before + text, skipped, (from, to) -> visitor.match(from - skipped, to - skipped));
    }

    private void find(String part, int start, MatchVisitor visitor) {
        Matcher matcher = pattern.matcher(part).useAnchoringBounds(false)
                .useTransparentBounds(true).region(start, part.length());
        int from = -1;
        while (findNext(matcher, part)) {
            if (matcher.end() > matcher.start() || matcher.start() != from) {
                visitor.match(matcher.start(), matcher.end());
            }
            from = matcher.end();
            if (from == matcher.start() && from < part.length()) {      // else Java may go on
                int next = from + Utf8.charsAt(part, from, part.length());  // within a character
                matcher.region(next, part.length());
            }
        }
    }

    /// Java matches a group that repeats by a call within a call.
    private boolean findNext(Matcher matcher, String part) {
        try {
            return matcher.find();
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException(("the regular expression %s must not repeat a group "
                    + "as often as it does in this text, got %d characters").formatted(
                            source, part.length()), e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OnigurumaRegex regex && source.equals(regex.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }

    /// Receives the range of one match.
    @FunctionalInterface
    interface MatchVisitor {
        void match(int start, int end);
    }
}

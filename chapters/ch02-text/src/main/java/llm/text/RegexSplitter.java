package llm.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Cuts text with any regular expression, as the tokenizers of Llama 3 or Qwen ask for: each match
/// is a piece, and so is what lies between two matches unless the gaps are dropped.
public final class RegexSplitter implements Splitter {

    private final Pattern pattern;
    private final boolean keepsGaps;

    /// @param regex the expression; its classes are Unicode's
    /// @throws IllegalArgumentException if `regex` cannot be compiled
    public RegexSplitter(String regex, boolean keepsGaps) {
        try {
            pattern = Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("the split pattern must be a regular expression, "
                    + "got " + regex + ": " + e.getDescription(), e);
        }
        this.keepsGaps = keepsGaps;
    }

    public String regex() {
        return pattern.pattern();
    }

    public boolean keepsGaps() {
        return keepsGaps;
    }

    @Override
    public void split(String text, int start, int end, PieceVisitor visitor) {
        Matcher matcher = pattern.matcher(text).region(start, end);
        int from = start;
        while (matcher.find()) {
            gap(text, from, matcher.start(), visitor);
            if (matcher.end() > matcher.start()) {
                visitor.piece(text, matcher.start(), matcher.end());
            }
            from = matcher.end();
        }
        gap(text, from, end, visitor);
    }

    private void gap(String text, int start, int end, PieceVisitor visitor) {
        if (keepsGaps && end > start) {
            visitor.piece(text, start, end);
        }
    }
}

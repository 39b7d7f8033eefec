package llm.text.pretokenize;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Cuts text with any regular expression, as the tokenizers of Llama 3 or Qwen ask for.
public final class RegexPreTokenizer implements PreTokenizer {

    private static final String LLAMA3_OR_QWEN =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}%s"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private final Pattern pattern;
    private final SplitBehavior behavior;

    /// @param regex    the expression; its classes are Unicode's
    /// @param behavior which matches and gaps are pieces
    /// @throws IllegalArgumentException if `regex` cannot be compiled
    public RegexPreTokenizer(String regex, SplitBehavior behavior) {
        try {
            pattern = Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("the split pattern must be a regular expression, "
                    + "got " + regex + ": " + e.getDescription(), e);
        }
        this.behavior = behavior;
    }

    /// As Llama 3: words may begin with any one character, digits come in groups of up to three.
    public static RegexPreTokenizer llama3() {
        return new RegexPreTokenizer(LLAMA3_OR_QWEN.formatted("{1,3}"), SplitBehavior.ISOLATED);
    }

    /// As Qwen2 and Qwen3: the same with single digits.
    public static RegexPreTokenizer qwen() {
        return new RegexPreTokenizer(LLAMA3_OR_QWEN.formatted(""), SplitBehavior.ISOLATED);
    }

    public String regex() {
        return pattern.pattern();
    }

    public SplitBehavior behavior() {
        return behavior;
    }

    @Override
    public void split(String text, int start, int end, PieceVisitor visitor) {
        Matcher matcher = pattern.matcher(text).region(start, end);
        Pieces pieces = new Pieces(text, visitor);
        int from = start;
        while (matcher.find()) {
            pieces.gap(from, matcher.start());
            pieces.match(matcher.start(), matcher.end());
            from = matcher.end();
        }
        pieces.gap(from, end);
        pieces.showHeld();
    }

    /// Shows pieces; one that a neighbour may join is held back until that has come.
    private final class Pieces {

        private final String text;
        private final PieceVisitor visitor;
        private int heldStart;
        private int heldEnd;

        private Pieces(String text, PieceVisitor visitor) {
            this.text = text;
            this.visitor = visitor;
        }

        private void gap(int start, int end) {
            if (end > start) {
                switch (behavior) {
                    case ISOLATED, GAPS -> visitor.piece(text, start, end);
                    case MATCHES -> { }
                    case WITH_PREVIOUS -> hold(start, end);
                    case WITH_NEXT -> showWithHeld(start, end);
                }
            }
        }

        private void match(int start, int end) {
            if (end > start) {
                switch (behavior) {
                    case ISOLATED, MATCHES -> visitor.piece(text, start, end);
                    case GAPS -> { }
                    case WITH_PREVIOUS -> showWithHeld(start, end);
                    case WITH_NEXT -> hold(start, end);
                }
            }
        }

        private void hold(int start, int end) {
            showHeld();
            heldStart = start;
            heldEnd = end;
        }

        private void showWithHeld(int start, int end) {
            visitor.piece(text, heldEnd > heldStart ? heldStart : start, end);
            heldEnd = heldStart;
        }

        private void showHeld() {
            if (heldEnd > heldStart) {
                visitor.piece(text, heldStart, heldEnd);
            }
            heldEnd = heldStart;
        }
    }
}

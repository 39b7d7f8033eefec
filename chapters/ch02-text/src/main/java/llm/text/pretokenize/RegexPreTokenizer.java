package llm.text.pretokenize;

/// Cuts text with a regular expression, as the tokenizers of Llama 3 or Qwen ask for.
public final class RegexPreTokenizer implements PreTokenizer {

    private static final String LLAMA3_OR_QWEN =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}%s"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private final OnigurumaRegex pattern;
    private final SplitBehavior behavior;

    /// @param regex    the expression, as Oniguruma reads it
    /// @param behavior which matches and gaps are pieces
    /// @throws IllegalArgumentException if `regex` is broken or cannot be translated
    public RegexPreTokenizer(String regex, SplitBehavior behavior) {
        pattern = new OnigurumaRegex(regex);
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
        return pattern.source();
    }

    public SplitBehavior behavior() {
        return behavior;
    }

    @Override
    public void split(String text, int start, int end, PieceVisitor visitor) {
        Pieces pieces = new Pieces(text, start, visitor);
        pattern.find(text, start, end, pieces::match);
        pieces.gapUpTo(end);
        pieces.showHeld();
    }

    /// Shows pieces; one that a neighbour may join is held back until that has come.
    private final class Pieces {

        private final String text;
        private final PieceVisitor visitor;
        private int from;
        private int heldStart;
        private int heldEnd;

        private Pieces(String text, int start, PieceVisitor visitor) {
            this.text = text;
            this.visitor = visitor;
            from = start;
        }

        private void gapUpTo(int end) {
            if (end > from) {
                switch (behavior) {
                    case ISOLATED, GAPS -> visitor.piece(text, from, end);
                    case MATCHES -> { }
                    case WITH_PREVIOUS -> hold(from, end);
                    case WITH_NEXT -> showWithHeld(from, end);
                }
            }
        }

        private void match(int start, int end) {
            gapUpTo(start);
            from = end;
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

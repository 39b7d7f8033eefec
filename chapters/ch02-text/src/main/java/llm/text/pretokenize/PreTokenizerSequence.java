package llm.text.pretokenize;

import java.util.List;

/// Pre-tokenizers one after the other: each cuts the pieces of the one before. Without any of them
/// the whole text is one piece.
public record PreTokenizerSequence(List<PreTokenizer> preTokenizers) implements PreTokenizer {

    public PreTokenizerSequence {
        preTokenizers = List.copyOf(preTokenizers);
    }

    @Override
    public void split(String text, int start, int end, PieceVisitor visitor) {
        if (end > start) {
            splitFrom(0, visitor).piece(text, start, end);
        }
    }

    private PieceVisitor splitFrom(int stage, PieceVisitor visitor) {
        if (stage == preTokenizers.size()) {
            return visitor;
        }
        PieceVisitor rest = splitFrom(stage + 1, visitor);
        return (text, start, end) -> preTokenizers.get(stage).split(text, start, end, rest);
    }
}

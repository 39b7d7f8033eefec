package llm.text;

import java.util.List;

/// Splitters one after the other: each cuts the pieces of the one before. Without any splitter the
/// whole text is one piece.
public record SplitterSequence(List<Splitter> splitters) implements Splitter {

    public SplitterSequence {
        splitters = List.copyOf(splitters);
    }

    @Override
    public void split(String text, int start, int end, PieceVisitor visitor) {
        if (end > start) {
            splitFrom(0, visitor).piece(text, start, end);
        }
    }

    private PieceVisitor splitFrom(int stage, PieceVisitor visitor) {
        if (stage == splitters.size()) {
            return visitor;
        }
        PieceVisitor rest = splitFrom(stage + 1, visitor);
        return (text, start, end) -> splitters.get(stage).split(text, start, end, rest);
    }
}

package llm.text;

/// Cuts text into pieces (about: words with the space before them) inside which byte pairs are
/// merged. No token ever spans two pieces, so each piece can be encoded alone and remembered.
public sealed interface Splitter
        permits Gpt2Splitter, RegexSplitter, SpaceSplitter, SplitterSequence {

    /// Shows `visitor` the pieces of `text` from `start` to `end` in order, as if nothing stood
    /// before or after.
    void split(String text, int start, int end, PieceVisitor visitor);

    /// Receives one piece as a range of a text, so that no string needs to be made for it.
    @FunctionalInterface
    interface PieceVisitor {
        void piece(String text, int start, int end);
    }
}

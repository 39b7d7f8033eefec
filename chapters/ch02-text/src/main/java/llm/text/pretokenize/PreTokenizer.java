package llm.text.pretokenize;

import java.util.stream.Stream;

/// Cuts text into pre-tokens, the pieces (about: words with the space before them) inside which
/// byte pairs are merged. No token ever spans two pieces, so each can be encoded alone and
/// remembered.
public sealed interface PreTokenizer
        permits Gpt2PreTokenizer, RegexPreTokenizer, SpacePreTokenizer, PreTokenizerSequence {

    /// Shows `visitor` the pieces of `text` from `start` to `end` in order, as if nothing stood
    /// before or after.
    void split(String text, int start, int end, PieceVisitor visitor);

    /// Whether a piece begins wherever `TextChunks` may end a chunk, going by some examples.
    default boolean suitsChunks() {
        return Stream.of("ab cd", "ab\ncd", "文字。文字", "éé, é")
                .allMatch(text -> beginsPiece(text, 2));
    }

    private boolean beginsPiece(String text, int at) {
        boolean[] begins = new boolean[1];
        split(text, 0, text.length(), (_, start, _) -> begins[0] |= start == at);
        return begins[0];
    }

    /// Receives one piece as a range of a text, so that no string needs to be made for it.
    @FunctionalInterface
    interface PieceVisitor {
        void piece(String text, int start, int end);
    }
}

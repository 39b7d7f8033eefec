package llm.text.pretokenize;

/// Cuts text before each space that follows another character, as in `the| cat|  sat`. Where no
/// token has a space in its middle this changes no result, and each word can be remembered.
///
/// @param space the character that stands for a space
public record SpacePreTokenizer(char space) implements PreTokenizer {

    @Override
    public void split(String text, int start, int end, PieceVisitor visitor) {
        int from = start;
        for (int at = start + 1; at < end; at++) {
            if (text.charAt(at) == space && text.charAt(at - 1) != space) {
                visitor.piece(text, from, at);
                from = at;
            }
        }
        if (end > from) {
            visitor.piece(text, from, end);
        }
    }

    /// Whether a token has a space after another character, and would be cut by this pre-tokenizer.
    public boolean cuts(String token) {
        for (int at = 1; at < token.length(); at++) {
            if (token.charAt(at) == space && token.charAt(at - 1) != space) {
                return true;
            }
        }
        return false;
    }
}

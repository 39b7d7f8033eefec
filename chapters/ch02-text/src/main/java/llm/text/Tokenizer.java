package llm.text;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/// Encodes text as token ids, the numbers a language model reads, and decodes them.
///
/// Implementations are immutable and may be used by several threads.
public interface Tokenizer {

    /// Encodes text as plain text: what looks like a special token is encoded letter by letter, so
    /// text from a user cannot smuggle one in.
    default int[] encode(String text) {
        return encode(text, SpecialTokens.asText());
    }

    /// Encodes text in which special tokens are treated as `specialTokens` says. No token is added
    /// at the start or end.
    ///
    /// @throws IllegalArgumentException if the text holds a special token that is refused
    int[] encode(String text, SpecialTokens specialTokens);

    /// Encodes text that does not stand at the start, such as the rest of a text of which a part
    /// was encoded before: a tokenizer that puts a space before texts may not do so there.
    ///
    /// @throws IllegalArgumentException if the text holds a special token that is refused
    default int[] encode(String text, SpecialTokens specialTokens, TextPlace place) {
        return encode(text, specialTokens);
    }

    /// Where the chunks of a long text may end, so that their ids in a row are those of the whole
    /// text.
    default TextChunks.Ends chunkEnds() {
        return TextChunks.Ends.NOWHERE;
    }

    /// The bytes of the tokens in a row; they may begin or end within a character. An id that no
    /// token has stands for no bytes: models are often padded with such ids to a round number.
    ///
    /// @throws IllegalArgumentException if an id is below 0
    byte[] decodeBytes(int... ids);

    /// The text of the tokens in a row; bytes that are not valid UTF-8 become U+FFFD.
    ///
    /// @throws IllegalArgumentException if an id is below 0
    default String decode(int... ids) {
        return new String(decodeBytes(ids), StandardCharsets.UTF_8);
    }

    /// One more than the largest id.
    int vocabSize();

    /// Whether a token has this id; below [#vocabSize] there may be gaps.
    boolean hasToken(int id);

    /// The bytes of one token.
    ///
    /// @throws IllegalArgumentException if the id is not in the vocabulary
    byte[] tokenBytes(int id);

    /// One token for the eye: its text, in which bytes of an incomplete character are written
    /// `<0xNN>`.
    ///
    /// @throws IllegalArgumentException if the id is not in the vocabulary
    default String token(int id) {
        return Utf8.show(tokenBytes(id));
    }

    /// The id of a special token such as `<|endoftext|>`, if there is one of this name.
    OptionalInt specialId(String token);

    /// The token that begins a text (BOS), if the model knows one.
    OptionalInt beginOfText();

    /// The token that ends a text (EOS), if the model knows one.
    OptionalInt endOfText();

    /// Whether the model expects each text to begin with [#beginOfText].
    boolean addBos();

    /// The ids with the beginning-of-text token before them.
    ///
    /// @throws IllegalStateException if this tokenizer has no such token
    default int[] withBos(int... ids) {
        int[] longer = new int[ids.length + 1];
        longer[0] = beginOfText().orElseThrow(() -> new IllegalStateException(
                "the tokenizer must have a beginning-of-text token, got one without"));
        System.arraycopy(ids, 0, longer, 1, ids.length);
        return longer;
    }

    /// The tokens of a text from its start: behind the BOS token if the model wants one there.
    default int[] fromStart(int... ids) {
        return addBos() ? withBos(ids) : ids;
    }
}

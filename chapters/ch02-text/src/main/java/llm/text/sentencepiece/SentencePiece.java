package llm.text.sentencepiece;

import java.util.HexFormat;
import java.util.Optional;

/// One entry of a SentencePiece vocabulary.
///
/// @param text  how it is written; a space is `▁` (U+2581) in most files
/// @param score the higher, the sooner two neighbours become this piece
/// @param kind  what it stands for
public record SentencePiece(String text, float score, Kind kind) {

    /// The character that stands for a space, so that a piece never looks empty.
    public static final char SPACE = '\u2581';

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    public SentencePiece {
        if (kind == Kind.BYTE && byteNamed(text).isEmpty()) {
            throw new IllegalArgumentException(
                    "the piece of a byte must be written <0xNN>, got \"" + text + "\"");
        }
    }

    /// What a piece stands for; the constants are in the order of the numbers 1 to 6 that
    /// `tokenizer.model` files use.
    public enum Kind {
        /// Text.
        NORMAL,
        /// Any character that has no piece.
        UNKNOWN,
        /// The start of a text and the like; stands for no text.
        CONTROL,
        /// Text that is found before everything else and never merged.
        USER_DEFINED,
        /// Nothing: an id that is not in use.
        UNUSED,
        /// One byte, written `<0xNN>`.
        BYTE
    }

    public static SentencePiece ofByte(int value) {
        return new SentencePiece("<0x" + HEX.toHexDigits((byte) value) + ">", 0, Kind.BYTE);
    }

    /// The byte that a text such as `<0x0A>` names, if it names one.
    public static Optional<Integer> byteNamed(String text) {
        boolean named = text.length() == 6 && text.startsWith("<0x") && text.endsWith(">");
        if (!named) {
            return Optional.empty();
        }
        int high = Character.digit(text.charAt(3), 16);
        int low = Character.digit(text.charAt(4), 16);
        return high < 0 || low < 0 ? Optional.empty() : Optional.of(16 * high + low);
    }
}

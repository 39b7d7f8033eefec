package llm.text.sentencepiece;

import llm.text.Utf8;
import llm.text.bpe.Alphabet;
import llm.text.bpe.LongIntMap;

/// An alphabet of characters. One that has no token becomes its UTF-8 bytes if there are tokens for
/// all bytes, else the unknown token, and if there is none either, nothing.
final class CharacterAlphabet implements Alphabet {

    static final int NONE = -1;

    private final LongIntMap idOfCharacter;
    private final int[] idOfByte;
    private final int unknown;
    private final boolean fusesUnknown;

    /// @param idOfCharacter from code point to token id or [#NONE]
    /// @param idOfByte      256 token ids, or empty where bytes have none
    /// @param unknown       the unknown token's id, or [#NONE]
    /// @param fusesUnknown  whether unknown characters in a row become one token
    CharacterAlphabet(LongIntMap idOfCharacter, int[] idOfByte, int unknown,
                      boolean fusesUnknown) {
        this.idOfCharacter = idOfCharacter;
        this.idOfByte = idOfByte;
        this.unknown = unknown;
        this.fusesUnknown = fusesUnknown;
    }

    @Override
    public int write(String text, int start, int end, int[] tokens) {
        int count = 0;
        boolean afterUnknown = false;
        int[] bytes = new int[Utf8.MOST_BYTES_PER_CHARACTER];
        for (int at = start, next; at < end; at = next) {
            next = at + Utf8.charsAt(text, at, end);
            int id = idOfCharacter.get(Utf8.codePointAt(text, at, end));
            if (id != NONE) {
                tokens[count++] = id;
            } else if (idOfByte.length > 0) {
                int length = Utf8.write(text, at, next, bytes);
                for (int i = 0; i < length; i++) {
                    tokens[count++] = idOfByte[bytes[i]];
                }
            } else if (unknown != NONE && !(afterUnknown && fusesUnknown)) {
                tokens[count++] = unknown;
            }
            afterUnknown = id == NONE;
        }
        return count;
    }

    /// Whether a range of text that holds this character never joins an unknown one before it to
    /// one after it.
    boolean separates(char character) {
        return !fusesUnknown || idOfByte.length > 0 || idOfCharacter.get(character) != NONE;
    }
}

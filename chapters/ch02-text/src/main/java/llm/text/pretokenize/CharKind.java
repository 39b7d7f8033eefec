package llm.text.pretokenize;

import llm.text.Utf8;

/// What the pre-tokenizer needs to know about a character: Unicode's letters (`\p{L}`), numbers
/// (`\p{N}`), white space (`\s`, the property White_Space), and everything else.
enum CharKind {
    LETTER, NUMBER, SPACE, SYMBOL;

    private static final CharKind[] ASCII = new CharKind[128];
    private static final CharKind[] KINDS = values();

    static {
        for (int c = 0; c < ASCII.length; c++) {
            ASCII[c] = classify(c);
        }
    }

    /// The characters of the Basic Multilingual Plane, classified when the first beyond ASCII is
    /// met: a start without one is 60 ms shorter.
    private static final class BasicPlane {
        /// Ordinals, to stay in the cache.
        private static final byte[] TABLE = new byte[Character.MIN_SUPPLEMENTARY_CODE_POINT];

        static {
            for (int c = 0; c < TABLE.length; c++) {
                TABLE[c] = (byte) classify(c).ordinal();
            }
        }
    }

    /// The kind of the code point that begins at `index`. Half a surrogate pair is a symbol, like
    /// U+FFFD, which stands for it in UTF-8.
    static CharKind at(String text, int index, int end) {
        char c = text.charAt(index);
        if (c < ASCII.length) {
            return ASCII[c];
        }
        return Utf8.charsAt(text, index, end) == 2
                ? classify(text.codePointAt(index))
                : KINDS[BasicPlane.TABLE[c]];
    }

    static boolean isWhiteSpace(int codePoint) {
        return codePoint >= 0x09 && codePoint <= 0x0D || codePoint == 0x85
                || Character.isSpaceChar(codePoint);
    }

    private static CharKind classify(int codePoint) {
        if (isWhiteSpace(codePoint)) {
            return SPACE;
        }
        return switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER, Character.OTHER_LETTER -> LETTER;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
                    NUMBER;
            default -> SYMBOL;
        };
    }
}

package llm.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// UTF-8 writes a code point in one to four bytes: the first byte tells how many, each later one
/// is `10xxxxxx` and holds six bits.
///
/// Source: RFC 3629, §3.
public final class Utf8 {

    /// U+FFFD, which stands for whatever is not valid Unicode.
    static final int REPLACEMENT = 0xFFFD;
    public static final int MOST_BYTES_PER_CHAR = 3;
    /// A code point of two chars has one byte more than most chars.
    public static final int MOST_BYTES_PER_CHARACTER = 4;

    private Utf8() {
    }

    /// A way to read a file.
    @FunctionalInterface
    public interface Reading<T> {
        T read() throws IOException;
    }

    /// What `reading` makes of a text file.
    ///
    /// @throws IllegalArgumentException if it finds other bytes than UTF-8; names the file
    public static <T> T of(Path file, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (CharacterCodingException e) {
            throw otherBytes(file, e);
        } catch (UncheckedIOException e) {
            throw e.getCause() instanceof CharacterCodingException ? otherBytes(file, e) : e;
        }
    }

    private static IllegalArgumentException otherBytes(Path file, Exception cause) {
        return new IllegalArgumentException(file + " must be UTF-8 text, got other bytes", cause);
    }

    /// Writes the bytes of a text, each as an int from 0 to 255, to the start of `bytes`. Half a
    /// surrogate pair is written as U+FFFD.
    ///
    /// @return the number of bytes
    public static int write(String text, int start, int end, int[] bytes) {
        int count = 0;
        for (int i = start; i < end; ) {
            count = write(codePointAt(text, i, end), bytes, count);
            i += charsAt(text, i, end);
        }
        return count;
    }

    /// The code point that begins at `index`; half a surrogate pair is read as U+FFFD.
    public static int codePointAt(String text, int index, int end) {
        if (charsAt(text, index, end) == 2) {
            return text.codePointAt(index);
        }
        char c = text.charAt(index);
        return Character.isSurrogate(c) ? REPLACEMENT : c;
    }

    /// The number of chars of the code point that begins at `index`: 2 for a surrogate pair.
    public static int charsAt(String text, int index, int end) {
        return Character.isHighSurrogate(text.charAt(index)) && index + 1 < end
                && Character.isLowSurrogate(text.charAt(index + 1)) ? 2 : 1;
    }

    private static int write(int codePoint, int[] bytes, int at) {
        if (codePoint < 0x80) {
            bytes[at] = codePoint;
            return at + 1;
        }
        int later = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
        int lengthMark = 0xFF << 7 - later & 0xFF;          // 110…, 1110… or 11110…
        bytes[at] = lengthMark | codePoint >> 6 * later;
        for (int i = 1; i <= later; i++) {
            bytes[at + i] = 0x80 | codePoint >> 6 * (later - i) & 0x3F;
        }
        return at + later + 1;
    }

    /// Text in which each byte that belongs to no complete character is written `<0xNN>`.
    public static String show(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < bytes.length) {
            int length = characterLength(bytes, i);
            if (length == 0) {
                text.append("<0x%02X>".formatted(bytes[i] & 0xFF));
                i++;
            } else {
                text.append(new String(bytes, i, length, StandardCharsets.UTF_8));
                i += length;
            }
        }
        return text.toString();
    }

    /// The length of the valid character at `index`, or 0 if there is none.
    private static int characterLength(byte[] bytes, int index) {
        int first = bytes[index] & 0xFF;
        int marks = Integer.numberOfLeadingZeros(~(first << 24));       // 1-bits at the front
        int length = marks == 0 ? 1 : marks >= 2 && marks <= 4 ? marks : 0;
        if (length == 0 || index + length > bytes.length) {
            return 0;
        }
        String character = new String(bytes, index, length, StandardCharsets.UTF_8);
        boolean single = character.codePointCount(0, character.length()) == 1;
        boolean valid = single && (character.charAt(0) != REPLACEMENT || first == 0xEF);
        return valid ? length : 0;
    }
}

package llm.text.bpe;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The table by which GPT-2 writes any byte as one visible character, so that tokens can stand in
/// text files: bytes that print in Latin-1 stand for themselves, the other 68 are numbered from
/// U+0100 on. A space becomes `Ġ` and a line break `Ċ`.
///
/// Source: Radford et al. (2019), *Language Models are Unsupervised Multitask Learners*, §2.2.
public final class ByteLevel {

    public static final int BYTES = 256;
    private static final int FIRST_STAND_IN = 0x100;
    private static final char[] CHAR_OF_BYTE = charOfByte();
    private static final int[] BYTE_OF_CHAR = byteOfChar();

    private ByteLevel() {
    }

    public static String toText(byte[] bytes) {
        char[] text = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            text[i] = CHAR_OF_BYTE[bytes[i] & 0xFF];
        }
        return new String(text);
    }

    /// @throws IllegalArgumentException if a character of `text` stands for no byte
    static byte[] toBytes(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = text.charAt(i);
            if (c >= BYTE_OF_CHAR.length || BYTE_OF_CHAR[c] < 0) {
                throw new IllegalArgumentException(
                        ("each character of a byte-level token must stand for a byte, "
                                + "got U+%04X in \"%s\"")
                                .formatted((int) c, text));
            }
            bytes[i] = (byte) BYTE_OF_CHAR[c];
        }
        return bytes;
    }

    /// All 256 bytes in the order of their characters, which is the order of their ids in GPT-2.
    static int[] inCharacterOrder() {
        return Arrays.stream(BYTE_OF_CHAR).filter(b -> b >= 0).toArray();
    }

    private static boolean printsInLatin1(int b) {
        return b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xFF && b != 0xAD;
    }

    private static char[] charOfByte() {
        char[] table = new char[BYTES];
        char standIn = FIRST_STAND_IN;
        for (int b = 0; b < BYTES; b++) {
            table[b] = printsInLatin1(b) ? (char) b : standIn++;
        }
        return table;
    }

    private static int[] byteOfChar() {
        int largest = IntStream.range(0, BYTES).map(b -> CHAR_OF_BYTE[b]).max().orElseThrow();
        int[] table = new int[largest + 1];
        Arrays.fill(table, -1);
        for (int b = 0; b < BYTES; b++) {
            table[CHAR_OF_BYTE[b]] = b;
        }
        return table;
    }
}

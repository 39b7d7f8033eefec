package llm.text.pretokenize;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// SentencePiece's table of replacements, such as `ﬁ` by `fi` or a full-width letter by the usual
/// one. At each place the longest string in the table is replaced.
///
/// The table is a double-array trie, a tree that is walked byte by byte, in one array: the children
/// of a node lie at its offset, changed in some bits (xor) by their byte. The strings that replace
/// follow, each up to a zero.
///
/// Source: Yata, `darts-clone`, whose array this is.
public final class CharacterMap {

    private static final int LEAF = 1 << 8;
    private static final int FAR = 1 << 9;          // the offset counts in steps of 256
    private static final int LABEL = 1 << 31 | 0xFF;

    private final byte[] table;
    private final IntBuffer trie;
    private final int strings;

    /// @param table the size of the trie in bytes, the trie, the strings
    /// @throws IllegalArgumentException if the trie does not fit in the table
    public CharacterMap(byte[] table) {
        this.table = table.clone();
        ByteBuffer bytes = ByteBuffer.wrap(this.table).order(ByteOrder.LITTLE_ENDIAN);
        int size = table.length < Integer.BYTES ? -1 : bytes.getInt();
        if (size < Integer.BYTES || size % Integer.BYTES != 0 || size > bytes.remaining()) {
            throw new IllegalArgumentException("a table of characters must hold a trie of 4 to "
                    + (table.length - Integer.BYTES) + " bytes, got " + size);
        }
        strings = Integer.BYTES + size;
        trie = bytes.slice(Integer.BYTES, size).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    }

    /// The text with its replacements.
    String apply(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream replaced = new ByteArrayOutputStream(bytes.length);
        for (int at = 0; at < bytes.length; ) {
            at = replaceAt(bytes, at, replaced);
        }
        return replaced.toString(StandardCharsets.UTF_8);
    }

    /// Appends what stands for the longest known string at `start`, or its character if there is
    /// none.
    ///
    /// @return where to go on
    private int replaceAt(byte[] bytes, int start, ByteArrayOutputStream replaced) {
        int end = start;
        int string = 0;
        int node = offset(trie.get(0));
        for (int i = start; i < bytes.length; i++) {
            int label = bytes[i] & 0xFF;
            node ^= label;
            int unit = node < trie.capacity() ? trie.get(node) : 0;
            if ((unit & LABEL) != label) {
                break;
            }
            node ^= offset(unit);
            if ((unit & LEAF) != 0) {
                end = i + 1;
                string = trie.get(node) & Integer.MAX_VALUE;
            }
        }
        if (end > start) {
            write(string, replaced);
            return end;
        }
        int next = start + 1;
        while (next < bytes.length && (bytes[next] & 0xC0) == 0x80) {      // 10xxxxxx goes on
            next++;
        }
        replaced.write(bytes, start, next - start);
        return next;
    }

    private static int offset(int unit) {
        return unit >>> 10 << ((unit & FAR) >> 6);
    }

    private void write(int string, ByteArrayOutputStream replaced) {
        for (int at = strings + string; at < table.length && table[at] != 0; at++) {
            replaced.write(table[at]);
        }
    }

    public byte[] table() {
        return table.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CharacterMap map && Arrays.equals(table, map.table);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(table);
    }
}

package llm.text.bpe;

import java.util.Arrays;

/// Numbers words in the order in which they are first met. The chars of all words lie in one
/// array and words are looked up as ranges of a text, so a word met again costs no allocation.
final class WordTable {

    private static final int FREE = -1;

    private int[] slots = new int[1 << 12];     // hash → word number, open addressing
    private int[] hashes = new int[1 << 11];    // by word number
    private int[] ends = new int[1 << 11];      // where each word ends in `chars`
    private char[] chars = new char[1 << 14];
    private int size;

    WordTable() {
        Arrays.fill(slots, FREE);
    }

    static int hash(String text, int start, int end) {
        int hash = end - start;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash * 0x9E3779B9;               // spreads to the high bits, which choose the slot
    }

    /// The number of the word, or −1 if it has not been added.
    int find(String text, int start, int end, int hash) {
        int mask = slots.length - 1;
        int slot = slotOf(hash);
        while (slots[slot] != FREE) {
            int word = slots[slot];
            if (hashes[word] == hash && matches(word, text, start, end)) {
                return word;
            }
            slot = slot + 1 & mask;
        }
        return FREE;
    }

    /// Adds a word that [#find] does not know and returns its number.
    int add(String text, int start, int end, int hash) {
        if (2 * size >= slots.length) {
            growSlots();
        }
        int charStart = start(size);
        int charEnd = Math.addExact(charStart, end - start);
        if (charEnd > chars.length) {
            chars = Arrays.copyOf(chars, Math.max(charEnd, (int) Math.min(
                    2L * chars.length, Integer.MAX_VALUE - 8)));
        }
        text.getChars(start, end, chars, charStart);
        ends[size] = charEnd;
        hashes[size] = hash;
        place(size);
        return size++;
    }

    int size() {
        return size;
    }

    /// The most bytes that all words can have in UTF-8: a surrogate pair counts as two chars.
    long bytes() {
        long bytes = 0;
        for (int i = 0; i < start(size); i++) {
            bytes += chars[i] < 0x80 ? 1 : chars[i] < 0x800 ? 2 : 3;
        }
        return bytes;
    }

    String word(int number) {
        return new String(chars, start(number), ends[number] - start(number));
    }

    void clear() {
        size = 0;
        Arrays.fill(slots, FREE);
    }

    private int start(int word) {
        return word == 0 ? 0 : ends[word - 1];
    }

    private boolean matches(int word, String text, int start, int end) {
        int at = start(word);
        if (ends[word] - at != end - start) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (chars[at++] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int slotOf(int hash) {
        return hash >>> Integer.numberOfLeadingZeros(slots.length) + 1;
    }

    private void place(int word) {
        int slot = slotOf(hashes[word]);
        while (slots[slot] != FREE) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = word;
    }

    private void growSlots() {
        slots = new int[2 * slots.length];
        Arrays.fill(slots, FREE);
        hashes = Arrays.copyOf(hashes, slots.length / 2);
        ends = Arrays.copyOf(ends, slots.length / 2);
        for (int word = 0; word < size; word++) {
            place(word);
        }
    }
}

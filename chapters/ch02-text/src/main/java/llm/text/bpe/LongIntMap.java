package llm.text.bpe;

import java.util.Arrays;

/// A hash map from `long` keys to `int` values in two flat arrays (open addressing: a key whose
/// place is taken goes to the next free one). One look-up usually touches one cache line.
public final class LongIntMap {

    private static final long FREE = -1;
    /// 2⁶⁴ divided by the golden ratio: spreads neighbouring keys over the table.
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final int absent;
    private long[] keys;
    private int[] values;
    private int shift;
    private int size;

    /// @param absent what [#get] answers for a key that is not in the map
    public LongIntMap(int expectedSize, int absent) {
        this.absent = absent;
        allocate(Math.max(16, Integer.highestOneBit(Math.max(1, expectedSize)) << 2));
    }

    /// Two token ids as one key; never equal to [#FREE], since ids are not negative.
    static long pair(int left, int right) {
        return (long) left << 32 | right;
    }

    public int get(long key) {
        int mask = keys.length - 1;
        for (int i = place(key); ; i = i + 1 & mask) {
            if (keys[i] == key) {
                return values[i];
            }
            if (keys[i] == FREE) {
                return absent;
            }
        }
    }

    public void put(long key, int value) {
        if (2 * size >= keys.length) {
            rehash();
        }
        int i = place(key);
        while (keys[i] != FREE && keys[i] != key) {
            i = i + 1 & keys.length - 1;
        }
        if (keys[i] == FREE) {
            size++;
        }
        keys[i] = key;
        values[i] = value;
    }

    private int place(long key) {
        return (int) (key * SPREAD >>> shift);
    }

    private void allocate(int capacity) {
        keys = new long[capacity];
        Arrays.fill(keys, FREE);
        values = new int[capacity];
        shift = Long.numberOfLeadingZeros(capacity) + 1;
    }

    private void rehash() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        allocate(2 * oldKeys.length);
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                put(oldKeys[i], oldValues[i]);
            }
        }
    }
}

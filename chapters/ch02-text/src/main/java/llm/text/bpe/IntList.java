package llm.text.bpe;

import java.util.Arrays;

/// A growing array of ints, without the boxes of `List<Integer>`.
final class IntList {

    private int[] items;
    private int size;

    IntList(int capacity) {
        items = new int[Math.max(4, capacity)];
    }

    void add(int item) {
        if (size == items.length) {
            grow(1);
        }
        items[size++] = item;
    }

    /// Appends `count` items of `source`, beginning at `from`.
    void addAll(IntList source, int from, int count) {
        if (count > items.length - size) {
            grow(count);
        }
        for (int i = 0; i < count; i++) {       // mostly one to three: a loop beats arraycopy
            items[size + i] = source.items[from + i];
        }
        size += count;
    }

    void addAll(int[] source, int count) {
        if (count > items.length - size) {
            grow(count);
        }
        System.arraycopy(source, 0, items, size, count);
        size += count;
    }

    int at(int index) {
        return items[index];
    }

    int last() {
        return items[size - 1];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    int[] toArray() {
        return Arrays.copyOf(items, size);
    }

    private void grow(int extra) {
        long wanted = Math.max(size + (long) extra, items.length * 2L);
        long limit = Integer.MAX_VALUE - 8;     // the longest array a JVM gives
        if (size + (long) extra > limit) {
            throw new IllegalStateException("a list must hold at most " + limit + " ints, got "
                    + (size + (long) extra) + "; encode the text in parts");
        }
        items = Arrays.copyOf(items, (int) Math.min(wanted, limit));
    }
}

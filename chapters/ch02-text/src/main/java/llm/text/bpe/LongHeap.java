package llm.text.bpe;

import java.util.Arrays;

/// A binary min-heap of longs in one array: the children of entry `i` are `2i + 1` and `2i + 2`.
final class LongHeap {

    private long[] items;
    private int size;

    LongHeap(int capacity) {
        items = new long[Math.max(16, capacity)];
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(long item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, 2 * size);
        }
        int i = size++;
        while (i > 0 && items[(i - 1) / 2] > item) {
            items[i] = items[(i - 1) / 2];
            i = (i - 1) / 2;
        }
        items[i] = item;
    }

    long removeLowest() {
        long lowest = items[0];
        long item = items[--size];
        int i = 0;
        while (2 * i + 1 < size) {
            int child = 2 * i + 1;
            if (child + 1 < size && items[child + 1] < items[child]) {
                child++;
            }
            if (items[child] >= item) {
                break;
            }
            items[i] = items[child];
            i = child;
        }
        items[i] = item;
        return lowest;
    }
}

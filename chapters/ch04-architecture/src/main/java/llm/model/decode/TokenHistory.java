package llm.model.decode;

import java.util.Arrays;
import java.util.BitSet;

/// The tokens of a text so far. It grows in place, and knows which tokens have occurred.
public final class TokenHistory {
    private int[] ids;
    private int length;
    private final BitSet occurred = new BitSet();

    private TokenHistory(int... ids) {
        this.ids = ids.clone();
        length = ids.length;
        for (int id : ids) {
            occurred.set(id);
        }
    }

    /// A text that begins with these tokens.
    public static TokenHistory of(int... ids) {
        return new TokenHistory(ids);
    }

    /// Adds tokens at the end.
    void append(int... added) {
        if (length + added.length > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(2 * ids.length, length + added.length));
        }
        for (int id : added) {
            ids[length++] = id;
            occurred.set(id);
        }
    }

    /// Number of tokens.
    public int length() {
        return length;
    }

    /// The token at a place, counted from 0.
    public int at(int place) {
        return ids[checked(place)];
    }

    private int checked(int place) {
        if (place < 0 || place >= length) {
            throw new IllegalArgumentException(
                    "place must be in [0, %d), got %d".formatted(length, place));
        }
        return place;
    }

    /// The tokens from one place up to another.
    public int[] from(int start, int end) {
        return Arrays.copyOfRange(ids, start, Math.min(end, length));
    }

    /// Every token that occurs, as a set; not to be changed.
    BitSet occurred() {
        return occurred;
    }

    /// How many tokens at the start are those of another text.
    int common(int... others) {
        int mismatch = Arrays.mismatch(ids, 0, length, others, 0, others.length);
        return mismatch < 0 ? length : mismatch;
    }

    int common(TokenHistory other) {
        int mismatch = Arrays.mismatch(ids, 0, length, other.ids, 0, other.length);
        return mismatch < 0 ? length : mismatch;
    }
}

package llm.attention;

import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.StridedView;

/// Vectors of each token seen so far, one for each head, in memory that has room for more from the
/// start. Those of a head follow each other: that is how attention reads them.
final class TokenRows {
    private final Tensor rows;                               // (batch, heads, room, width)
    private int length;

    TokenRows(int batch, int heads, int room, int width) {
        if (batch < 1 || heads < 1 || room < 1 || width < 1) {
            throw new IllegalArgumentException(("batch, heads, room and width must be 1 or more, "
                    + "got batch=%d, heads=%d, room=%d, width=%d")
                    .formatted(batch, heads, room, width));
        }
        rows = Tensor.empty(Shape.of(batch, heads, room, width)).keep();
    }

    /// Tokens held so far.
    int length() {
        return length;
    }

    /// Tokens that can be held.
    int room() {
        return rows.size(2);
    }

    long bytes() {
        return rows.shape().elements() * Float.BYTES;
    }

    /// Forgets the tokens from `newLength` on.
    void truncate(int newLength) {
        if (newLength < 0 || newLength > length) {
            throw new IllegalArgumentException(
                    "length must be in [0, %d], got %d".formatted(length, newLength));
        }
        length = newLength;
    }

    /// The shape that the vectors of `tokens` new tokens must have,
    /// `(batch, tokens, heads · width)`.
    Shape shapeOf(int tokens) {
        return Shape.of(rows.size(0), tokens, rows.size(1) * rows.size(3));
    }

    /// Adds vectors of the shape [#shapeOf].
    ///
    /// @throws IllegalArgumentException if there is no room for them
    void append(Tensor added) {
        rows.backend().memory().scatter(added.storage(), next(added.size(1)), false);
        grow(added.size(1));
    }

    /// Where the vectors of the next tokens go, `(batch, tokens, heads, width)`.
    ///
    /// @throws IllegalArgumentException if there is no room for them
    StridedView next(int tokens) {
        if (length + tokens > room()) {
            throw new IllegalArgumentException("the cache must have room for %d tokens, got "
                    .formatted(tokens) + (room() - length) + " of " + room());
        }
        long[] strides = rows.shape().strides();
        return new StridedView(rows.storage(), length * strides[2],
                new int[] {rows.size(0), tokens, rows.size(1), rows.size(3)},
                new long[] {strides[0], strides[2], strides[1], strides[3]});
    }

    /// Takes for tokens what has been written to [#next].
    void grow(int tokens) {
        length += tokens;
    }

    /// The first vectors in memory of their own, with another amount of room.
    TokenRows copy(int tokens, int room) {
        if (tokens > length || room < Math.max(1, tokens)) {
            throw new IllegalArgumentException(("a copy must be of at most %d tokens and have room "
                    + "for them, got tokens=%d, room=%d").formatted(length, tokens, room));
        }
        TokenRows copy = new TokenRows(rows.size(0), rows.size(1), room, rows.size(3));
        if (tokens > 0) {
            Tensor held = rows.slice(2, 0, tokens);          // (batch, heads, tokens, width)
            copy.rows.backend().memory().scatter(held.storage(), new StridedView(
                    copy.rows.storage(), 0, held.shape().toArray(), copy.rows.shape().strides()),
                    false);
            copy.length = tokens;
        }
        return copy;
    }

    /// Returns the memory at once; nothing can be read from here any more.
    void close() {
        rows.storage().release();
    }

    /// `(batch, heads, room, width)`, of which the first [#length()] tokens are defined.
    Tensor all() {
        return rows;
    }
}

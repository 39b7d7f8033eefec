package llm.attention;

import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.StridedView;

/// One vector of each token seen so far, in memory that has room for more from the start.
final class TokenRows {
    private final Tensor rows;                               // (batch, room, width)
    private int length;

    TokenRows(int batch, int room, int width) {
        if (batch < 1 || room < 1 || width < 1) {
            throw new IllegalArgumentException(("batch, room and width must be 1 or more, got "
                    + "batch=%d, room=%d, width=%d").formatted(batch, room, width));
        }
        rows = Tensor.empty(Shape.of(batch, room, width)).keep();
    }

    /// Tokens held so far.
    int length() {
        return length;
    }

    /// Tokens that can be held.
    int room() {
        return rows.size(1);
    }

    /// Forgets the tokens from `newLength` on.
    void truncate(int newLength) {
        if (newLength < 0 || newLength > length) {
            throw new IllegalArgumentException(
                    "length must be in [0, %d], got %d".formatted(length, newLength));
        }
        length = newLength;
    }

    /// The shape that `tokens` new vectors must have.
    Shape shapeOf(int tokens) {
        return rows.shape().with(1, tokens);
    }

    /// Adds vectors of the shape [#shapeOf].
    ///
    /// @throws IllegalArgumentException if there is no room for them
    void append(Tensor added) {
        int tokens = added.size(1);
        if (length + tokens > room()) {
            throw new IllegalArgumentException("the cache must have room for %d tokens, got "
                    .formatted(tokens) + (room() - length) + " of " + room());
        }
        long[] strides = rows.shape().strides();
        rows.backend().memory().scatter(added.storage(), new StridedView(rows.storage(),
                length * strides[1], added.shape().toArray(), strides), false);
        length += tokens;
    }

    /// `(batch, room, width)`, of which the first [#length()] tokens are defined.
    Tensor all() {
        return rows;
    }
}

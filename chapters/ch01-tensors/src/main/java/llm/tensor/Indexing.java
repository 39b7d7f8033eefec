package llm.tensor;

import java.util.Arrays;

/// Values chosen by index or by mask.
public final class Indexing {

    private Indexing() {
    }

    /// Row `ids[i]` of a table for each `i`, the embedding lookup. Backward: each row of `g` is
    /// added to the row it came from.
    ///
    /// @param table `(rows, columns)`
    /// @param ids   `(...)`, each in `[0, rows)`
    /// @return `(..., columns)`
    public static Tensor rows(Tensor table, IntTensor ids) {
        if (table.rank() != 2) {
            throw new IllegalArgumentException(
                    "a table must be (rows, columns), got " + table.shape());
        }
        ids.requireBelow(table.size(0), "id");
        int columns = table.size(1);
        int[] shape = Arrays.copyOf(ids.shape().toArray(), ids.shape().rank() + 1);
        shape[shape.length - 1] = columns;
        Tensor y = Tensor.empty(Shape.of(shape), table.backend());
        table.backend().embedding().rows(table.storage(), ids.on(table.backend()), columns,
                y.storage());
        return y.madeBy("rows", g -> table.accumulate(to -> {
            if (!to.add()) {
                table.backend().memory().fill(to.storage(), 0f);
            }
            table.backend().embedding().rowsBackward(g.storage(), ids.on(table.backend()), columns,
                    to.storage());
        }), table);
    }

    /// The value at position `ids[i]` of each row. Backward: `g` at that position, 0 elsewhere.
    ///
    /// @param x   `(..., columns)`
    /// @param ids `(...)`, each in `[0, columns)`
    /// @return `(...)`
    public static Tensor gather(Tensor x, IntTensor ids) {
        if (x.rank() == 0 || !x.shape().without(-1).equals(ids.shape())) {
            throw new IllegalArgumentException("ids must be (...) for x (..., columns), got "
                    + ids.shape() + " for " + x.shape());
        }
        int columns = x.size(-1);
        ids.requireBelow(columns, "id");
        Tensor y = Tensor.empty(ids.shape(), x.backend());
        x.backend().embedding().gather(x.storage(), ids.on(x.backend()), columns, y.storage());
        return y.madeBy("gather", g -> x.accumulate(to -> {
            if (!to.add()) {
                x.backend().memory().fill(to.storage(), 0f);
            }
            x.backend().embedding().gatherBackward(g.storage(), ids.on(x.backend()), columns,
                    to.storage());
        }), x);
    }

    /// `value` where the mask is not 0, else `x`. Backward: `g` where `x` was kept, else 0.
    ///
    /// @param x    `(...)`
    /// @param mask of `x`'s shape, or one that stretches to it, as `(tokens, tokens)` does to
    ///             `(batch, heads, tokens, tokens)`
    /// @return of `x`'s shape
    public static Tensor maskedFill(Tensor x, Tensor mask, double value) {
        Tensor hidden = Layout.broadcast(mask.detach(), x.shape());
        Tensor y = Tensor.empty(x.shape(), x.backend());
        x.backend().elementwise().maskedFill(x.storage(), hidden.storage(), (float) value,
                y.storage(), false);
        return y.madeBy("maskedFill", g -> x.accumulate(to -> x.backend().elementwise().maskedFill(
                g.storage(), hidden.storage(), 0f, to.storage(), to.add())), x).saving(hidden);
    }
}

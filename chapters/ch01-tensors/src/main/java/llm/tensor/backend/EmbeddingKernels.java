package llm.tensor.backend;

/// Tables read by index.
public interface EmbeddingKernels {

    /// Copies row `ids[i]` of `table` to row `i` of `y`.
    void rows(Storage table, Indices ids, int columns, Storage y);

    /// Adds row `i` of `gy` to row `ids[i]` of `gTable`, in the order of `i`.
    void rowsBackward(Storage gy, Indices ids, int columns, Storage gTable);

    /// `y[i] = x[i, ids[i]]`
    void gather(Storage x, Indices ids, int columns, Storage y);

    /// `gx[i, ids[i]] += gy[i]`
    void gatherBackward(Storage gy, Indices ids, int columns, Storage gx);
}

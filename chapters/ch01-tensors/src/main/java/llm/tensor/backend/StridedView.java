package llm.tensor.backend;

/// A rectangular selection of a storage: entry `(i₀, i₁, …)` is the value at
/// `offset + Σ iₐ · strides[a]`.
///
/// One description serves transposes (strides in another order), slices (an offset and shorter
/// axes) and broadcasts (a stride of 0).
///
/// @param storage where the values are
/// @param offset  index of the first value
/// @param shape   extent of each axis
/// @param strides distance in values between neighbours along each axis
public record StridedView(Storage storage, long offset, int[] shape, long[] strides) {

    /// Number of values selected.
    public long size() {
        long size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        return size;
    }
}

package llm.tensor.backend;

/// Matrix products, the work that dominates a language model.
public interface MatmulKernels {

    /// A row-major matrix inside a storage.
    ///
    /// @param storage    where it is
    /// @param offset     index of its first value
    /// @param stride     distance between the starts of stored rows, in values
    /// @param transposed whether the product sees it transposed
    record Matrix(Storage storage, long offset, int stride, boolean transposed) {

        /// A whole storage as a matrix whose stored rows have `columns` values.
        public static Matrix of(Storage storage, int columns) {
            return new Matrix(storage, 0, columns, false);
        }

        /// The same values, seen transposed.
        public Matrix transpose() {
            return new Matrix(storage, offset, stride, !transposed);
        }
    }

    /// Sizes of `(m × k) · (k × n) = (m × n)`.
    record Size(int m, int n, int k) {
    }

    /// `c = a · b`, or `c += a · b`.
    void multiply(Size size, Matrix a, Matrix b, Matrix c, boolean add);

    /// The same for `batch` products; matrix `i` begins `i · batchStride` values later.
    void multiplyBatch(Size size, Batched a, Batched b, Batched c, int batch, boolean add);

    /// `c = a · b`, `(n × k) · (k × n)`, for `batch` products of which it is known that they are
    /// symmetric: a device may compute one half and mirror it.
    default void multiplySymmetric(int n, int k, Batched a, Batched b, Batched c, int batch) {
        multiplyBatch(new Size(n, n, k), a, b, c, batch, false);
    }

    /// A matrix for each element of a batch.
    record Batched(Matrix matrix, long batchStride) {
    }

    /// What follows a product while its result is still in cache.
    enum Activation { NONE, GELU_TANH }

    /// `y = activation(x · weightᵀ + bias)` for `weight` stored as `(out, in)`.
    ///
    /// @param size  `m` rows of `x`, `n` outputs, `k` inputs
    /// @param bias  `(out)`, or a storage of size 0 for none
    /// @param inner receives `x · weightᵀ + bias`; may be `y` where there is no activation
    void linear(Size size, Storage x, Storage weight, Storage bias, Storage inner, Storage y,
                Activation activation);
}

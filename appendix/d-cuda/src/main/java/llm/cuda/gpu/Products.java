package llm.cuda.gpu;

import llm.tensor.backend.MatmulKernels.Activation;
import llm.tensor.backend.MatmulKernels.Size;

/// Matrix products by the vendor's library, which is faster than kernels that one writes oneself.
/// Like all work of a [Gpu] they are put into its queue and done later.
///
/// All matrices are row-major. `a` and `b` have the same [Element]; `c` is `FLOAT32`, never
/// transposed, and products are summed in float32.
public interface Products {

    /// Type of a matrix's values.
    enum Element {
        FLOAT32(4), BFLOAT16(2);

        private final int bytes;

        Element(int bytes) {
            this.bytes = bytes;
        }

        public int bytes() {
            return bytes;
        }
    }

    /// How exactly the factors of float32 are read: in full, or with the 10 bits after the binary
    /// point (of 23) that tensor cores take, several times as fast. Says nothing of bfloat16.
    enum Precision { FLOAT32, TF32 }

    /// A row-major matrix in the device's memory.
    ///
    /// @param address     of its first value
    /// @param element     type of its values
    /// @param stride      distance between the starts of stored rows, in values
    /// @param transposed  whether the product sees it transposed
    /// @param batchStride distance between the matrices of a batch, in values; 0 if all share one
    record Matrix(long address, Element element, int stride, boolean transposed,
                  long batchStride) {

        /// A single matrix, or one that all products of a batch share.
        public static Matrix of(long address, Element element, int stride, boolean transposed) {
            return new Matrix(address, element, stride, transposed, 0);
        }
    }

    /// What is to be done: `batch` products of `(m × k) · (k × n) = (m × n)`.
    ///
    /// @param add whether they are added to what `c` holds
    record Product(Size size, int batch, Precision precision, boolean add) {
    }

    /// `c = a · b`, or `c += a · b`, for each of the batch, if the library has that for these sizes,
    /// strides and addresses.
    ///
    /// @param a `(m, k)` as the product sees it
    /// @param b `(k, n)` as the product sees it
    /// @param c `(m, n)`
    /// @return whether it has; if not, nothing is done
    boolean multiply(Product product, Matrix a, Matrix b, Matrix c);

    /// What follows a product of [#multiplyThen].
    ///
    /// @param bias       address of `(n)` values of float32
    /// @param inner      address that receives `a · b + bias`, `(m, n)` of float32 with the
    ///                   stride of `c`; 0 if it is not wanted, as where there is no activation
    /// @param activation of `a · b + bias`
    record Epilogue(long bias, long inner, Activation activation) {
    }

    /// `c = activation(a · b + bias)` in one pass over `c`, if the library has that.
    ///
    /// @param product does not add, and is a batch of 1
    /// @return whether it has; if not, nothing is done
    boolean multiplyThen(Product product, Matrix a, Matrix b, Matrix c, Epilogue epilogue);
}

package llm.cuda;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import llm.cuda.gpu.Gpu;
import llm.cuda.gpu.Products;
import llm.tensor.backend.MatmulKernels.Activation;
import llm.tensor.backend.MatmulKernels.Size;

/// What the vendor's library does, by loops on the host: float32 sums of factors that are read in the
/// precision asked for. Notes what it was asked for.
final class HostProducts implements Products {
    private final Gpu gpu;
    final List<String> asked = new ArrayList<>();
    boolean hasProducts = true;
    boolean hasEpilogues = true;

    HostProducts(Gpu gpu) {
        this.gpu = gpu;
    }

    @Override
    public boolean multiply(Product product, Matrix a, Matrix b, Matrix c) {
        if (!hasProducts) {
            return false;
        }
        asked.add("%s %s".formatted(a.element(), product.precision()));
        Size size = product.size();
        for (int number = 0; number < product.batch(); number++) {
            float[] left = read(a, number, size.m(), size.k(), product.precision());
            float[] right = read(b, number, size.k(), size.n(), product.precision());
            long to = c.address() + number * c.batchStride() * Float.BYTES;
            for (int i = 0; i < size.m(); i++) {
                float[] row = row(to, c.stride(), i, size.n());
                for (int j = 0; j < size.n(); j++) {
                    float sum = product.add() ? row[j] : 0;
                    for (int l = 0; l < size.k(); l++) {
                        sum += left[i * size.k() + l] * right[l * size.n() + j];
                    }
                    row[j] = sum;
                }
                gpu.copyIn(MemorySegment.ofArray(row), to + (long) i * c.stride() * Float.BYTES);
            }
        }
        return true;
    }

    @Override
    public boolean multiplyThen(Product product, Matrix a, Matrix b, Matrix c, Epilogue then) {
        if (!hasProducts || !hasEpilogues) {
            return false;
        }
        multiply(product, a, b, c);
        asked.set(asked.size() - 1, asked.getLast() + " then " + then.activation());
        int n = product.size().n();
        float[] bias = row(then.bias(), 0, 0, n);
        for (int i = 0; i < product.size().m(); i++) {
            float[] row = row(c.address(), c.stride(), i, n);
            for (int j = 0; j < n; j++) {
                row[j] += bias[j];
            }
            long at = (long) i * c.stride() * Float.BYTES;
            if (then.inner() != 0) {
                gpu.copyIn(MemorySegment.ofArray(row), then.inner() + at);
            }
            for (int j = 0; then.activation() == Activation.GELU_TANH && j < n; j++) {
                double x = row[j];
                row[j] = (float) (0.5 * x
                        * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))));
            }
            gpu.copyIn(MemorySegment.ofArray(row), c.address() + at);
        }
        return true;
    }

    private float[] row(long address, int stride, int number, int n) {
        float[] row = new float[n];
        gpu.copyOut(address + (long) number * stride * Float.BYTES, MemorySegment.ofArray(row));
        return row;
    }

    /// `(rows, columns)` as the product sees them.
    private float[] read(Matrix matrix, int number, int rows, int columns, Precision precision) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                long at = matrix.transposed() ? (long) j * matrix.stride() + i
                        : (long) i * matrix.stride() + j;
                values[i * columns + j] = value(matrix, number * matrix.batchStride() + at,
                        precision);
            }
        }
        return values;
    }

    private float value(Matrix matrix, long index, Precision precision) {
        long address = matrix.address() + index * matrix.element().bytes();
        if (matrix.element() == Element.BFLOAT16) {
            short[] bits = new short[1];
            gpu.copyOut(address, MemorySegment.ofArray(bits));
            return Float.intBitsToFloat(bits[0] << 16);
        }
        float[] one = new float[1];
        gpu.copyOut(address, MemorySegment.ofArray(one));
        int bits = Float.floatToRawIntBits(one[0]);
        return precision == Precision.FLOAT32 ? one[0]
                : Float.intBitsToFloat((bits + 0xFFF + (bits >>> 13 & 1)) & 0xFFFFE000);
    }
}

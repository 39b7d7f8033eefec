package llm.tensor.plain;

import static llm.tensor.plain.PlainStorage.values;
import static llm.tensor.plain.PlainStorage.weights;

import llm.tensor.backend.DType;
import llm.tensor.backend.MatmulKernels;
import llm.tensor.backend.Storage;
import llm.tensor.plain.PlainStorage.Output;

/// Matrix products: three loops, the innermost a dot product.
final class PlainMatmul implements MatmulKernels {

    @Override
    public void multiply(Size size, Matrix a, Matrix b, Matrix c, boolean add) {
        multiply(size, View.of(a, 0), View.of(b, 0), View.of(c, 0), add);
    }

    @Override
    public void multiplyBatch(Size size, Batched a, Batched b, Batched c, int batch,
                              boolean add) {
        for (int i = 0; i < batch; i++) {
            multiply(size, View.of(a.matrix(), i * a.batchStride()),
                    View.of(b.matrix(), i * b.batchStride()),
                    View.of(c.matrix(), i * c.batchStride()), add);
        }
    }

    /// `c[i, j] = Σₖ a[i, k] · b[k, j]`
    private static void multiply(Size size, View a, View b, View c, boolean add) {
        Output out = new Output(c.values, add);
        for (int i = 0; i < size.m(); i++) {
            for (int j = 0; j < size.n(); j++) {
                double sum = 0;
                for (int k = 0; k < size.k(); k++) {
                    sum += (double) a.values[a.index(i, k)] * b.values[b.index(k, j)];
                }
                out.put(c.index(i, j), sum);
            }
        }
    }

    /// A matrix as the product sees it: transposing it exchanges the two steps.
    private record View(float[] values, int first, int rowStep, int columnStep) {

        static View of(Matrix matrix, long shift) {
            int first = Math.toIntExact(matrix.offset() + shift);
            float[] values = PlainStorage.values(matrix.storage());
            return matrix.transposed() ? new View(values, first, 1, matrix.stride())
                    : new View(values, first, matrix.stride(), 1);
        }

        int index(int row, int column) {
            return first + row * rowStep + column * columnStep;
        }
    }

    /// `y[i, j] = activation(Σₖ x[i, k] · weight[j, k] + bias[j])`
    @Override
    public void linear(Size size, Storage x, Storage weight, Storage bias, Storage inner,
                       Storage y, Activation activation) {
        requireColumns(PlainStorage.of(weight), size.k());
        float[] in = values(x);
        float[] w = weights(weight);
        float[] b = values(bias);
        float[] sums = values(inner);
        float[] out = values(y);
        for (int i = 0; i < size.m(); i++) {
            for (int j = 0; j < size.n(); j++) {
                double sum = b.length == 0 ? 0 : b[j];
                for (int k = 0; k < size.k(); k++) {
                    sum += (double) in[i * size.k() + k] * w[j * size.k() + k];
                }
                int at = i * size.n() + j;
                sums[at] = (float) sum;
                out[at] = switch (activation) {
                    case NONE -> sums[at];
                    case GELU_TANH -> (float) PlainElementwise.gelu(sums[at]);
                };
            }
        }
    }

    private static void requireColumns(PlainStorage weight, int inputs) {
        if (weight.dtype() != DType.F32 && weight.columns() != inputs) {
            throw new IllegalArgumentException("a weight kept in %s must have %d columns, got %d"
                    .formatted(weight.dtype(), inputs, weight.columns()));
        }
    }
}

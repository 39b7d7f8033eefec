package llm.tensor.plain;

import static llm.tensor.plain.PlainStorage.values;
import static llm.tensor.plain.PlainStorage.weights;

import llm.tensor.backend.DType;
import llm.tensor.backend.MatmulKernels;
import llm.tensor.backend.Storage;

/// Matrix products: three loops, the innermost a dot product.
final class PlainMatmul implements MatmulKernels {

    /// `c[i, j] = Σₖ a[i, k] · b[k, j]`
    @Override
    public void multiply(Size size, Matrix a, Matrix b, Matrix c, boolean add) {
        multiplyBatch(size, new Batched(a, 0), new Batched(b, 0), new Batched(c, 0), 1, add);
    }

    @Override
    public void multiplyBatch(Size size, Batched a, Batched b, Batched c, int batch,
                              boolean add) {
        for (int index = 0; index < batch; index++) {
            View left = View.of(a, index);
            View right = View.of(b, index);
            View out = View.of(c, index);
            for (int i = 0; i < size.m(); i++) {
                for (int j = 0; j < size.n(); j++) {
                    double sum = 0;
                    for (int k = 0; k < size.k(); k++) {
                        sum += (double) left.get(i, k) * right.get(k, j);
                    }
                    PlainElementwise.put(sum, out.array, out.index(i, j), add);
                }
            }
        }
    }

    /// A matrix as the product sees it.
    private record View(float[] array, int first, int rowStep, int columnStep) {

        static View of(Batched x, int index) {
            Matrix matrix = x.matrix();
            int first = Math.toIntExact(matrix.offset() + index * x.batchStride());
            return new View(values(matrix.storage()), first,
                    matrix.transposed() ? 1 : matrix.stride(),
                    matrix.transposed() ? matrix.stride() : 1);
        }

        int index(int row, int column) {
            return first + row * rowStep + column * columnStep;
        }

        float get(int row, int column) {
            return array[index(row, column)];
        }
    }

    @Override
    public void linear(Size size, Storage x, Storage weight, Storage bias, Storage inner,
                       Storage y, Activation activation) {
        float[] in = values(x);
        float[] w = weights(weight);
        requireColumns(PlainStorage.of(weight), size.k());
        float[] b = values(bias);
        for (int i = 0; i < size.m(); i++) {
            for (int j = 0; j < size.n(); j++) {
                double sum = b.length == 0 ? 0 : b[j];
                for (int k = 0; k < size.k(); k++) {
                    sum += (double) in[i * size.k() + k] * w[j * size.k() + k];
                }
                int at = i * size.n() + j;
                values(inner)[at] = (float) sum;
                values(y)[at] = (float) switch (activation) {
                    case NONE -> sum;
                    case GELU_TANH -> PlainElementwise.gelu(values(inner)[at]);
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

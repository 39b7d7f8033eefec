package llm.bench;

import java.util.Random;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import llm.tensor.layer.Initializer;

/// The same few random rows again and again: drawing a billion numbers takes longer than what is to
/// be measured, and no product is faster for having seen a number before.
///
/// @param dtype how matrices are kept
public record QuickWeights(DType dtype) implements Initializer {
    private static final double DEVIATION = 0.02;
    private static final int VALUES = 1 << 16;

    @Override
    public Tensor weight(int fanIn, int... shape) {
        Tensor weight = Tensor.empty(Shape.of(shape), dtype);
        int columns = shape[1];
        int rows = Math.min(shape[0], Math.max(1, VALUES / columns));
        for (int row = 0; row < shape[0]; row += rows) {
            float[] values = values(Math.min(rows, shape[0] - row) * columns);
            weight.backend().memory().write(values, weight.storage(), (long) row * columns);
        }
        return weight;
    }

    private static float[] values(int count) {
        Random random = new Random(1);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) ((2 * random.nextFloat() - 1) * DEVIATION);
        }
        return values;
    }

    @Override
    public Tensor bias(int fanIn, int... shape) {
        return Tensor.zeros(shape);
    }
}

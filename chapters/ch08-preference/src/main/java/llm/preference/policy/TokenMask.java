package llm.preference.policy;

import java.util.Arrays;
import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.Backend;

/// Which tokens of a batch count: those of the answers, not those of prompts and padding.
///
/// @param counts 1 where a token counts, else 0, `(rows, tokens)` flat
public record TokenMask(int rows, int tokens, float... counts) {

    public TokenMask {
        if (counts.length != rows * tokens) {
            throw new IllegalArgumentException("a mask must have %d · %d values, got %d"
                    .formatted(rows, tokens, counts.length));
        }
    }

    /// The targets that count.
    ///
    /// @param targets `(rows, tokens)`
    public static TokenMask of(IntTensor targets) {
        float[] counts = new float[targets.count()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = targets.values()[i] == CrossEntropy.IGNORED ? 0 : 1;
        }
        return new TokenMask(targets.size(0), targets.size(1), counts);
    }

    /// Tokens that count.
    public int count() {
        return (int) sum(counts);
    }

    /// Tokens of each row that count.
    public int[] lengths() {
        int[] lengths = new int[rows];
        for (int i = 0; i < counts.length; i++) {
            lengths[i / tokens] += (int) counts[i];
        }
        return lengths;
    }

    boolean counts(int token) {
        return counts[token] != 0;
    }

    /// The mask as a tensor, `(rows, tokens)`.
    Tensor tensor(Backend backend) {
        return Tensor.of(counts, Shape.of(rows, tokens), backend);
    }

    /// `Σ mask · x / Σ mask`, of all values. Shapes: `(rows, tokens)` → `()`.
    public Tensor mean(Tensor x) {
        return normalized(x, count());
    }

    /// The same along one axis; 0 where nothing counts. Shapes: `(rows, tokens)` → `(tokens)` for
    /// axis 0, `(rows)` for axis 1.
    public Tensor mean(Tensor x, int axis) {
        Tensor mask = tensor(x.backend());
        Tensor counted = mask.sum(axis);
        float[] atLeastOne = counted.toArray();
        for (int i = 0; i < atLeastOne.length; i++) {
            atLeastOne[i] = Math.max(1, atLeastOne[i]);
        }
        return x.mul(mask).sum(axis).div(Tensor.of(atLeastOne, counted.shape(), x.backend()));
    }

    /// `Σ mask · x / constant`, of all values: the sum where the number of tokens must not count.
    /// Shapes: `(rows, tokens)` → `()`.
    public Tensor normalized(Tensor x, double constant) {
        return x.mul(tensor(x.backend())).sum().div(constant);
    }

    /// The same along one axis. Shapes: `(rows, tokens)` → `(tokens)` for axis 0, `(rows)` for 1.
    public Tensor normalized(Tensor x, int axis, double constant) {
        return x.mul(tensor(x.backend())).sum(axis).div(constant);
    }

    /// The mean of values that count.
    double mean(float... values) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += counts[i] * values[i];
        }
        return sum / Math.max(1, count());
    }

    private static double sum(float... values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    @Override
    public String toString() {
        return "TokenMask[%d rows, %d tokens, %s of each count]".formatted(rows, tokens,
                Arrays.toString(lengths()));
    }
}

package llm.tensor.file;

import java.util.Arrays;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;

/// Fills a tensor from a file a piece at a time, so that no tensor is ever held twice, whatever
/// the number format.
public final class Pieces {
    private static final int PIECE = 1 << 16;                // values, more where a row is longer

    private Pieces() {
    }

    /// Where the values come from.
    @FunctionalInterface
    public interface Source {
        /// Reads the values from number `at` on until `values` is full.
        void read(long at, float[] values);
    }

    /// Reads every value of `target`. A tensor in fewer bits takes whole rows at a time, so `source`
    /// must be able to begin at any row; else at any multiple of 65,536 values.
    public static void fill(Tensor target, Source source) {
        float[] values = new float[(int) Math.min(piece(target), target.elements())];
        for (long at = 0; at < target.elements(); at += values.length) {
            if (target.elements() - at < values.length) {
                values = Arrays.copyOf(values, (int) (target.elements() - at));
            }
            source.read(at, values);
            target.backend().memory().write(values, target.storage(), at);
        }
    }

    private static int piece(Tensor target) {
        if (target.dtype() == DType.F32) {
            return PIECE;
        }
        int row = target.size(-1);
        return Math.max(1, PIECE / row) * row;
    }
}

package llm.cpu.simd;

import static llm.cpu.simd.VectorMath.FLOATS;
import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.first;
import static llm.cpu.simd.VectorMath.loadAt;
import static llm.cpu.simd.VectorMath.storeAt;

import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/// Turns rows into columns, in square blocks of a vector's width.
public final class Transpose {
    private static final int STAGES = Integer.numberOfTrailingZeros(LANES);
    private static final VectorShuffle<Float>[] UPPER = shuffles(false);
    private static final VectorShuffle<Float>[] LOWER = shuffles(true);

    private Transpose() {
    }

    /// The next whole number of vectors: [#copy] writes whole blocks.
    public static int padded(int values) {
        return (values + LANES - 1) / LANES * LANES;
    }

    /// `to[i, j] = from[j, i]` for `i < rows` and `j < columns`, and zeros up to column `width`, a
    /// whole number of vectors. Also writes rows up to `padded(rows)`.
    ///
    /// @param from   address of `from[0, 0]`
    /// @param stride bytes from one row of `from` to the next
    /// @param to     address of `to[0, 0]`
    /// @param step   bytes from one row of `to` to the next
    public static void copy(long from, long stride, int rows, int columns, long to, long step,
                     int width) {
        for (int i = 0; i < rows; i += LANES) {
            for (int j = 0; j < width; j += LANES) {
                long block = to + i * step + (long) j * Float.BYTES;
                fill(from + j * stride + (long) i * Float.BYTES, stride,
                        Math.min(LANES, columns - j), Math.min(LANES, rows - i), block, step);
                for (int stage = 0; stage < STAGES; stage++) {
                    swap(block, step, stage);
                }
            }
        }
    }

    private static void fill(long from, long stride, int rows, int columns, long to, long step) {
        for (int i = 0; i < LANES; i++) {
            if (i < rows && columns == LANES) {
                storeAt(loadAt(from), to);
            } else {
                storeAt(i < rows ? loadAt(from, first(columns)) : FloatVector.zero(FLOATS), to);
            }
            from += stride;
            to += step;
        }
    }

    /// One stage of transposing a block in place: the block is cut into squares of side `2 · side`,
    /// and each square's upper right and lower left quarter change places.
    private static void swap(long block, long step, int stage) {
        VectorShuffle<Float> upper = UPPER[stage];
        VectorShuffle<Float> lower = LOWER[stage];
        int side = 1 << stage;
        for (int i = 0; i < LANES; i++) {
            if ((i & side) == 0) {
                long above = block + i * step;
                long below = above + side * step;
                FloatVector x = loadAt(above);
                FloatVector y = loadAt(below);
                storeAt(x.rearrange(upper, y), above);
                storeAt(x.rearrange(lower, y), below);
            }
        }
    }

    /// Adds up the lanes of `LANES` vectors that stand in `x`: lane `i` of the result, which is in
    /// the first of them, is the sum of vector `i`. Two vectors make one in each stage, as two rows
    /// change places in transposing.
    public static FloatVector sums(float[] x) {
        for (int stage = 0; stage < STAGES; stage++) {
            int count = LANES >> stage + 1;
            for (int i = 0; i < count; i++) {
                FloatVector a = FloatVector.fromArray(FLOATS, x, 2 * i * LANES);
                FloatVector b = FloatVector.fromArray(FLOATS, x, (2 * i + 1) * LANES);
                a.rearrange(UPPER[stage], b).add(a.rearrange(LOWER[stage], b))
                        .intoArray(x, i * LANES);
            }
        }
        return FloatVector.fromArray(FLOATS, x, 0);
    }

    /// For each stage, where the lanes of the upper or lower row come from: lanes of the upper
    /// row, or from `LANES` on of the lower one.
    @SuppressWarnings("unchecked")
    private static VectorShuffle<Float>[] shuffles(boolean lower) {
        return IntStream.range(0, STAGES).map(stage -> 1 << stage)
                .mapToObj(side -> VectorShuffle.fromOp(FLOATS, lane ->
                        ((lane & side) == 0 ? lane : lane - side + LANES) + (lower ? side : 0)))
                .toArray(VectorShuffle[]::new);
    }
}

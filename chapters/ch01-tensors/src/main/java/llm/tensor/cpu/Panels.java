package llm.tensor.cpu;

import static llm.tensor.cpu.PackedStorage.MEMORY;
import static llm.tensor.cpu.SgemmTile.COLUMNS;
import static llm.tensor.cpu.VectorMath.FLOATS;
import static llm.tensor.cpu.VectorMath.LANES;
import static llm.tensor.cpu.VectorMath.first;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/// Some rows and columns of a product's second factor in panels of two vectors' width, as
/// [SgemmTile] reads them. A copy has the rows of a panel one behind the other and the last panel
/// filled up with zeros; it is small enough to stay in a core's cache.
final class Panels {
    static final int DEPTH = 512;                            // rows at most
    static final int WIDTH = 256;                            // columns at most
    private static final int VECTOR_BYTES = LANES * Float.BYTES;
    private static final int ROW_BYTES = COLUMNS * Float.BYTES;
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final int STAGES = Integer.numberOfTrailingZeros(LANES);
    private static final VectorShuffle<Float>[] UPPER = shuffles(0);
    private static final VectorShuffle<Float>[] LOWER = shuffles(LANES);

    private final MemorySegment memory =
            Arena.ofAuto().allocate((long) DEPTH * WIDTH * Float.BYTES, VECTOR_BYTES);
    private long base;
    private long panelStep;
    private long rowStep;

    /// Looks at rows of `b` from `row` and columns from `column` on where they lie.
    void view(Sgemm.Operand b, int row, int column) {
        base = b.address(row, column);
        panelStep = ROW_BYTES;
        rowStep = b.rowStep();
    }

    /// Copies rows `row … row + rows` and columns `column … column + columns` of `b`.
    void copy(Sgemm.Operand b, int row, int rows, int column, int columns) {
        int padded = (rows + LANES - 1) / LANES * LANES;     // transposing writes whole blocks
        base = memory.address();
        panelStep = (long) padded * ROW_BYTES;
        rowStep = ROW_BYTES;
        long stride = (long) b.stride() * Float.BYTES;
        for (int j = 0; j < columns; j += COLUMNS) {
            int width = Math.min(COLUMNS, columns - j);
            long from = b.address(row, column + j);
            if (b.transposed()) {
                transpose(from, stride, rows, width, panel(j));
            } else {
                copy(from, stride, rows, width, panel(j));
            }
        }
    }

    /// Address of the panel that begins with column `j`.
    long panel(int j) {
        return base + j / COLUMNS * panelStep;
    }

    /// Bytes from one row of a panel to the next.
    long rowStep() {
        return rowStep;
    }

    private static void copy(long from, long stride, int rows, int width, long to) {
        for (int p = 0; p < rows; p++) {
            if (width == COLUMNS) {
                store(load(from), to);
                store(load(from + VECTOR_BYTES), to + VECTOR_BYTES);
            } else {
                store(load(from, width), to);
                store(load(from + VECTOR_BYTES, width - LANES), to + VECTOR_BYTES);
            }
            from += stride;
            to += ROW_BYTES;
        }
    }

    /// Row `p` of the panel is column `p` of what is stored, in square blocks of a vector's width.
    private static void transpose(long from, long stride, int rows, int width, long to) {
        for (int p = 0; p < rows; p += LANES) {
            for (int j = 0; j < COLUMNS; j += LANES) {
                long block = to + (long) p * ROW_BYTES + (long) j * Float.BYTES;
                loadBlock(from + j * stride + (long) p * Float.BYTES, stride,
                        Math.min(LANES, width - j), Math.min(LANES, rows - p), block);
                for (int stage = 0; stage < STAGES; stage++) {
                    swap(block, stage);
                }
            }
        }
    }

    private static void loadBlock(long from, long stride, int height, int width, long to) {
        for (int i = 0; i < LANES; i++) {
            if (i < height && width == LANES) {
                store(load(from), to);
            } else {
                store(i < height ? load(from, width) : FloatVector.zero(FLOATS), to);
            }
            from += stride;
            to += ROW_BYTES;
        }
    }

    /// One stage of transposing a block in place: the block is cut into squares of side `2 · side`,
    /// and each square's upper right and lower left quarter change places.
    private static void swap(long block, int stage) {
        VectorShuffle<Float> upper = UPPER[stage];
        VectorShuffle<Float> lower = LOWER[stage];
        int side = 1 << stage;
        for (int i = 0; i < LANES; i++) {
            if ((i & side) == 0) {
                long first = block + (long) i * ROW_BYTES;
                long second = first + (long) side * ROW_BYTES;
                FloatVector x = load(first);
                FloatVector y = load(second);
                store(x.rearrange(upper, y), first);
                store(x.rearrange(lower, y), second);
            }
        }
    }

    /// For each stage, where the lanes of the changed upper (or lower) row come from: numbers from
    /// `LANES` on are lanes of the lower row.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static VectorShuffle<Float>[] shuffles(int half) {
        return IntStream.range(0, STAGES).map(stage -> 1 << stage)
                .mapToObj(side -> VectorShuffle.fromOp(FLOATS, lane -> half == 0
                        ? (lane & side) == 0 ? lane : lane - side + LANES
                        : (lane & side) == 0 ? lane + side : lane + LANES))
                .toArray(VectorShuffle[]::new);
    }

    private static FloatVector load(long address) {
        return FloatVector.fromMemorySegment(FLOATS, MEMORY, address, NATIVE);
    }

    private static FloatVector load(long address, int lanes) {
        return FloatVector.fromMemorySegment(FLOATS, MEMORY, address, NATIVE,
                first(Math.max(0, lanes)));
    }

    private static void store(FloatVector x, long address) {
        x.intoMemorySegment(MEMORY, address, NATIVE);
    }
}

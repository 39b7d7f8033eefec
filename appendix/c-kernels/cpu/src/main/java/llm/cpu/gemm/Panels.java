package llm.cpu.gemm;

import static llm.cpu.gemm.GemmTile.COLUMNS;
import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.first;
import static llm.cpu.simd.VectorMath.loadAt;
import static llm.cpu.simd.VectorMath.storeAt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import llm.cpu.simd.Transpose;

/// Some rows and columns of a product's second factor in panels of two vectors' width, as
/// [GemmTile] reads them. A copy has the rows of a panel one behind the other and the last panel
/// filled up with zeros; it is small enough to stay in a core's cache.
public final class Panels {
    static final int DEPTH = 512;                            // rows at most
    static final int WIDTH = 256;                            // columns at most
    private static final int VECTOR_BYTES = LANES * Float.BYTES;
    private static final int ROW_BYTES = COLUMNS * Float.BYTES;

    private final MemorySegment memory =
            Arena.ofAuto().allocate((long) DEPTH * WIDTH * Float.BYTES, VECTOR_BYTES);
    private long base;
    private long panelStep;
    private long rowStep;

    /// Looks at rows of `b` from `row` and columns from `column` on where they lie.
    void view(Gemm.Operand b, int row, int column) {
        base = b.address(row, column);
        panelStep = ROW_BYTES;
        rowStep = b.rowStep();
    }

    /// Copies rows `row … row + rows` and columns `column … column + columns` of `b`.
    public void copy(Gemm.Operand b, int row, int rows, int column, int columns) {
        int padded = Transpose.padded(rows);
        base = memory.address();
        panelStep = (long) padded * ROW_BYTES;
        rowStep = ROW_BYTES;
        long stride = (long) b.stride() * Float.BYTES;
        for (int j = 0; j < columns; j += COLUMNS) {
            int width = Math.min(COLUMNS, columns - j);
            long from = b.address(row, column + j);
            if (b.transposed()) {
                Transpose.copy(from, stride, rows, width, panel(j), ROW_BYTES, COLUMNS);
            } else {
                copy(from, stride, rows, width, panel(j));
            }
        }
    }

    /// Address of the panel that begins with column `j`.
    public long panel(int j) {
        return base + j / COLUMNS * panelStep;
    }

    /// Bytes from one row of a panel to the next.
    public long rowStep() {
        return rowStep;
    }

    public static void copy(long from, long stride, int rows, int width, long to) {
        for (int p = 0; p < rows; p++) {
            if (width == COLUMNS) {
                storeAt(loadAt(from), to);
                storeAt(loadAt(from + VECTOR_BYTES), to + VECTOR_BYTES);
            } else {
                storeAt(loadAt(from, first(width)), to);
                storeAt(loadAt(from + VECTOR_BYTES, first(width - LANES)), to + VECTOR_BYTES);
            }
            from += stride;
            to += ROW_BYTES;
        }
    }
}

package llm.cpu.x86;

import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.x86.TileCode.COLUMNS;
import static llm.cpu.x86.TileCode.COLUMN_BYTES;

import llm.cpu.gemm.Gemm.Operand;
import llm.cpu.gemm.Panels;
import llm.cpu.simd.Transpose;

/// Rows and columns of a product's second factor in panels, as [TileCode] reads them: those of a
/// panel one behind the other, and the last panel filled up with zeros.
///
/// @param start      address of the first panel
/// @param panelBytes from one panel to the next
record PanelBlock(int depth, int columns, long start, long panelBytes) {

    PanelBlock(int depth, int columns, long start) {
        this(depth, columns, start, (long) Transpose.padded(depth) * COLUMN_BYTES);
    }

    long bytes() {
        return (columns + COLUMNS - 1) / COLUMNS * panelBytes;
    }

    /// Copies the start of `b`.
    void layOut(Operand b) {
        if (b.transposed()) {
            transpose(b);
        } else {
            copy(b);
        }
    }

    /// Some of the rows, and columns from a whole panel on.
    PanelBlock part(int row, int column, int depth, int columns) {
        return new PanelBlock(depth, columns, panel(column / COLUMNS) + (long) row * COLUMN_BYTES,
                panelBytes);
    }

    long panel(int index) {
        return start + index * panelBytes;
    }

    /// Panels that are not filled up with zeros.
    int whole() {
        return columns / COLUMNS;
    }

    private void copy(Operand b) {
        LayoutCode.toPanels(b.address(0, 0), b.rowStep(), depth, whole(), start, panelBytes);
        int rest = columns - whole() * COLUMNS;
        if (rest > 0) {
            Panels.copy(b.address(0, columns - rest), b.rowStep(), depth, rest,
                    panel(whole()));
        }
    }

    private void transpose(Operand b) {
        for (int j = 0; j < columns; j += COLUMNS) {
            transposePanel(b.address(0, j), b.columnStep(), Math.min(COLUMNS, columns - j),
                    panel(j / COLUMNS));
        }
    }

    /// Whole squares of a whole panel in machine code, the rest in Java.
    private void transposePanel(long from, long stride, int width, long panel) {
        int done = width == COLUMNS ? depth & -LANES : 0;
        if (done > 0) {
            for (int half = 0; half < COLUMNS; half += LANES) {
                LayoutCode.transpose(from + half * stride, stride, done / LANES,
                        panel + (long) half * Float.BYTES);
            }
        }
        if (done < depth) {
            Transpose.copy(from + (long) done * Float.BYTES, stride, depth - done, width,
                    panel + (long) done * COLUMN_BYTES, COLUMN_BYTES, COLUMNS);
        }
    }
}

package llm.cpu.x86;

import static llm.cpu.x86.Assembler.LINE;
import static llm.cpu.x86.TileCode.COLUMNS;
import static llm.cpu.x86.TileCode.COLUMN_BYTES;
import static llm.cpu.x86.TileCode.ROWS;
import static llm.cpu.x86.TileCode.STRIP_BYTES;
import static llm.cpu.x86.TileWorkspace.STRIPS;

import llm.cpu.gemm.Gemm.Operand;
import llm.cpu.simd.VectorMath;

/// `c = alpha · a · b` for one block of `b`, or added to `c`.
record TilePiece(Operand a, PanelBlock block, Operand c, boolean add, TileWorkspace workspace) {

    /// Where six rows of `a` begin, and the bytes from there to the next six.
    private record Strips(boolean copied, long start, long next) {

        long at(int index) {
            return start + index * next;
        }
    }

    /// Six rows meet all panels while these are in the core's cache. Wider blocks belong to
    /// copied strips: all strips meet one panel, then the next.
    void multiply(int m, float alpha) {
        workspace.tellFloat(TileCode.ALPHA, alpha);
        workspace.tell(TileCode.DEPTH, block.depth());
        workspace.tell(TileCode.ADD, add ? 1 : 0);
        workspace.tell(TileCode.A_ROW, (long) a.stride() * Float.BYTES);
        workspace.tell(TileCode.C_ROW, c.rowStep());
        for (int row = 0; row < m; row += STRIPS * ROWS) {
            int rows = Math.min(STRIPS * ROWS, m - row);
            Strips strips = strips(row, rows);
            if (strips.copied) {
                byPanel(strips, row, rows / ROWS, row + rows < m ? a.address(row + rows, 0)
                        : a.address(0, block.depth()));
            } else {
                byStrip(strips, row, rows / ROWS);
            }
            edges(strips, row, rows);
        }
    }

    private Strips strips(int row, int rows) {
        if (!a.transposed()) {
            return new Strips(false, a.address(row, 0), ROWS * a.rowStep());
        }
        LayoutCode.toStrips(a.address(row, 0), a.columnStep(), block.depth(), rows / ROWS,
                workspace.strip(0), TileWorkspace.STRIP);
        return new Strips(true, workspace.strip(0), TileWorkspace.STRIP);
    }

    private void byStrip(Strips strips, int row, int count) {
        if (block.whole() == 0) {
            return;
        }
        workspace.tell(TileCode.B, block.start());
        workspace.tell(TileCode.TILES, block.whole());
        workspace.tell(TileCode.NEXT_A, 0);
        workspace.tell(TileCode.NEXT_B, block.panelBytes());
        workspace.tell(TileCode.NEXT_C, COLUMN_BYTES);
        workspace.tell(TileCode.FETCH, strips.next);
        workspace.tell(TileCode.NEXT_FETCH, (long) block.depth() * Float.BYTES / block.whole()
                + LINE - 1 & -LINE);
        for (int i = 0; i < count; i++) {
            TileCode.multiply(strips.copied, strips.at(i), place(row + i * ROWS, 0),
                    workspace.told());
        }
    }

    /// @param next address of what is copied next; each tile has six rows of it fetched
    private void byPanel(Strips strips, int row, int count, long next) {
        if (count == 0) {
            return;
        }
        workspace.tell(TileCode.TILES, count);
        workspace.tell(TileCode.NEXT_A, strips.next);
        workspace.tell(TileCode.NEXT_B, 0);
        workspace.tell(TileCode.NEXT_C, ROWS * c.rowStep());
        for (int panel = 0; panel < block.whole(); panel++) {
            int fetched = panel * count * ROWS;
            boolean more = fetched < block.depth();
            workspace.tell(TileCode.B, block.panel(panel));
            workspace.tell(TileCode.FETCH, next + (more ? fetched : 0) * a.columnStep()
                    - strips.at(0));
            workspace.tell(TileCode.NEXT_FETCH, more ? ROWS * a.columnStep() : 0);
            TileCode.multiply(strips.copied, strips.at(0), place(row, panel), workspace.told());
        }
    }

    /// The tiles that are not whole: a last panel with fewer columns, a last strip with fewer
    /// rows.
    private void edges(Strips strips, int row, int rows) {
        int last = rows / ROWS;
        int few = rows - last * ROWS;
        if (block.whole() * COLUMNS < block.columns()) {
            for (int i = 0; i < last; i++) {
                edge(strips.copied, strips.at(i), row + i * ROWS, ROWS, block.whole());
            }
        }
        if (few > 0) {
            int end = row + rows;
            Strips strip = lastStrip(end, workspace.strip(last));
            boolean again = !add && end >= ROWS;
            if (again) {
                byStrip(strip, end - ROWS, 1);
            }
            for (int panel = again ? block.whole() : 0; panel * COLUMNS < block.columns();
                    panel++) {
                edge(strip.copied, strip.start, end - few, few, panel);
            }
        }
    }

    /// The six rows that end before row `end`, also where some of them are in a strip before.
    private Strips lastStrip(int end, long copy) {
        int row = end - ROWS;
        if (row < 0) {
            copyFew(end, copy);
        } else if (a.transposed()) {
            LayoutCode.toStrips(a.address(row, 0), a.columnStep(), block.depth(), 1, copy, 0);
        } else {
            return new Strips(false, a.address(row, 0), 0);
        }
        return new Strips(true, copy, 0);
    }

    /// A tile of which only the last rows, or first columns, are wanted, in memory of its own.
    private void edge(boolean copied, long strip, int row, int rows, int panel) {
        int columns = Math.min(COLUMNS, block.columns() - panel * COLUMNS);
        long place = place(row, panel);
        long wanted = workspace.tile() + (ROWS - rows) * COLUMN_BYTES;
        if (add) {
            copy(place, c.rowStep(), rows, columns, wanted, COLUMN_BYTES);
        }
        workspace.tell(TileCode.TILES, 1);
        workspace.tell(TileCode.B, block.panel(panel));
        workspace.tell(TileCode.C_ROW, COLUMN_BYTES);
        TileCode.multiply(copied, strip, workspace.tile(), workspace.told());
        workspace.tell(TileCode.C_ROW, c.rowStep());
        copy(wanted, COLUMN_BYTES, rows, columns, place, c.rowStep());
    }

    /// Copies the first rows of `a`, fewer than six, a column after the other and behind zeros.
    private void copyFew(int rows, long strip) {
        int zeros = ROWS - rows;
        for (int j = 0; j < block.depth(); j++) {
            for (int i = 0; i < ROWS; i++) {
                VectorMath.setValue(strip + (long) j * STRIP_BYTES, i, i < zeros ? 0f
                        : VectorMath.value(a.address(i - zeros, j), 0));
            }
        }
    }

    /// Address in `c` where a tile begins.
    private long place(int row, int panel) {
        return c.address(row, panel * COLUMNS);
    }

    private static void copy(long from, long step, int rows, int columns, long to, long toStep) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                VectorMath.setValue(to + i * toStep, j, VectorMath.value(from + i * step, j));
            }
        }
    }
}

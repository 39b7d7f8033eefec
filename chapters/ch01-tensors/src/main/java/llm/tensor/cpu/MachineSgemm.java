package llm.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static llm.tensor.cpu.TileCode.COLUMNS;
import static llm.tensor.cpu.TileCode.COLUMN_BYTES;
import static llm.tensor.cpu.TileCode.ROWS;
import static llm.tensor.cpu.TileCode.STRIP_BYTES;
import static llm.tensor.cpu.VectorMath.LANES;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The product by [TileCode], after the plan of Goto and van de Geijn (2008). Blocks of `b` are
/// laid out in panels of [TileCode#COLUMNS] columns. Rows of `a` are read where they lie; where `a`
/// is transposed, six rows at a time are copied into strips first.
///
/// Each value is summed in the same order however a product is cut among threads.
final class MachineSgemm implements Sgemm {
    private static final int DEPTH = 384;                    // rows of a block of b, at most
    private static final int NEAR = 1 << 16;                 // values in a core's cache: 256 KiB
    private static final int FAR = 1 << 20;                  // in the cache of all cores: 4 MiB
    private static final int STRIPS = 16;                    // copied at once
    private static final int PAGE = 2 << 20;
    private static final int LINE = 64;

    /// What a thread lays out.
    private static final class Workspace {
        private static final long STRIP = (long) DEPTH * STRIP_BYTES;

        private final MemorySegment memory = Arena.ofAuto().allocate(3 * PAGE, PAGE);
        private final MemorySegment panels = memory.asSlice(0, (long) FAR * Float.BYTES);
        private final MemorySegment strips = memory.asSlice(panels.byteSize(), STRIPS * STRIP);
        private final MemorySegment tile = memory.asSlice(2L * PAGE + STRIPS * STRIP,
                ROWS * COLUMN_BYTES);
        private final MemorySegment told = Arena.ofAuto().allocate(TileCode.TOLD_BYTES, LINE);

        Workspace() {
            HugePages.advise(memory);
        }

        long strip(int index) {
            return strips.address() + index * STRIP;
        }

        void tell(int field, long value) {
            told.set(JAVA_LONG, field, value);
        }
    }

    private final ThreadLocal<Workspace> workspaces = ThreadLocal.withInitial(Workspace::new);

    private MachineSgemm() {
    }

    /// The product, if this machine runs it.
    static Optional<MachineSgemm> load() {
        return LANES == COLUMNS / 2 && TileCode.runsHere() ? Optional.of(new MachineSgemm())
                : Optional.empty();
    }

    @Override
    public boolean mayBeCutSmall() {
        return true;
    }

    @Override
    public String name() {
        return "machine code";
    }

    @Override
    public void multiply(int m, int n, int k, float alpha, Operand a, Operand b, float beta,
                         Operand c) {
        a.require(m, k);
        b.require(k, n);
        c.require(m, n);
        if (k == 0 || beta != 0f && beta != 1f) {
            scale(m, n, beta, c);
        }
        if (m == 0 || n == 0 || k == 0) {
            return;
        }
        Workspace workspace = workspaces.get();
        workspace.told.set(JAVA_FLOAT, TileCode.ALPHA, alpha);
        workspace.tell(TileCode.C_ROW, c.rowStep());
        int depth = depth(k);
        int width = (a.transposed() ? FAR : NEAR) / Transpose.padded(depth) / COLUMNS * COLUMNS;
        for (int column = 0; column < n; column += width) {
            int columns = Math.min(width, n - column);
            for (int row = 0; row < k; row += depth) {
                Block block = new Block(row, Math.min(depth, k - row), column, columns);
                block.layOut(b, workspace.panels.address());
                workspace.tell(TileCode.DEPTH, block.depth);
                workspace.tell(TileCode.ADD, beta != 0f || row > 0 ? 1 : 0);
                multiply(m, a, block, c, workspace);
            }
        }
    }

    /// Cuts `k` into equal blocks.
    private static int depth(int k) {
        int blocks = (k + DEPTH - 1) / DEPTH;
        return Transpose.padded((k + blocks - 1) / blocks);
    }

    private static void scale(int m, int n, float beta, Operand c) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                long at = c.address(i, j);
                VectorMath.setValue(at, 0, beta == 0f ? 0f : beta * VectorMath.value(at, 0));
            }
        }
    }

    /// Rows `row … row + depth` and columns `column … column + columns` of `b`.
    private record Block(int row, int depth, int column, int columns) {

        long panelBytes() {
            return (long) Transpose.padded(depth) * COLUMN_BYTES;
        }

        /// Panels that are not filled up with zeros.
        int whole() {
            return columns / COLUMNS;
        }

        void layOut(Operand b, long panels) {
            long stride = (long) b.stride() * Float.BYTES;
            for (int j = 0; j < columns; j += COLUMNS) {
                long from = b.address(row, column + j);
                long panel = panels + j / COLUMNS * panelBytes();
                int width = Math.min(COLUMNS, columns - j);
                if (!b.transposed()) {
                    Panels.copy(from, stride, depth, width, panel);
                } else if (width < COLUMNS) {
                    Transpose.copy(from, stride, depth, width, panel, COLUMN_BYTES, COLUMNS);
                } else {
                    turn(from, stride, panel);
                }
            }
        }

        private void turn(long from, long stride, long panel) {
            int blocks = depth / LANES;
            for (int half = 0; half < COLUMNS; half += LANES) {
                long rows = from + half * stride;
                long to = panel + (long) half * Float.BYTES;
                if (blocks > 0) {
                    TileCode.turn(rows, stride, blocks, to);
                }
                for (int i = blocks * LANES; i < depth; i++) {
                    for (int j = 0; j < LANES; j++) {
                        VectorMath.setValue(to + (long) i * COLUMN_BYTES, j,
                                VectorMath.value(rows + j * stride, i));
                    }
                }
            }
        }
    }

    /// Six rows meet all panels while these are in the core's cache. Wider blocks belong to copied
    /// strips: all strips meet one panel, then the next.
    private void multiply(int m, Operand a, Block block, Operand c, Workspace workspace) {
        for (int row = 0; row < m; row += STRIPS * ROWS) {
            int rows = Math.min(STRIPS * ROWS, m - row);
            Strips strips = a.transposed() ? copied(a, row, rows, block, workspace)
                    : new Strips(false, a.address(row, block.row), ROWS * a.rowStep());
            workspace.tell(TileCode.A_ROW, a.rowStep());
            if (a.transposed()) {
                byPanel(strips, rows / ROWS, block, c.address(row, block.column), workspace);
            } else {
                byStrip(strips, rows / ROWS, block, c.address(row, block.column), workspace);
            }
            edges(a, row, rows, strips, block, c, workspace);
        }
    }

    /// Where six rows of `a` begin, and the bytes from there to the next six.
    private record Strips(boolean copied, long start, long next) {

        long at(int index) {
            return start + index * next;
        }
    }

    private static Strips copied(Operand a, int row, int rows, Block block, Workspace workspace) {
        for (int i = 0; i < rows; i += ROWS) {
            copy(a, row + i, Math.min(ROWS, rows - i), block, workspace.strip(i / ROWS));
        }
        return new Strips(true, workspace.strip(0), Workspace.STRIP);
    }

    /// Copies up to six rows of `a`, a column after the other.
    private static void copy(Operand a, int row, int rows, Block block, long strip) {
        long from = a.address(row, block.row);
        if (rows == ROWS && a.transposed()) {
            copyColumns(from, a.columnStep(), block.depth, strip);
            return;
        }
        for (int j = 0; j < block.depth; j++) {
            for (int i = 0; i < ROWS; i++) {
                VectorMath.setValue(strip, i, i < rows
                        ? VectorMath.value(from + i * a.rowStep(), 0) : 0f);
            }
            from += a.columnStep();
            strip += STRIP_BYTES;
        }
    }

    private static void copyColumns(long from, long step, int columns, long strip) {
        for (int j = 0; j < columns; j++) {
            long x = VectorMath.unchecked(from);
            long y = VectorMath.unchecked(strip);
            for (int i = 0; i < STRIP_BYTES; i += Long.BYTES) {
                VectorMath.setLong(y + i, VectorMath.longAt(x + i));
            }
            from += step;
            strip += STRIP_BYTES;
        }
    }

    private static void byStrip(Strips strips, int count, Block block, long c,
                                Workspace workspace) {
        if (block.whole() == 0) {
            return;
        }
        workspace.tell(TileCode.B, workspace.panels.address());
        workspace.tell(TileCode.TILES, block.whole());
        workspace.tell(TileCode.NEXT_A, 0);
        workspace.tell(TileCode.NEXT_B, block.panelBytes());
        workspace.tell(TileCode.NEXT_C, COLUMN_BYTES);
        workspace.tell(TileCode.FETCH, strips.next);
        workspace.tell(TileCode.NEXT_FETCH, (long) block.depth * Float.BYTES / block.whole()
                + LINE - 1 & -LINE);
        for (int i = 0; i < count; i++) {
            TileCode.multiply(strips.copied, strips.at(i), c, workspace.told);
            c += ROWS * workspace.told.get(JAVA_LONG, TileCode.C_ROW);
        }
    }

    private static void byPanel(Strips strips, int count, Block block, long c,
                                Workspace workspace) {
        if (count == 0) {
            return;
        }
        workspace.tell(TileCode.TILES, count);
        workspace.tell(TileCode.NEXT_A, strips.next);
        workspace.tell(TileCode.NEXT_B, 0);
        workspace.tell(TileCode.NEXT_C, ROWS * workspace.told.get(JAVA_LONG, TileCode.C_ROW));
        for (int j = 0; j < block.whole(); j++) {
            workspace.tell(TileCode.B, workspace.panels.address() + j * block.panelBytes());
            TileCode.multiply(strips.copied, strips.at(0), c, workspace.told);
            c += COLUMN_BYTES;
        }
    }

    /// The tiles that are not whole: a last panel with fewer columns, a last strip with fewer rows.
    private static void edges(Operand a, int row, int rows, Strips strips, Block block, Operand c,
                              Workspace workspace) {
        workspace.tell(TileCode.TILES, 1);
        int panels = block.whole();
        int last = rows / ROWS;
        if (panels * COLUMNS < block.columns) {
            for (int i = 0; i < last; i++) {
                edge(strips.copied, strips.at(i), ROWS, block, panels,
                        c.address(row + i * ROWS, block.column), workspace);
            }
        }
        if (last * ROWS < rows) {
            int few = rows - last * ROWS;
            long strip = workspace.strip(last);
            copy(a, row + last * ROWS, few, block, strip);
            for (int j = 0; j * COLUMNS < block.columns; j++) {
                edge(true, strip, few, block, j, c.address(row + last * ROWS, block.column),
                        workspace);
            }
        }
    }

    /// A tile of which only the first rows, or columns, are wanted, in memory of its own.
    private static void edge(boolean copied, long a, int rows, Block block, int panel, long c,
                             Workspace workspace) {
        long step = workspace.told.get(JAVA_LONG, TileCode.C_ROW);
        int columns = Math.min(COLUMNS, block.columns - panel * COLUMNS);
        long place = c + (long) panel * COLUMN_BYTES;
        long tile = workspace.tile.address();
        if (workspace.told.get(JAVA_LONG, TileCode.ADD) != 0) {
            copy(place, step, rows, columns, tile, COLUMN_BYTES);
        }
        workspace.tell(TileCode.B, workspace.panels.address() + panel * block.panelBytes());
        workspace.tell(TileCode.C_ROW, COLUMN_BYTES);
        TileCode.multiply(copied, a, tile, workspace.told);
        workspace.tell(TileCode.C_ROW, step);
        copy(tile, COLUMN_BYTES, rows, columns, place, step);
    }

    private static void copy(long from, long step, int rows, int columns, long to, long toStep) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                VectorMath.setValue(to + i * toStep, j, VectorMath.value(from + i * step, j));
            }
        }
    }
}

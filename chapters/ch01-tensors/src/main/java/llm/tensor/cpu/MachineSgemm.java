package llm.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static llm.tensor.cpu.TileCode.COLUMNS;
import static llm.tensor.cpu.TileCode.COLUMN_BYTES;
import static llm.tensor.cpu.TileCode.ROWS;
import static llm.tensor.cpu.TileCode.STRIP_BYTES;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /// All of a factor `(k, n)`, in blocks of `width` columns.
    private record Contents(Object factor, int k, int n, int width) {
    }

    /// What a thread lays out, and what it tells the code.
    private static final class Workspace {
        private static final long STRIP = (long) DEPTH * STRIP_BYTES;

        private final MemorySegment memory = Arena.ofAuto().allocate(3 * PAGE, PAGE);
        private final SegmentAllocator parts = SegmentAllocator.slicingAllocator(memory);
        private final long panels = parts.allocate((long) FAR * Float.BYTES, LINE).address();
        private final long strips = parts.allocate(STRIPS * STRIP, LINE).address();
        private final long tile = parts.allocate(ROWS * COLUMN_BYTES, LINE).address();
        private final MemorySegment told = parts.allocate(TileCode.TOLD_BYTES, LINE);

        Workspace() {
            HugePages.advise(memory);
        }

        long strip(int index) {
            return strips + index * STRIP;
        }

        private @Nullable Contents contents;

        /// Whether the panels hold these contents already, which they will from now on.
        boolean holds(@Nullable Contents wanted) {
            boolean held = wanted != null && wanted.equals(contents);
            contents = wanted;
            return held;
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
        return TileCode.runsHere() ? Optional.of(new MachineSgemm()) : Optional.empty();
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
        new Kept(b).multiply(m, n, k, alpha, a, beta, c);
    }

    @Override
    public Factor factor(Operand b) {
        return new Kept(b);
    }

    /// A factor that each thread lays out block by block, and keeps until its next product if all
    /// of it is small.
    private final class Kept implements Factor {
        private final Operand b;
        private final Object key = new Object();

        Kept(Operand b) {
            this.b = b;
        }

        @Override
        public Factor from(int row, int column) {
            return row == 0 && column == 0 ? this : new Kept(b.from(row, column));
        }

        @Override
        public void multiply(int m, int n, int k, float alpha, Operand a, float beta, Operand c) {
            b.require(k, n);
            boolean add = begin(m, n, k, a, beta, c);
            if (k == 0) {
                return;
            }
            int depth = depth(k);
            int width = (a.transposed() ? FAR : NEAR) / depth / COLUMNS * COLUMNS;
            Workspace workspace = workspaces.get();
            boolean small = Factor.size(k, n) <= FAR;
            boolean held = workspace.holds(small ? new Contents(key, k, n, width) : null);
            long place = workspace.panels;
            for (int column = 0; column < n; column += width) {
                for (int row = 0; row < k; row += depth) {
                    PanelBlock block = new PanelBlock(Math.min(depth, k - row),
                            Math.min(width, n - column), place);
                    if (!held) {
                        block.layOut(b.from(row, column));
                    }
                    place += small ? block.bytes() : 0;
                    new Piece(a.from(0, row), block, c.from(0, column), add || row > 0, workspace)
                            .multiply(m, alpha);
                }
            }
        }
    }

    @Override
    public Factor layOut(int k, int n, Operand b, MemorySegment memory) {
        b.require(k, n);
        new Operand(memory, 0, Factor.width(n), false).require(Transpose.padded(k), n);
        PanelBlock block = new PanelBlock(k, n, memory.address());
        block.layOut(b);
        return new Panelled(block);
    }

    /// A whole factor in panels.
    private final class Panelled implements Factor {
        private final PanelBlock block;

        Panelled(PanelBlock block) {
            this.block = block;
        }

        @Override
        public Factor from(int row, int column) {
            return new Panelled(block.part(row, column, block.depth() - row,
                    block.columns() - column));
        }

        @Override
        public void multiply(int m, int n, int k, float alpha, Operand a, float beta, Operand c) {
            boolean add = begin(m, n, k, a, beta, c);
            for (int row = 0; row < k; row += DEPTH) {
                new Piece(a.from(0, row), block.part(row, 0, Math.min(DEPTH, k - row), n), c,
                        add || row > 0, workspaces.get()).multiply(m, alpha);
            }
        }
    }

    /// Checks, and does what is to be done with `c` beforehand.
    ///
    /// @return whether the product is added to `c`
    private static boolean begin(int m, int n, int k, Operand a, float beta, Operand c) {
        a.require(m, k);
        c.require(m, n);
        if (k == 0 || beta != 0f && beta != 1f) {
            scale(m, n, beta, c);
        }
        return beta != 0f;
    }

    /// Cuts `k` into equal blocks of whole vectors.
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

    /// Where six rows of `a` begin, and the bytes from there to the next six.
    private record Strips(boolean copied, long start, long next) {

        long at(int index) {
            return start + index * next;
        }
    }

    /// `c = alpha · a · b` for one block of `b`, or added to `c`.
    private record Piece(Operand a, PanelBlock block, Operand c, boolean add, Workspace workspace) {

        /// Six rows meet all panels while these are in the core's cache. Wider blocks belong to
        /// copied strips: all strips meet one panel, then the next.
        void multiply(int m, float alpha) {
            workspace.told.set(JAVA_FLOAT, TileCode.ALPHA, alpha);
            workspace.tell(TileCode.DEPTH, block.depth());
            workspace.tell(TileCode.ADD, add ? 1 : 0);
            workspace.tell(TileCode.A_ROW, a.rowStep());
            workspace.tell(TileCode.C_ROW, c.rowStep());
            for (int row = 0; row < m; row += STRIPS * ROWS) {
                int rows = Math.min(STRIPS * ROWS, m - row);
                Strips strips = strips(row, rows);
                if (strips.copied) {
                    byPanel(strips, row, rows / ROWS);
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
                    workspace.strip(0), Workspace.STRIP);
            return new Strips(true, workspace.strip(0), Workspace.STRIP);
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
                        workspace.told);
            }
        }

        private void byPanel(Strips strips, int row, int count) {
            if (count == 0) {
                return;
            }
            workspace.tell(TileCode.TILES, count);
            workspace.tell(TileCode.NEXT_A, strips.next);
            workspace.tell(TileCode.NEXT_B, 0);
            workspace.tell(TileCode.NEXT_C, ROWS * c.rowStep());
            for (int panel = 0; panel < block.whole(); panel++) {
                workspace.tell(TileCode.B, block.panel(panel));
                TileCode.multiply(strips.copied, strips.at(0), place(row, panel), workspace.told);
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
            long wanted = workspace.tile + (ROWS - rows) * COLUMN_BYTES;
            if (add) {
                copy(place, c.rowStep(), rows, columns, wanted, COLUMN_BYTES);
            }
            workspace.tell(TileCode.TILES, 1);
            workspace.tell(TileCode.B, block.panel(panel));
            workspace.tell(TileCode.C_ROW, COLUMN_BYTES);
            TileCode.multiply(copied, strip, workspace.tile, workspace.told);
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
    }

    private static void copy(long from, long step, int rows, int columns, long to, long toStep) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                VectorMath.setValue(to + i * toStep, j, VectorMath.value(from + i * step, j));
            }
        }
    }
}

package llm.cpu.x86;

import static llm.cpu.x86.TileCode.COLUMNS;
import static llm.cpu.x86.TileWorkspace.DEPTH;
import static llm.cpu.x86.TileWorkspace.PANEL_VALUES;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import llm.cpu.gemm.Gemm;
import llm.cpu.gemm.VectorApiGemm;
import llm.cpu.simd.Transpose;
import llm.cpu.simd.VectorMath;
import llm.cpu.x86.TileWorkspace.Contents;

/// The product by [TileCode], after the plan of Goto and van de Geijn (2008). Blocks of `b` are
/// laid out in panels of [TileCode#COLUMNS] columns. Rows of `a` are read where they lie; where `a`
/// is transposed, six rows at a time are copied into strips first.
///
/// Each value is summed in the same order however a product is cut among threads.
public final class X86Gemm implements Gemm {
    private static final int NEAR = 1 << 16;                 // values in a core's cache: 256 KiB
    private static final int FAR = PANEL_VALUES;             // in the cache of all cores

    private final ThreadLocal<TileWorkspace> workspaces =
            ThreadLocal.withInitial(TileWorkspace::new);

    private final Gemm inJava = new VectorApiGemm();

    private X86Gemm() {
    }

    /// Made by the first product.
    private static final class Code {
        private static final boolean RUNS = TileCode.runs() && LayoutCode.runs();
    }

    /// The product, if this machine runs it; in Java should the system refuse the code later.
    public static Optional<X86Gemm> load() {
        return MachineCode.runsLikeJava() ? Optional.of(new X86Gemm()) : Optional.empty();
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
        factor(b).multiply(m, n, k, alpha, a, beta, c);
    }

    @Override
    public Factor factor(Operand b) {
        return Code.RUNS ? new Kept(b) : inJava.factor(b);
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
            TileWorkspace workspace = workspaces.get();
            boolean small = Factor.size(k, n) <= FAR;
            boolean held = workspace.holds(small ? new Contents(key, k, n, width) : null);
            long place = workspace.panels();
            for (int column = 0; column < n; column += width) {
                for (int row = 0; row < k; row += depth) {
                    PanelBlock block = new PanelBlock(Math.min(depth, k - row),
                            Math.min(width, n - column), place);
                    if (!held) {
                        block.layOut(b.from(row, column));
                    }
                    place += small ? block.bytes() : 0;
                    new TilePiece(a.from(0, row), block, c.from(0, column), add || row > 0,
                            workspace).multiply(m, alpha);
                }
            }
        }
    }

    @Override
    public Factor layOut(int k, int n, Operand b, MemorySegment memory) {
        if (!Code.RUNS) {
            return inJava.layOut(k, n, b, memory);
        }
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
                new TilePiece(a.from(0, row), block.part(row, 0, Math.min(DEPTH, k - row), n),
                        c, add || row > 0, workspaces.get()).multiply(m, alpha);
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
}

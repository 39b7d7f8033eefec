package llm.cpu.x86;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static llm.cpu.x86.Assembler.LINE;
import static llm.cpu.x86.Register.R10;
import static llm.cpu.x86.Register.R11;
import static llm.cpu.x86.Register.R12;
import static llm.cpu.x86.Register.R13;
import static llm.cpu.x86.Register.R14;
import static llm.cpu.x86.Register.R8;
import static llm.cpu.x86.Register.R9;
import static llm.cpu.x86.Register.RAX;
import static llm.cpu.x86.Register.RBX;
import static llm.cpu.x86.Register.RCX;
import static llm.cpu.x86.Register.RDI;
import static llm.cpu.x86.Register.RDX;
import static llm.cpu.x86.Register.RSI;
import static llm.cpu.x86.Place.at;

import java.lang.foreign.MemorySegment;
import java.util.List;
import llm.cpu.memory.NativeFunction;

/// The innermost loops of a product as machine code: what [GemmTile] does in Java, six rows by two
/// vectors of columns. The processor is kept busy by three things that Java cannot say: eight
/// steps are written out without an instruction between them that does not load or multiply, the
/// rows that come next are fetched meanwhile, and sums go from registers straight to where they
/// belong.
///
/// What it earns: 16–20 % of a small training step beside OpenBLAS (`bench train`).
final class TileCode {
    static final int ROWS = 6;
    static final int COLUMNS = 2 * Assembler.LANES;
    private static final int VECTOR_BYTES = Assembler.LANES * Float.BYTES;
    static final int COLUMN_BYTES = 2 * VECTOR_BYTES;        // of a row of a panel
    static final int STRIP_BYTES = ROWS * Float.BYTES;       // of a column of a strip
    private static final int AHEAD = 4;                      // lines of each row fetched at once
    private static final int STEPS = 8;                      // written out
    private static final int BIAS = 128;                     // offsets of one byte: −128 to 127

    // What a run of tiles is told, as offsets in memory.
    static final int B = 0;
    static final int DEPTH = 8;
    static final int TILES = 16;
    static final int ADD = 24;                               // 0 or 1
    static final int ALPHA = 32;                             // a float
    static final int A_ROW = 40;                             // bytes between rows in memory
    static final int C_ROW = 48;
    static final int NEXT_A = 56;                            // bytes from one tile to the next
    static final int NEXT_B = 64;
    static final int NEXT_C = 72;
    static final int FETCH = 80;                             // bytes from a to what is fetched
    static final int NEXT_FETCH = 88;
    static final int TOLD_BYTES = 96;

    // Registers: arguments, then what the loops count.
    private static final Register A = RDI;
    private static final Register C = RSI;
    private static final Register TOLD = RDX;
    private static final Register ROW_A = R8;
    private static final Register ROW_C = R9;
    private static final Register LEFT = R10;                // steps
    private static final Register UPPER = RAX;               // rows 0 to 2
    private static final Register LOWER = RCX;               // rows 3 to 5
    private static final Register PANEL = R11;
    private static final Register FETCHED = RBX;
    private static final Register NEXT_PANEL = R12;
    private static final Register TILES_LEFT = R13;
    private static final Register SCRATCH = R14;
    private static final List<Register> KEPT = List.of(RBX, R12, R13, R14);

    // Vectors: sums are 0 to 11.
    private static final int FIRST = 12;
    private static final int SECOND = 13;
    private static final int NUMBER = 14;

    private static final NativeFunction ROWS_BY_PANELS =
            MachineCode.function(tiles(false)).orElse(null);
    private static final NativeFunction STRIPS_BY_PANELS =
            MachineCode.function(tiles(true)).orElse(null);

    private TileCode() {
    }

    static boolean runs() {
        return MachineCode.all(ROWS_BY_PANELS, STRIPS_BY_PANELS);
    }

    /// One tile after another: `c = alpha · a · b`, added to `c` if so told.
    ///
    /// @param strip whether six values of a column of `a` stand side by side, and columns follow
    ///              one another; else rows of `a` are read where they lie
    /// @param a     address of `a[0, 0]` of the first tile
    /// @param c     address of `c[0, 0]` of the first tile
    static void multiply(boolean strip, long a, long c, MemorySegment told) {
        (strip ? STRIPS_BY_PANELS : ROWS_BY_PANELS).call(a, c, told.address());
    }

    private static byte[] tiles(boolean strip) {
        Assembler x = new Assembler();
        KEPT.forEach(x::push);
        x.mov(ROW_A, at(TOLD, A_ROW));
        x.mov(ROW_C, at(TOLD, C_ROW));
        x.mov(NEXT_PANEL, at(TOLD, B));
        x.mov(TILES_LEFT, at(TOLD, TILES));
        x.mov(FETCHED, A);
        x.add(FETCHED, at(TOLD, FETCH));
        x.repeat(TILES_LEFT, () -> {
            fetchAhead(x);
            sum(x, strip);
            put(x);
            x.add(A, at(TOLD, NEXT_A));
            x.add(NEXT_PANEL, at(TOLD, NEXT_B));
            x.add(C, at(TOLD, NEXT_C));
        });
        KEPT.reversed().forEach(x::pop);
        x.ret();
        return x.code();
    }

    /// Six rows whose first three begin at `upper`.
    private static List<Place> rows(Register upper, Register lower, Register step) {
        return List.of(at(upper), at(upper, 1, step), at(upper, 2, step),
                at(lower), at(lower, 1, step), at(lower, 2, step));
    }

    /// Has some of what is read later fetched, in six rows, and where the sums will be written.
    private static void fetchAhead(Assembler x) {
        x.threeDown(LOWER, FETCHED, ROW_A);
        for (Place row : rows(FETCHED, LOWER, ROW_A)) {
            for (int i = 0; i < AHEAD; i++) {
                x.prefetcht0(row.plus(i * LINE));
            }
        }
        x.add(FETCHED, at(TOLD, NEXT_FETCH));
        x.threeDown(LOWER, C, ROW_C);
        for (Place row : rows(C, LOWER, ROW_C)) {
            x.prefetchw(row);
            x.prefetchw(row.plus(COLUMN_BYTES - Float.BYTES));
        }
    }

    private static void sum(Assembler x, boolean strip) {
        x.mov(UPPER, A);
        if (!strip) {
            x.threeDown(LOWER, A, ROW_A);
        }
        x.mov(PANEL, NEXT_PANEL);
        x.add(PANEL, BIAS);
        x.mov(LEFT, at(TOLD, DEPTH));
        for (int i = 0; i < 2 * ROWS; i++) {
            x.vxorps(i);
        }
        Label many = new Label();
        Label few = new Label();
        Label none = new Label();
        x.add(LEFT, -STEPS);
        x.js(few);
        x.label(many);
        steps(x, strip, STEPS);
        x.add(LEFT, -STEPS);
        x.jns(many);
        x.label(few);
        x.add(LEFT, STEPS);
        x.jz(none);
        x.repeat(LEFT, () -> steps(x, strip, 1));
        x.label(none);
    }

    private static void steps(Assembler x, boolean strip, int steps) {
        List<Place> rows = rows(UPPER, LOWER, ROW_A);
        for (int step = 0; step < steps; step++) {
            Place b = at(PANEL, step * COLUMN_BYTES - BIAS);
            x.vmovups(FIRST, b);
            x.vmovups(SECOND, b.plus(VECTOR_BYTES));
            for (int i = 0; i < ROWS; i++) {
                int number = NUMBER + i % 2;
                x.vbroadcastss(number, strip ? at(UPPER, step * STRIP_BYTES + i * Float.BYTES)
                        : rows.get(i).plus(step * Float.BYTES));
                x.vfmadd231ps(2 * i, number, FIRST);
                x.vfmadd231ps(2 * i + 1, number, SECOND);
            }
        }
        int bytes = steps * (strip ? STRIP_BYTES : Float.BYTES);
        x.add(UPPER, bytes);
        if (!strip) {
            x.add(LOWER, bytes);
        }
        x.add(PANEL, steps * COLUMN_BYTES);
    }

    private static void put(Assembler x) {
        x.threeDown(LOWER, C, ROW_C);
        x.vbroadcastss(FIRST, at(TOLD, ALPHA));
        Label set = new Label();
        Label end = new Label();
        x.mov(SCRATCH, at(TOLD, ADD));
        x.add(SCRATCH, 0);
        x.jz(set);
        forEachSum((sum, c) -> {
            x.vmovups(SECOND, c);
            x.vfmadd231ps(SECOND, FIRST, sum);
            x.vmovups(c, SECOND);
        });
        x.jmp(end);
        x.label(set);
        forEachSum((sum, c) -> {
            x.vmulps(SECOND, FIRST, sum);
            x.vmovups(c, SECOND);
        });
        x.label(end);
    }

    @FunctionalInterface
    private interface Sum {
        void put(int sum, Place c);
    }

    private static void forEachSum(Sum body) {
        List<Place> rows = rows(C, LOWER, ROW_C);
        for (int i = 0; i < ROWS; i++) {
            body.put(2 * i, rows.get(i));
            body.put(2 * i + 1, rows.get(i).plus(VECTOR_BYTES));
        }
    }
}

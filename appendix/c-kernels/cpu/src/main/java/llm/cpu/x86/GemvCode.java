package llm.cpu.x86;

import static llm.cpu.x86.MachineCode.tell;
import static llm.cpu.x86.Place.at;
import static llm.cpu.x86.Register.R10;
import static llm.cpu.x86.Register.R11;
import static llm.cpu.x86.Register.R12;
import static llm.cpu.x86.Register.R13;
import static llm.cpu.x86.Register.R14;
import static llm.cpu.x86.Register.R15;
import static llm.cpu.x86.Register.R8;
import static llm.cpu.x86.Register.R9;
import static llm.cpu.x86.Register.RAX;
import static llm.cpu.x86.Register.RBP;
import static llm.cpu.x86.Register.RBX;
import static llm.cpu.x86.Register.RCX;
import static llm.cpu.x86.Register.RDI;
import static llm.cpu.x86.Register.RDX;
import static llm.cpu.x86.Register.RSI;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import llm.cpu.memory.NativeFunction;
import llm.cpu.simd.VectorMath;

/// Rows of float32 values, or of bfloat16, times some vectors as machine code, with the results of
/// [FloatGemv] and [Bf16Storage] in Java, to the last bit where sums have as many lanes there.
///
/// It is fast from the start: a program that writes a few words has ended before Java's compiler is
/// done with that loop. Four rows meet some vectors at a time, as many as there are registers for sums
/// ([GemvTile]). With more vectors than that it takes several passes, of equal size give or take
/// one, and in each a part of the next four rows is fetched, so that memory is read all the time and
/// not in turn with multiplying.
///
/// What it earns over Java's loop: the first token of a small model comes 21 % earlier (`generate`),
/// one of GPT-2 124M behind 512 others 10 % (`bench decode`); eight rows take 4.5 ms instead of 6.5.
public final class GemvCode {
    private static final int LANES = Assembler.LANES;

    // What is told, as offsets in memory.
    private static final int STEPS = 0;                      // of some columns, in pairs
    private static final int ROW = 8;                        // bytes from one row to the next
    private static final int RUN_ROWS = 16;
    private static final int RUN = 24;                       // bytes from one run to the next
    private static final int X = 32;                         // address of the first vector
    private static final int X_ROW = 40;                     // bytes from one vector to the next
    private static final int PASSES = 48;
    private static final int SMALLER_PASSES = 56;            // with a vector fewer
    private static final int Y = 64;                         // address of the row's first result
    private static final int Y_RUN = 72;
    private static final int Y_ROW = 80;
    private static final int AHEAD_STEP = 88;                // bytes that are fetched in two steps
    private static final int LAST_STEP = 96;                 // 1 where one is left
    private static final int SPILLED = 104;                  // sums on their way to the results
    private static final ThreadLocal<MemorySegment> TOLD =
            MachineCode.told(SPILLED + GemvTile.SPILLED_BYTES);

    // Registers: arguments, then what the loops count. The fourth run has registers of its own.
    private static final Register FIRST_ROW = RDI;
    private static final Register PASS_X = RSI;
    private static final Register PASS_Y = RDX;
    private static final Register ARGUMENTS = RCX;
    private static final Register DISTANCE = R8;
    private static final Register X_DISTANCE = R9;
    private static final Register VALUES = RAX;
    private static final Register LAST_VALUES = R11;
    private static final Register PLACE = R10;               // in the vectors
    private static final Register STEPS_LEFT = RBX;
    private static final Register Y_DISTANCE = RBX;          // when no steps are left
    private static final Register ROWS_LEFT = R12;
    private static final Register LAST_PLACE = R13;          // three vectors further
    private static final Register AHEAD = R14;
    private static final Register LAST_AHEAD = R15;
    private static final Register PASSES_LEFT = RBP;
    private static final List<Register> KEPT = List.of(RBX, RBP, R12, R13, R14, R15);

    /// For one float32 vector or two, which wait for memory: its own reading ahead is best then.
    private static final GemvCode FEW_FLOATS = new GemvCode(new GemvTile.Plain(false), 2, false);

    private final GemvTile tile;
    private final int most;                                  // vectors of a pass
    private final boolean fetching;
    private final List<NativeFunction> functions;            // for 1 to `most`, or fewer: no use

    private GemvCode(GemvTile tile, int most, boolean fetching) {
        this.tile = tile;
        this.most = most;
        this.fetching = fetching;
        functions = IntStream.rangeClosed(1, most).boxed()
                .flatMap(pass -> MachineCode.function(code(pass)).stream()).toList();
    }

    /// Made when they are needed, which not every program does.
    private static final class ManyFloats {
        private static final GemvTile TILE = GemvTile.ofFloats();
        private static final GemvCode CODE = new GemvCode(TILE, TILE.most(), true);
    }

    private static final class Bf16 {
        private static final GemvTile TILE = VectorMath.LANES == LANES ? new GemvTile.Plain(true)
                : new GemvTile.LongBf16();
        private static final Optional<GemvCode> CODE =
                VectorMath.LANES == LANES || VectorMath.LANES == 2 * LANES
                        && MachineCode.hasLongVectors()
                        ? Optional.of(new GemvCode(TILE, TILE.most(), true)).filter(GemvCode::runs)
                        : Optional.empty();
    }

    private boolean runs() {
        return functions.size() == most;
    }

    /// Whether this machine runs it for float32 rows of so many columns: as far as whole vectors
    /// reach in Java, because Java adds what the other columns give.
    public static boolean runsHere(int columns) {
        return FEW_FLOATS.runs() && columns >= LANES
                && (columns & -LANES) == (columns & -VectorMath.LANES);
    }

    /// For float32 rows, where it runs.
    public static GemvCode ofFloats(int vectors) {
        return vectors <= FEW_FLOATS.most || !ManyFloats.CODE.runs() ? FEW_FLOATS
                : ManyFloats.CODE;
    }

    /// For rows in bfloat16, where it runs; its sums have as many lanes as vectors in Java.
    public static Optional<GemvCode> ofBf16() {
        return Bf16.CODE;
    }

    /// `y[v, i] = Σⱼ values[i, j] · x[v, j]` over whole vectors of columns.
    ///
    /// @param values  address of `(rows, columns)`
    /// @param x       address of `(vectors, columns)`
    /// @param y       address of `(vectors, yStep)`, of which each row's first values are written
    public void multiply(long values, int rows, int columns, int vectors, long x, long y,
                         int yStep) {
        long row = (long) columns * tile.valueBytes();
        Passes passes = Passes.of(vectors, most);
        FourRows.forEachRun(rows, (first, rowsOfRun, distance) -> {
            MemorySegment told = TOLD.get();
            tell(told, STEPS, columns / tile.columns() / 2);
            tell(told, LAST_STEP, columns / tile.columns() % 2);
            tell(told, ROW, row);
            tell(told, RUN_ROWS, rowsOfRun);
            tell(told, RUN, distance * row);
            tellVectors(told, passes, columns, x);
            tellResults(told, distance, yStep, y + (long) first * Float.BYTES);
            functions.get(passes.size() - 1).call(values + first * row, 0, 0, told.address());
        });
    }

    private void tellVectors(MemorySegment told, Passes passes, int columns, long x) {
        tell(told, X, x);
        tell(told, X_ROW, (long) columns * Float.BYTES);
        tell(told, PASSES, passes.full());
        tell(told, SMALLER_PASSES, passes.smaller());
        tell(told, AHEAD_STEP,
                Math.ceilDiv(2 * tile.columns() * tile.valueBytes(), passes.count()));
    }

    private static void tellResults(MemorySegment told, int distance, int yStep, long y) {
        tell(told, Y, y);
        tell(told, Y_RUN, (long) distance * Float.BYTES);
        tell(told, Y_ROW, (long) yStep * Float.BYTES);
    }

    /// @param pass vectors of the first passes
    private byte[] code(int pass) {
        Assembler x = new Assembler();
        KEPT.forEach(x::push);
        x.mov(DISTANCE, at(ARGUMENTS, RUN));
        x.mov(X_DISTANCE, at(ARGUMENTS, X_ROW));
        x.mov(ROWS_LEFT, at(ARGUMENTS, RUN_ROWS));
        x.repeat(ROWS_LEFT, () -> {
            x.mov(PASS_X, at(ARGUMENTS, X));
            x.mov(PASS_Y, at(ARGUMENTS, Y));
            x.mov(AHEAD, FIRST_ROW);
            x.add(AHEAD, at(ARGUMENTS, ROW));
            x.threeDown(LAST_AHEAD, AHEAD, DISTANCE);
            passes(x, PASSES, pass);
            if (pass > 1) {
                passes(x, SMALLER_PASSES, pass - 1);
            }
            x.add(FIRST_ROW, at(ARGUMENTS, ROW));
            x.mov(PASS_Y, at(ARGUMENTS, Y));
            x.add(PASS_Y, Float.BYTES);
            x.mov(at(ARGUMENTS, Y), PASS_Y);
        });
        KEPT.reversed().forEach(x::pop);
        x.ret();
        return x.code();
    }

    /// Four rows with so many vectors at a time, as often as was told.
    private void passes(Assembler x, int count, int vectors) {
        x.mov(PASSES_LEFT, at(ARGUMENTS, count));
        x.repeatIfAny(PASSES_LEFT, () -> {
            fourRows(x, vectors);
            for (int v = 0; v < vectors; v++) {
                x.add(PASS_X, X_DISTANCE);
            }
        });
    }

    private void fourRows(Assembler x, int vectors) {
        x.mov(VALUES, FIRST_ROW);
        x.threeDown(LAST_VALUES, FIRST_ROW, DISTANCE);
        x.mov(PLACE, PASS_X);
        x.threeDown(LAST_PLACE, PASS_X, X_DISTANCE);
        tile.zero(x, vectors);
        x.mov(STEPS_LEFT, at(ARGUMENTS, STEPS));
        x.repeatIfAny(STEPS_LEFT, () -> {
            step(x, vectors, 0);
            step(x, vectors, 1);
            advance(x);
        });
        x.mov(STEPS_LEFT, at(ARGUMENTS, LAST_STEP));
        x.repeatIfAny(STEPS_LEFT, () -> step(x, vectors, 0));
        x.mov(Y_DISTANCE, at(ARGUMENTS, Y_RUN));
        tile.spill(x, vectors, at(ARGUMENTS, SPILLED));
        for (int v = 0; v < vectors; v++) {
            x.threeDown(LAST_VALUES, PASS_Y, Y_DISTANCE);
            tile.store(x, v, at(ARGUMENTS, SPILLED),
                    FourRows.places(PASS_Y, LAST_VALUES, Y_DISTANCE));
            x.add(PASS_Y, at(ARGUMENTS, Y_ROW));
        }
    }

    /// Some columns of four rows and all vectors, so many steps further than the registers say.
    private void step(Assembler x, int vectors, int further) {
        List<Place> rows = FourRows.places(VALUES, LAST_VALUES, DISTANCE);
        List<Place> inputs = List.of(at(PLACE), at(PLACE, 1, X_DISTANCE), at(PLACE, 2, X_DISTANCE),
                at(LAST_PLACE), at(LAST_PLACE, 1, X_DISTANCE), at(LAST_PLACE, 2, X_DISTANCE));
        tile.step(x, further(rows, further * tile.columns() * tile.valueBytes()),
                further(inputs.subList(0, vectors), further * tile.columns() * Float.BYTES));
    }

    private static List<Place> further(List<Place> places, int bytes) {
        return places.stream().map(place -> place.plus(bytes)).toList();
    }

    /// Two steps further; what comes later is fetched.
    private void advance(Assembler x) {
        x.add(VALUES, 2 * tile.columns() * tile.valueBytes());
        x.add(LAST_VALUES, 2 * tile.columns() * tile.valueBytes());
        x.add(PLACE, 2 * tile.columns() * Float.BYTES);
        x.add(LAST_PLACE, 2 * tile.columns() * Float.BYTES);
        if (fetching) {
            FourRows.places(AHEAD, LAST_AHEAD, DISTANCE).forEach(x::prefetcht0);
            x.add(AHEAD, at(ARGUMENTS, AHEAD_STEP));
            x.add(LAST_AHEAD, at(ARGUMENTS, AHEAD_STEP));
        }
    }
}

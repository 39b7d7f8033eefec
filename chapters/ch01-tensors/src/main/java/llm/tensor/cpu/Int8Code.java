package llm.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static llm.tensor.cpu.Assembler.Register.R10;
import static llm.tensor.cpu.Assembler.Register.R11;
import static llm.tensor.cpu.Assembler.Register.R12;
import static llm.tensor.cpu.Assembler.Register.R13;
import static llm.tensor.cpu.Assembler.Register.R14;
import static llm.tensor.cpu.Assembler.Register.R15;
import static llm.tensor.cpu.Assembler.Register.R8;
import static llm.tensor.cpu.Assembler.Register.R9;
import static llm.tensor.cpu.Assembler.Register.RAX;
import static llm.tensor.cpu.Assembler.Register.RBP;
import static llm.tensor.cpu.Assembler.Register.RBX;
import static llm.tensor.cpu.Assembler.Register.RCX;
import static llm.tensor.cpu.Assembler.Register.RDI;
import static llm.tensor.cpu.Assembler.Register.RDX;
import static llm.tensor.cpu.Assembler.Register.RSI;
import static llm.tensor.cpu.Assembler.at;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import llm.tensor.backend.Precision;
import llm.tensor.cpu.Assembler.Label;
import llm.tensor.cpu.Assembler.Place;
import llm.tensor.cpu.Assembler.Register;

/// What [Int8Storage] does in Java as machine code, with the same results to the last bit: rows of
/// whole numbers times a vector. Four rows are taken at once, each value of the vector is loaded
/// once for all, and what comes next is fetched meanwhile. In Java two rows are as much as the
/// compiler keeps in registers, and it loads bytes and widens them in separate instructions.
final class Int8Code {
    private static final int RUNS = 4;
    private static final int LANES = Assembler.LANES;
    private static final int STEP = 4 * LANES;               // columns between two scalings
    private static final int FETCH = 1024;                   // bytes ahead

    // What is told, as offsets in memory.
    private static final int GROUPS = 0;                     // whole ones in a row
    private static final int HALF_GROUP = 8;                 // whether half a group follows: 0 or 1
    private static final int ROW = 16;                       // bytes of a row
    private static final int SCALES_ROW = 24;
    private static final int RUN_ROWS = 32;
    private static final int RUN = 40;                       // bytes from one run to the next
    private static final int SCALES_RUN = 48;
    private static final int Y_RUN = 56;
    private static final int SCALES = 64;
    private static final ThreadLocal<MemorySegment> TOLD =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(72, Long.BYTES));

    // Registers: arguments, then what the loops count. The fourth run has registers of its own.
    private static final Register FIRST_ROW = RDI;
    private static final Register FIRST_X = RSI;
    private static final Register Y = RDX;
    private static final Register ARGUMENTS = RCX;
    private static final Register DISTANCE = R8;
    private static final Register SCALES_DISTANCE = R9;
    private static final Register FIRST_SCALES = R10;
    private static final Register VALUES = RAX;
    private static final Register LAST_VALUES = R11;
    private static final Register X = RBX;
    private static final Register SCALE = R12;
    private static final Register LAST_SCALE = R13;
    private static final Register LEFT = R14;                // groups, then scratch
    private static final Register ROWS_LEFT = R15;
    private static final Register Y_DISTANCE = RBP;
    private static final List<Register> KEPT = List.of(RBX, RBP, R12, R13, R14, R15);

    // Vectors: sums are 0 to 3, values of x 4 to 7.
    private static final int FIRST_VALUES = 4;
    private static final int PARTS = 8;
    private static final int WEIGHTS = 12;

    private static final MethodHandle MULTIPLY =
            MachineCode.function(code(), 4).orElse(null);

    private Int8Code() {
    }

    /// Whether this machine runs it.
    static boolean runsHere() {
        return MULTIPLY != null;
    }

    /// `yᵢ = Σⱼ scale[i, j / 64] · values[i, j] · xⱼ` over whole steps of columns.
    ///
    /// @param values address of `(rows, columns)`
    /// @param scales address of `(rows, groups)`
    static void multiply(long values, long scales, int rows, int columns, long x, long y) {
        int run = rows / RUNS;
        if (run > 0) {
            multiply(values, scales, run, run, columns, x, y);
        }
        int done = run * RUNS;
        if (done < rows) {                                   // all four runs do the same
            multiply(values + (long) done * columns, scales + scaleBytes(columns) * done,
                    rows - done, 0, columns, x, y + (long) done * Float.BYTES);
        }
    }

    private static void multiply(long values, long scales, int rows, int distance, int columns,
                                 long x, long y) {
        MemorySegment told = TOLD.get();
        tell(told, GROUPS, columns / Precision.GROUP);
        tell(told, HALF_GROUP, columns % Precision.GROUP / STEP);
        tell(told, ROW, columns);
        tell(told, SCALES_ROW, scaleBytes(columns));
        tell(told, RUN_ROWS, rows);
        tell(told, RUN, (long) distance * columns);
        tell(told, SCALES_RUN, distance * scaleBytes(columns));
        tell(told, Y_RUN, (long) distance * Float.BYTES);
        tell(told, SCALES, scales);
        try {
            MULTIPLY.invokeExact(values, x, y, told.address());
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void tell(MemorySegment told, int field, long value) {
        told.set(JAVA_LONG, field, value);
    }

    private static long scaleBytes(int columns) {
        return (long) (columns + Precision.GROUP - 1) / Precision.GROUP * Float.BYTES;
    }

    private static byte[] code() {
        Assembler x = new Assembler();
        KEPT.forEach(x::push);
        x.load(DISTANCE, at(ARGUMENTS, RUN));
        x.load(SCALES_DISTANCE, at(ARGUMENTS, SCALES_RUN));
        x.load(FIRST_SCALES, at(ARGUMENTS, SCALES));
        x.load(ROWS_LEFT, at(ARGUMENTS, RUN_ROWS));
        x.load(Y_DISTANCE, at(ARGUMENTS, Y_RUN));
        x.repeat(ROWS_LEFT, () -> {
            fourRows(x);
            x.add(FIRST_ROW, at(ARGUMENTS, ROW));
            x.add(FIRST_SCALES, at(ARGUMENTS, SCALES_ROW));
            x.add(Y, Float.BYTES);
        });
        KEPT.reversed().forEach(x::pop);
        x.end();
        return x.code();
    }

    private static void fourRows(Assembler x) {
        x.copy(VALUES, FIRST_ROW);
        x.threeDown(LAST_VALUES, FIRST_ROW, DISTANCE);
        x.copy(X, FIRST_X);
        x.copy(SCALE, FIRST_SCALES);
        x.threeDown(LAST_SCALE, FIRST_SCALES, SCALES_DISTANCE);
        for (int i = 0; i < RUNS; i++) {
            x.clear(i);
        }
        Label rest = new Label();
        x.load(LEFT, at(ARGUMENTS, GROUPS));
        x.add(LEFT, 0);
        x.jumpIfZero(rest);
        x.repeat(LEFT, () -> {
            values(VALUES, LAST_VALUES, DISTANCE).forEach(row -> x.fetch(row.plus(FETCH)));
            step(x);
            step(x);
            x.add(SCALE, Float.BYTES);
            x.add(LAST_SCALE, Float.BYTES);
        });
        x.label(rest);
        Label end = new Label();
        x.load(LEFT, at(ARGUMENTS, HALF_GROUP));
        x.add(LEFT, 0);
        x.jumpIfZero(end);
        step(x);
        x.label(end);
        store(x);
    }

    private static List<Place> values(Register first, Register last, Register distance) {
        return List.of(at(first), at(first, 1, distance), at(first, 2, distance), at(last));
    }

    /// Sums half a group for each row, and adds it, scaled, to what the row has.
    private static void step(Assembler x) {
        List<Place> rows = values(VALUES, LAST_VALUES, DISTANCE);
        List<Place> scales = values(SCALE, LAST_SCALE, SCALES_DISTANCE);
        for (int i = 0; i < STEP / LANES; i++) {
            x.loadVector(FIRST_VALUES + i, at(X, i * LANES * Float.BYTES));
        }
        for (int row = 0; row < RUNS; row++) {
            int part = PARTS + row;
            for (int i = 0; i < STEP / LANES; i++) {
                int weights = WEIGHTS + i;
                x.loadBytes(weights, rows.get(row).plus(i * LANES));
                x.toFloats(weights, weights);
                if (i == 0) {
                    x.multiply(part, weights, FIRST_VALUES);
                } else {
                    x.multiplyAdd(part, weights, FIRST_VALUES + i);
                }
            }
            x.broadcast(WEIGHTS, scales.get(row));
            x.multiplyAdd(row, part, WEIGHTS);
        }
        x.add(VALUES, STEP);
        x.add(LAST_VALUES, STEP);
        x.add(X, STEP * Float.BYTES);
    }

    /// Adds up the lanes of each row in the order of [VectorMath#sum]: half to half, then quarters,
    /// for all four rows at once.
    private static void store(Assembler x) {
        for (int row = 0; row < RUNS; row++) {
            x.exchangeHalves(4, row);
            x.sum(row, row, 4);
        }
        x.turnFour();
        x.sum(0, 0, 2);
        x.sum(1, 1, 3);
        x.sum(0, 0, 1);
        x.threeDown(LEFT, Y, Y_DISTANCE);
        List<Place> results = values(Y, LEFT, Y_DISTANCE);
        for (int row = 0; row < RUNS; row++) {
            x.storeLane(results.get(row), 0, row);
        }
    }
}

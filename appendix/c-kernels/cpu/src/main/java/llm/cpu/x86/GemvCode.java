package llm.cpu.x86;

import static llm.cpu.x86.Register.R10;
import static llm.cpu.x86.Register.R11;
import static llm.cpu.x86.Register.R12;
import static llm.cpu.x86.Register.R13;
import static llm.cpu.x86.Register.R8;
import static llm.cpu.x86.Register.R9;
import static llm.cpu.x86.Register.RAX;
import static llm.cpu.x86.Register.RBX;
import static llm.cpu.x86.Register.RCX;
import static llm.cpu.x86.Register.RDI;
import static llm.cpu.x86.Register.RDX;
import static llm.cpu.x86.Register.RSI;
import static llm.cpu.x86.Place.at;
import static llm.cpu.x86.MachineCode.tell;

import java.lang.foreign.MemorySegment;
import java.util.List;
import llm.cpu.memory.NativeFunction;
import llm.cpu.simd.VectorMath;

/// Rows of float32 values times one vector or two as machine code, with the results of [FloatGemv]
/// in Java, to the last bit where vectors have as many values there. It is fast from the start: a
/// program that writes a few words has ended before Java's compiler is done with that loop.
public final class GemvCode {
    private static final int LANES = Assembler.LANES;
    private static final int MOST_VECTORS = 2;

    // What is told, as offsets in memory.
    private static final int STEPS = 0;                      // of eight columns
    private static final int ROW = 8;                        // bytes from one row to the next
    private static final int RUN_ROWS = 16;
    private static final int RUN = 24;                       // bytes from one run to the next
    private static final int X_ROW = 32;                     // bytes from one vector to the next
    private static final int Y_RUN = 40;
    private static final int Y_ROW = 48;
    private static final ThreadLocal<MemorySegment> TOLD = MachineCode.told(56);

    private static final Register FIRST_ROW = RDI;
    private static final Register FIRST_X = RSI;
    private static final Register Y = RDX;
    private static final Register ARGUMENTS = RCX;
    private static final Register DISTANCE = R8;
    private static final Register X_DISTANCE = R9;
    private static final Register VALUES = RAX;
    private static final Register LAST_VALUES = R11;
    private static final Register X = R10;
    private static final Register STEPS_LEFT = RBX;
    private static final Register ROWS_LEFT = R12;
    private static final Register Y_DISTANCE = R13;
    private static final List<Register> KEPT = List.of(RBX, R12, R13);

    // Vectors: sums are 0 to 3 and 8 to 11, values of x 12 and 13.
    private static final int SECOND_SUMS = 8;
    private static final int FIRST_VALUES = 12;
    private static final int WEIGHTS = 14;

    private static final NativeFunction ONE = MachineCode.function(code(1)).orElse(null);
    private static final NativeFunction TWO = MachineCode.function(code(2)).orElse(null);

    private GemvCode() {
    }

    /// Whether this machine runs it for rows of so many columns: as far as whole vectors reach in
    /// Java, because Java adds what the other columns give.
    public static boolean runsHere(int columns) {
        return TWO != null && columns >= LANES
                && (columns & -LANES) == (columns & -VectorMath.LANES);
    }

    /// `y[v, i] = Σⱼ values[i, j] · x[v, j]` over whole vectors of columns.
    ///
    /// @param values  address of `(rows, columns)`
    /// @param x       address of `(vectors, columns)`
    /// @param y       address of `(vectors, yStep)`, of which each row's first values are written
    public static void multiply(long values, int rows, int columns, int vectors, long x, long y,
                         int yStep) {
        long row = (long) columns * Float.BYTES;
        for (int v = 0; v < vectors; v += MOST_VECTORS) {
            int count = Math.min(MOST_VECTORS, vectors - v);
            long from = x + v * row;
            long to = y + (long) v * yStep * Float.BYTES;
            FourRows.forEachRun(rows, (first, rowsOfRun, distance) -> multiply(
                    values + first * row, rowsOfRun, distance, columns, count, from,
                    to + (long) first * Float.BYTES, yStep));
        }
    }

    private static void multiply(long values, int rows, int distance, int columns, int vectors,
                                 long x, long y, int yStep) {
        MemorySegment told = TOLD.get();
        tell(told, STEPS, columns / LANES);
        tell(told, ROW, (long) columns * Float.BYTES);
        tell(told, RUN_ROWS, rows);
        tell(told, RUN, (long) distance * columns * Float.BYTES);
        tell(told, X_ROW, (long) columns * Float.BYTES);
        tell(told, Y_RUN, (long) distance * Float.BYTES);
        tell(told, Y_ROW, (long) yStep * Float.BYTES);
        (vectors == 1 ? ONE : TWO).call(values, x, y, told.address());
    }

    private static byte[] code(int vectors) {
        Assembler x = new Assembler();
        KEPT.forEach(x::push);
        x.mov(DISTANCE, at(ARGUMENTS, RUN));
        x.mov(X_DISTANCE, at(ARGUMENTS, X_ROW));
        x.mov(ROWS_LEFT, at(ARGUMENTS, RUN_ROWS));
        x.mov(Y_DISTANCE, at(ARGUMENTS, Y_RUN));
        x.repeat(ROWS_LEFT, () -> {
            fourRows(x, vectors);
            x.add(FIRST_ROW, at(ARGUMENTS, ROW));
            x.add(Y, Float.BYTES);
        });
        KEPT.reversed().forEach(x::pop);
        x.ret();
        return x.code();
    }

    private static void fourRows(Assembler x, int vectors) {
        x.mov(VALUES, FIRST_ROW);
        x.threeDown(LAST_VALUES, FIRST_ROW, DISTANCE);
        x.mov(X, FIRST_X);
        for (int v = 0; v < vectors; v++) {
            for (int row = 0; row < FourRows.COUNT; row++) {
                x.vxorps(v * SECOND_SUMS + row);
            }
        }
        x.mov(STEPS_LEFT, at(ARGUMENTS, STEPS));
        x.repeat(STEPS_LEFT, () -> step(x, vectors));
        x.mov(VALUES, Y);
        for (int v = 0; v < vectors; v++) {
            x.threeDown(LAST_VALUES, VALUES, Y_DISTANCE);
            FourRows.store(x, v * SECOND_SUMS, FourRows.places(VALUES, LAST_VALUES, Y_DISTANCE));
            x.add(VALUES, at(ARGUMENTS, Y_ROW));
        }
    }

    /// Eight columns of four rows, for each vector.
    private static void step(Assembler x, int vectors) {
        List<Place> inputs = List.of(at(X), at(X, 1, X_DISTANCE));
        List<Place> rows = FourRows.places(VALUES, LAST_VALUES, DISTANCE);
        for (int v = 0; v < vectors; v++) {
            x.vmovups(FIRST_VALUES + v, inputs.get(v));
        }
        for (int row = 0; row < FourRows.COUNT; row++) {
            x.vmovups(WEIGHTS, rows.get(row));
            for (int v = 0; v < vectors; v++) {
                x.vfmadd231ps(v * SECOND_SUMS + row, FIRST_VALUES + v, WEIGHTS);
            }
        }
        int bytes = LANES * Float.BYTES;
        x.add(VALUES, bytes);
        x.add(LAST_VALUES, bytes);
        x.add(X, bytes);
    }
}

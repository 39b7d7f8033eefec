package llm.cpu.x86;

import static llm.cpu.x86.Register.R8;
import static llm.cpu.x86.Register.RCX;
import static llm.cpu.x86.Register.RDI;
import static llm.cpu.x86.Register.RDX;
import static llm.cpu.x86.Register.RSI;
import static llm.cpu.x86.Place.at;

import llm.cpu.memory.NativeFunction;

/// Rows of values, each times a number of its own, summed in machine code: what a query makes of
/// the values of a cache. The results are those of [SingleQuery] in Java to the last bit. There
/// this loop is slow until it is compiled, and in one run of ten afterwards: the compiler comes to
/// it from a method that has grown long, leaves a load as a call, and each vector is an object.
///
/// What it earns: 5 % of the time to a small model's first token (`generate`), 4 % of a token of
/// GPT-2 124M behind 512 others (`bench decode`).
public final class WeightedRowsCode {
    private static final int LANES = Assembler.LANES;
    private static final int VECTOR_BYTES = LANES * Float.BYTES;

    private static final Register WEIGHT = RDI;
    private static final Register ROW = RSI;
    private static final Register Y = RDX;
    private static final Register STRIDE = RCX;
    private static final Register ROWS_LEFT = R8;

    // Vectors: sums are 0 to 7.
    private static final int NUMBER = 8;
    private static final int VALUES = 9;

    private static final NativeFunction EIGHT = MachineCode.function(code(8)).orElse(null);
    private static final NativeFunction FOUR = MachineCode.function(code(4)).orElse(null);
    private static final NativeFunction ONE = MachineCode.function(code(1)).orElse(null);
    private static final boolean RUNS = MachineCode.all(EIGHT, FOUR, ONE);

    private WeightedRowsCode() {
    }

    /// How many of so many columns can be given to this loop: whole vectors, or none on a machine
    /// that does not run it.
    public static int part(int columns) {
        return RUNS ? columns & -LANES : 0;
    }

    /// `y[d] = Σⱼ weights[j] · rows[j, d]` for one row or more and whole vectors of columns.
    ///
    /// @param weights address of `(count)`
    /// @param rows    address of the first row
    /// @param stride  bytes from one row to the next
    /// @param y       address of `(columns)`
    public static void sum(long weights, long rows, long stride, int count, int columns, long y) {
        int d = 0;
        for (; d <= columns - 8 * LANES; d += 8 * LANES) {
            EIGHT.call(weights, place(rows, d), place(y, d), stride, count, 0);
        }
        for (; d <= columns - 4 * LANES; d += 4 * LANES) {
            FOUR.call(weights, place(rows, d), place(y, d), stride, count, 0);
        }
        for (; d < columns; d += LANES) {
            ONE.call(weights, place(rows, d), place(y, d), stride, count, 0);
        }
    }

    private static long place(long row, int column) {
        return row + (long) column * Float.BYTES;
    }

    private static byte[] code(int vectors) {
        Assembler x = new Assembler();
        for (int v = 0; v < vectors; v++) {
            x.vxorps(v);
        }
        x.repeat(ROWS_LEFT, () -> {
            x.vbroadcastss(NUMBER, at(WEIGHT));
            for (int v = 0; v < vectors; v++) {
                x.vmovups(VALUES, at(ROW, v * VECTOR_BYTES));
                x.vfmadd231ps(v, NUMBER, VALUES);
            }
            x.add(WEIGHT, Float.BYTES);
            x.add(ROW, STRIDE);
        });
        for (int v = 0; v < vectors; v++) {
            x.vmovups(at(Y, v * VECTOR_BYTES), v);
        }
        x.ret();
        return x.code();
    }
}

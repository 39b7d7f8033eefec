package llm.cpu.x86;

import static llm.cpu.x86.Assembler.LINE;
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
import static llm.cpu.x86.Place.at;
import static llm.cpu.x86.MachineCode.tell;

import java.lang.foreign.MemorySegment;
import java.util.List;
import llm.cpu.memory.NativeFunction;
import llm.tensor.backend.DType;

/// Rows of whole numbers times a vector of whole numbers, [RoundedVectors], as machine code: an
/// instruction multiplies sixteen of them and adds neighbours. With a vector of float32 values
/// there are nearly twice as many instructions, and a core is busy when memory has brought the next
/// weights. Four rows are taken at once, each value of the vector is loaded once for all, and what
/// comes next is fetched meanwhile.
///
/// What it earns: 5–7 % of a token of GPT-2 124M in INT8 (`bench decode --dtype int8`).
public final class Int8Code {
    private static final int LANES = Assembler.LANES;
    private static final int STEP = 2 * LANES;               // columns that are multiplied at once
    private static final int STEPS = DType.GROUP / STEP;
    private static final int FETCH = 256;                    // bytes ahead

    // What is told, as offsets in memory.
    private static final int GROUPS = 0;                     // in a row
    private static final int ROW = 8;                        // bytes of a row
    private static final int SCALES_ROW = 16;
    private static final int RUN_ROWS = 24;
    private static final int RUN = 32;                       // bytes from one run to the next
    private static final int SCALES_RUN = 40;
    private static final int Y_RUN = 48;
    private static final int SCALES = 56;
    private static final ThreadLocal<MemorySegment> TOLD = MachineCode.told(64);

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
    private static final Register GROUPS_LEFT = R14;
    private static final Register ROWS_LEFT = R15;
    private static final Register Y_DISTANCE = RBP;
    private static final List<Register> KEPT = List.of(RBX, RBP, R12, R13, R14, R15);

    // Vectors: sums are 0 to 3, values of x 4 to 11.
    private static final int FIRST_VALUES = 4;
    private static final int X_SCALE = 12;
    private static final int PART = 13;
    private static final int WEIGHTS = 14;
    private static final int BOTH_SCALES = 15;

    private static final NativeFunction MULTIPLY = MachineCode.function(code()).orElse(null);

    private Int8Code() {
    }

    /// Whether this machine runs it.
    public static boolean runsHere() {
        return MULTIPLY != null;
    }

    /// `yᵢ = Σⱼ scale[i, j / 128] · values[i, j] · xⱼ`
    ///
    /// @param values address of `(rows, columns)`; what follows the last row is read up to a whole
    ///               group, and counts nothing
    /// @param scales address of `(rows, groups)`
    /// @param x      address of a vector of [RoundedVectors]
    public static void multiply(long values, long scales, int rows, int columns, long x, long y) {
        FourRows.forEachRun(rows, (first, count, distance) -> multiply(
                values + (long) first * columns, scales + scaleBytes(columns) * first,
                count, distance, columns, x, y + (long) first * Float.BYTES));
    }

    private static void multiply(long values, long scales, int rows, int distance, int columns,
                                 long x, long y) {
        MemorySegment told = TOLD.get();
        tell(told, GROUPS, DType.groups(columns));
        tell(told, ROW, columns);
        tell(told, SCALES_ROW, scaleBytes(columns));
        tell(told, RUN_ROWS, rows);
        tell(told, RUN, (long) distance * columns);
        tell(told, SCALES_RUN, distance * scaleBytes(columns));
        tell(told, Y_RUN, (long) distance * Float.BYTES);
        tell(told, SCALES, scales);
        MULTIPLY.call(values, x, y, told.address());
    }

    private static long scaleBytes(int columns) {
        return (long) DType.groups(columns) * Float.BYTES;
    }

    private static byte[] code() {
        Assembler x = new Assembler();
        KEPT.forEach(x::push);
        x.mov(DISTANCE, at(ARGUMENTS, RUN));
        x.mov(SCALES_DISTANCE, at(ARGUMENTS, SCALES_RUN));
        x.mov(FIRST_SCALES, at(ARGUMENTS, SCALES));
        x.mov(ROWS_LEFT, at(ARGUMENTS, RUN_ROWS));
        x.mov(Y_DISTANCE, at(ARGUMENTS, Y_RUN));
        x.repeat(ROWS_LEFT, () -> {
            fourRows(x);
            x.add(FIRST_ROW, at(ARGUMENTS, ROW));
            x.add(FIRST_SCALES, at(ARGUMENTS, SCALES_ROW));
            x.add(Y, Float.BYTES);
        });
        KEPT.reversed().forEach(x::pop);
        x.ret();
        return x.code();
    }

    private static void fourRows(Assembler x) {
        x.mov(VALUES, FIRST_ROW);
        x.threeDown(LAST_VALUES, FIRST_ROW, DISTANCE);
        x.mov(X, FIRST_X);
        x.mov(SCALE, FIRST_SCALES);
        x.threeDown(LAST_SCALE, FIRST_SCALES, SCALES_DISTANCE);
        for (int i = 0; i < FourRows.COUNT; i++) {
            x.vxorps(i);
        }
        x.mov(GROUPS_LEFT, at(ARGUMENTS, GROUPS));
        x.repeat(GROUPS_LEFT, () -> {
            group(x);
            x.add(VALUES, DType.GROUP);
            x.add(LAST_VALUES, DType.GROUP);
            x.add(X, RoundedVectors.GROUP_BYTES);
            x.add(SCALE, Float.BYTES);
            x.add(LAST_SCALE, Float.BYTES);
        });
        x.threeDown(LAST_VALUES, Y, Y_DISTANCE);
        FourRows.store(x, 0, FourRows.places(Y, LAST_VALUES, Y_DISTANCE));
    }

    /// Sums a group for each row, and adds it, scaled, to what the row has.
    private static void group(Assembler x) {
        List<Place> rows = FourRows.places(VALUES, LAST_VALUES, DISTANCE);
        List<Place> scales = FourRows.places(SCALE, LAST_SCALE, SCALES_DISTANCE);
        for (int i = 0; i < STEPS; i++) {
            x.vmovups(FIRST_VALUES + i, at(X, i * STEP * Short.BYTES));
        }
        x.vbroadcastss(X_SCALE, at(X, RoundedVectors.SCALE));
        for (int row = 0; row < FourRows.COUNT; row++) {
            for (int line = 0; line < DType.GROUP; line += LINE) {
                x.prefetcht0(rows.get(row).plus(FETCH + line));
            }
            for (int i = 0; i < STEPS; i++) {
                x.vpmovsxbw(WEIGHTS, rows.get(row).plus(i * STEP));
                if (i == 0) {
                    x.vpmaddwd(PART, WEIGHTS, FIRST_VALUES);
                } else {
                    x.vpmaddwd(WEIGHTS, WEIGHTS, FIRST_VALUES + i);
                    x.vpaddd(PART, PART, WEIGHTS);
                }
            }
            x.vcvtdq2ps(PART, PART);
            x.vbroadcastss(BOTH_SCALES, scales.get(row));
            x.vmulps(BOTH_SCALES, BOTH_SCALES, X_SCALE);
            x.vfmadd231ps(row, PART, BOTH_SCALES);
        }
    }
}

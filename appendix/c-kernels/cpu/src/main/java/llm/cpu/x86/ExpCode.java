package llm.cpu.x86;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.cpu.x86.Place.at;
import static llm.cpu.x86.Register.RCX;
import static llm.cpu.x86.Register.RDI;
import static llm.cpu.x86.Register.RDX;
import static llm.cpu.x86.Register.RSI;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import llm.cpu.memory.NativeFunction;
import llm.cpu.simd.VectorMath;

/// Loops over exponentials as machine code: the steps of [VectorMath#exp] in the same order, with
/// the same results to the last bit up to `e` to the 88.7, which also stands for all above it. In
/// Java each vector loads a dozen constants again, through two objects each.
///
/// What it earns: 2–3 % of a small training step (`bench train`); SiLU 5 % of the time to a small
/// model's first token (`generate`).
public final class ExpCode {
    private static final int VECTOR_BYTES = Assembler.LANES * Float.BYTES;

    /// Constants in the order in which they stand in memory, a vector for each.
    private enum Constant {
        LOG2_E(VectorMath.LOG2_E), LN2_HIGH(VectorMath.MINUS_LN2_HIGH),
        LN2_LOW(VectorMath.MINUS_LN2_LOW), ROUND(VectorMath.ROUND), LOWEST(VectorMath.EXP_ZERO),
        HIGHEST(VectorMath.EXP_INFINITE), P0(VectorMath.P0), P1(VectorMath.P1),
        P2(VectorMath.P2), P3(VectorMath.P3), P4(VectorMath.P4), P5(VectorMath.P5),
        ONE(VectorMath.ONE), GELU(VectorMath.GELU_FACTOR), GELU_CUBIC(VectorMath.GELU_CUBIC);

        private final FloatVector value;

        Constant(FloatVector value) {
            this.value = value;
        }

        private Place place() {
            return at(MEMORY, ordinal() * VECTOR_BYTES);
        }
    }

    // What a loop is told, and tells, behind the constants.
    private static final int SUM = Constant.values().length * VECTOR_BYTES;
    private static final int SHIFT = SUM + VECTOR_BYTES;
    private static final int FACTOR = SHIFT + Float.BYTES;
    private static final int DOT = FACTOR + Float.BYTES;
    private static final int REST = DOT + Float.BYTES;       // values that fill no vector
    private static final int TOLD_BYTES = REST + VECTOR_BYTES;
    private static final ThreadLocal<MemorySegment> TOLD = ThreadLocal.withInitial(ExpCode::told);

    // Registers: arguments.
    private static final Register X = RDI;
    private static final Register Y = RSI;
    private static final Register VECTORS = RDX;
    private static final Register MEMORY = RCX;

    // Vectors: the exponential is made in place of its argument.
    private static final int VALUE = 0;
    private static final int POWER = 1;
    private static final int SERIES = 2;
    private static final int MASK = 3;
    private static final int SQUARE = 4;
    private static final int LOG2_E = 5;
    private static final int LN2_HIGH = 6;
    private static final int LN2_LOW = 7;
    private static final int LOWEST = 8;
    private static final int HIGHEST = 9;
    private static final int HIGHEST_TERM = 10;
    private static final int ONE = 11;
    private static final int FIRST_FREE = 12;

    private static final NativeFunction EXP_SUM = function(expSum(true));
    private static final NativeFunction SUM_ONLY = function(expSum(false));
    private static final NativeFunction SCALED = function(scaled());
    private static final NativeFunction GRADIENT = function(gradient());
    private static final NativeFunction GELU = function(gelu());
    private static final NativeFunction SILU = function(silu());
    private static final boolean RUNS = MachineCode.runsLikeJava()
            && MachineCode.all(EXP_SUM, SUM_ONLY, SCALED, GRADIENT, GELU, SILU);

    private ExpCode() {
    }

    /// How many of `n` values can be given to these loops: whole vectors, or none on a machine that
    /// does not run them.
    public static int part(int n) {
        return RUNS ? n & -Assembler.LANES : 0;
    }

    private static NativeFunction function(byte[] code) {
        return MachineCode.function(code).orElse(null);
    }

    private static MemorySegment told() {
        MemorySegment told = Arena.ofAuto().allocate(TOLD_BYTES, VECTOR_BYTES);
        for (Constant constant : Constant.values()) {
            VectorMath.store(constant.value, told, (long) constant.ordinal() * Assembler.LANES);
        }
        return told;
    }

    /// `y = e^(x − shift)` for one or more whole vectors at addresses.
    ///
    /// @return a vector whose lanes add up to the sum of `y`
    public static FloatVector expSum(long x, long y, int n, float shift) {
        return run(EXP_SUM, x, y, n, shift, 0f, 0f);
    }

    /// The sum of `e^(x − shift)` in the same way.
    public static FloatVector expSum(long x, int n, float shift) {
        return run(SUM_ONLY, x, x, n, shift, 0f, 0f);
    }

    /// `y = factor · e^(x − shift)`
    public static void scaledExp(long x, long y, int n, float shift, float factor) {
        run(SCALED, x, y, n, shift, factor, 0f);
    }

    /// `x = e^(x − shift)`, then `g = x ⊙ (g − dot) · factor`.
    public static void softmaxGradient(long x, long g, int n, float shift, float dot, float factor) {
        run(GRADIENT, x, g, n, shift, factor, dot);
    }

    /// `Activations.geluTanh`
    ///
    /// @return how many values were made: all, or none on a machine that does not run this
    public static int geluTanh(long x, long y, int n) {
        return all(GELU, x, y, n);
    }

    /// `y = x / (1 + e^(−x))`
    ///
    /// @return how many values were made: all, or none on a machine that does not run this
    public static int silu(long x, long y, int n) {
        return all(SILU, x, y, n);
    }

    /// The values that fill no vector too, in a vector of their own: whatever a value's neighbours
    /// are, it becomes the same.
    private static int all(NativeFunction code, long x, long y, int n) {
        if (!RUNS) {
            return 0;
        }
        int whole = n & -Assembler.LANES;
        if (whole > 0) {
            run(code, x, y, whole, 0f, 0f, 0f);
        }
        if (whole < n) {
            MemorySegment rest = TOLD.get().asSlice(REST, VECTOR_BYTES).fill((byte) 0);
            long bytes = (long) (n - whole) * Float.BYTES;
            long done = (long) whole * Float.BYTES;
            MemorySegment.copy(VectorMath.MEMORY, x + done, rest, 0, bytes);
            run(code, rest.address(), rest.address(), Assembler.LANES, 0f, 0f, 0f);
            MemorySegment.copy(rest, 0, VectorMath.MEMORY, y + done, bytes);
        }
        return n;
    }

    private static FloatVector run(NativeFunction code, long x, long y, int n, float shift,
                                   float factor, float dot) {
        MemorySegment told = TOLD.get();
        told.set(JAVA_FLOAT, SHIFT, shift);
        told.set(JAVA_FLOAT, FACTOR, factor);
        told.set(JAVA_FLOAT, DOT, dot);
        code.call(x, y, n / Assembler.LANES, told.address());
        return VectorMath.loadAt(told.address() + SUM);
    }

    private static byte[] expSum(boolean stored) {
        int shift = FIRST_FREE;
        int sum = FIRST_FREE + 1;
        Assembler x = start();
        x.vbroadcastss(shift, at(MEMORY, SHIFT));
        x.vxorps(sum);
        forEachVector(x, () -> {
            x.vmovups(VALUE, at(X));
            x.vsubps(VALUE, VALUE, shift);
            exp(x);
            if (stored) {
                x.vmovups(at(Y), VALUE);
            }
            x.vaddps(sum, sum, VALUE);
        });
        x.vmovups(at(MEMORY, SUM), sum);
        return end(x);
    }

    private static byte[] scaled() {
        int shift = FIRST_FREE;
        int factor = FIRST_FREE + 1;
        Assembler x = start();
        x.vbroadcastss(shift, at(MEMORY, SHIFT));
        x.vbroadcastss(factor, at(MEMORY, FACTOR));
        forEachVector(x, () -> {
            x.vmovups(VALUE, at(X));
            x.vsubps(VALUE, VALUE, shift);
            exp(x);
            x.vmulps(VALUE, VALUE, factor);
            x.vmovups(at(Y), VALUE);
        });
        return end(x);
    }

    private static byte[] gradient() {
        int shift = FIRST_FREE;
        int factor = FIRST_FREE + 1;
        int dot = FIRST_FREE + 2;
        int g = FIRST_FREE + 3;
        Assembler x = start();
        x.vbroadcastss(shift, at(MEMORY, SHIFT));
        x.vbroadcastss(factor, at(MEMORY, FACTOR));
        x.vbroadcastss(dot, at(MEMORY, DOT));
        forEachVector(x, () -> {
            x.vmovups(VALUE, at(X));
            x.vsubps(VALUE, VALUE, shift);
            exp(x);
            x.vmovups(at(X), VALUE);
            x.vmovups(g, at(Y));
            x.vsubps(g, g, dot);
            x.vmulps(g, g, VALUE);
            x.vmulps(g, g, factor);
            x.vmovups(at(Y), g);
        });
        return end(x);
    }

    /// `x / (1 + e^(−2u))` with `2u = x(f + c x²)`
    private static byte[] gelu() {
        int input = FIRST_FREE;
        int factor = FIRST_FREE + 1;
        int cubicFactor = FIRST_FREE + 2;
        int zero = FIRST_FREE + 3;
        Assembler x = start();
        x.vmovups(factor, Constant.GELU.place());
        x.vmovups(cubicFactor, Constant.GELU_CUBIC.place());
        x.vxorps(zero);
        forEachVector(x, () -> {
            x.vmovups(input, at(X));
            x.vmulps(VALUE, input, input);
            x.vfmadd213ps(VALUE, cubicFactor, factor);
            x.vmulps(VALUE, VALUE, input);
            x.vsubps(VALUE, zero, VALUE);
            exp(x);
            x.vaddps(VALUE, VALUE, ONE);
            x.vdivps(VALUE, input, VALUE);
            x.vmovups(at(Y), VALUE);
        });
        return end(x);
    }

    private static byte[] silu() {
        int input = FIRST_FREE;
        int zero = FIRST_FREE + 1;
        Assembler x = start();
        x.vxorps(zero);
        forEachVector(x, () -> {
            x.vmovups(input, at(X));
            x.vsubps(VALUE, zero, input);
            exp(x);
            x.vaddps(VALUE, VALUE, ONE);
            x.vdivps(VALUE, ONE, VALUE);
            x.vmulps(VALUE, input, VALUE);
            x.vmovups(at(Y), VALUE);
        });
        return end(x);
    }

    private static Assembler start() {
        Assembler x = new Assembler();
        x.vmovups(LOG2_E, Constant.LOG2_E.place());
        x.vmovups(LN2_HIGH, Constant.LN2_HIGH.place());
        x.vmovups(LN2_LOW, Constant.LN2_LOW.place());
        x.vmovups(LOWEST, Constant.LOWEST.place());
        x.vmovups(HIGHEST, Constant.HIGHEST.place());
        x.vmovups(HIGHEST_TERM, Constant.P0.place());
        x.vmovups(ONE, Constant.ONE.place());
        return x;
    }

    private static void forEachVector(Assembler x, Runnable body) {
        x.repeat(VECTORS, () -> {
            body.run();
            x.add(X, VECTOR_BYTES);
            x.add(Y, VECTOR_BYTES);
        });
    }

    private static byte[] end(Assembler x) {
        x.ret();
        return x.code();
    }

    /// Makes [#VALUE] its exponential.
    private static void exp(Assembler x) {
        x.vcmpnltps(MASK, VALUE, LOWEST);
        x.vminps(VALUE, HIGHEST, VALUE);
        x.vmovups(POWER, Constant.ROUND.place());
        x.vfmadd231ps(POWER, VALUE, LOG2_E);
        x.vsubps(SERIES, POWER, Constant.ROUND.place());
        x.vfmadd231ps(VALUE, SERIES, LN2_HIGH);
        x.vfmadd231ps(VALUE, SERIES, LN2_LOW);
        x.vmovups(SERIES, Constant.P1.place());
        x.vfmadd231ps(SERIES, VALUE, HIGHEST_TERM);
        for (Constant term : List.of(Constant.P2, Constant.P3, Constant.P4, Constant.P5)) {
            x.vfmadd213ps(SERIES, VALUE, term.place());
        }
        x.vmulps(SQUARE, VALUE, VALUE);
        x.vfmadd213ps(SERIES, SQUARE, VALUE);
        x.vaddps(SERIES, SERIES, ONE);
        x.vpslld(POWER, POWER, 23);
        x.vpaddd(SERIES, SERIES, POWER);
        x.vandps(VALUE, SERIES, MASK);
    }
}

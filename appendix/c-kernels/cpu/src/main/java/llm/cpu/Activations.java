package llm.cpu;

import static llm.cpu.simd.VectorMath.FLOATS;
import static llm.cpu.simd.VectorMath.GELU_CUBIC;
import static llm.cpu.simd.VectorMath.GELU_FACTOR;
import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.ONE;
import static llm.cpu.simd.VectorMath.address;
import static llm.cpu.simd.VectorMath.exp;
import static llm.cpu.simd.VectorMath.first;
import static llm.cpu.simd.VectorMath.load;
import static llm.cpu.simd.VectorMath.put;
import static llm.cpu.simd.VectorMath.sigmoid;
import static llm.cpu.simd.VectorMath.store;
import static llm.cpu.simd.VectorMath.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import llm.cpu.x86.ExpCode;

/// GELU, ReLU², SiLU and SwiGLU of `n` values from index `at` on, each loop written out so that the
/// compiler keeps its vectors in registers.
final class Activations {
    // 2u = x(f + c x²) with f = 2√(2/π) and c = 0.044715 f; its slope is f + 3c x².
    private static final FloatVector CUBIC_SLOPE = vector(0.2140644488f);
    private static final FloatVector HALF = vector(0.5f);
    private static final FloatVector ZERO = vector(0f);
    private static final float SQRT_HALF = 0.70710678f;
    private static final float INVERSE_SQRT_2_PI = 0.3989422804f;

    private Activations() {
    }

    /// `½x(1 + tanh u) = x · sigmoid(2u)` with `u = √(2/π)(x + 0.044715x³)`.
    static void geluTanh(MemorySegment x, MemorySegment y, long at, int n) {
        long in = address(x, at, n);
        long out = address(y, at, n);
        int i = ExpCode.geluTanh(in, out, n);
        for (; i <= n - LANES; i += LANES) {
            store(geluTanh(load(in, i)), out, i);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            store(geluTanh(load(in, i, rest)), out, i, rest);
        }
    }

    /// `gy · (s + (y − y·s) · 2u′)` with `s = sigmoid(2u) = y / x`, which forward has computed.
    static void geluTanhBackward(MemorySegment x, MemorySegment y, MemorySegment gy,
                                 MemorySegment gx, boolean add, long at, int n) {
        long in = address(x, at, n);
        long out = address(y, at, n);
        long gOut = address(gy, at, n);
        long gIn = address(gx, at, n);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            put(load(gOut, i).mul(geluTanhSlope(load(in, i), load(out, i))), gIn, i, add);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            FloatVector slope = geluTanhSlope(load(in, i, rest), load(out, i, rest));
            put(load(gOut, i, rest).mul(slope), gIn, i, add, rest);
        }
    }

    /// `x · Φ(x)`, Φ the standard normal distribution.
    static void geluExact(MemorySegment x, MemorySegment y, long at, int n) {
        long in = address(x, at, n);
        long out = address(y, at, n);
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> here = first(n - i);
            FloatVector v = load(in, i, here);
            store(v.mul(normalDistribution(v)), out, i, here);
        }
    }

    static void geluExactBackward(MemorySegment x, MemorySegment gy, MemorySegment gx, boolean add,
                                  long at, int n) {
        long in = address(x, at, n);
        long gOut = address(gy, at, n);
        long gIn = address(gx, at, n);
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> here = first(n - i);
            FloatVector v = load(in, i, here);
            FloatVector density = exp(v.mul(v).mul(-0.5f)).mul(INVERSE_SQRT_2_PI);
            FloatVector slope = density.fma(v, normalDistribution(v));
            put(load(gOut, i, here).mul(slope), gIn, i, add, here);
        }
    }

    /// `max(x, 0)²`
    static void reluSquared(MemorySegment x, MemorySegment y, long at, int n) {
        long in = address(x, at, n);
        long out = address(y, at, n);
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> here = first(n - i);
            FloatVector v = load(in, i, here);
            store(v.mul(v.max(ZERO)), out, i, here);
        }
    }

    static void reluSquaredBackward(MemorySegment x, MemorySegment gy, MemorySegment gx,
                                    boolean add, long at, int n) {
        long in = address(x, at, n);
        long gOut = address(gy, at, n);
        long gIn = address(gx, at, n);
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> here = first(n - i);
            FloatVector slope = load(in, i, here).max(ZERO).mul(2);
            put(load(gOut, i, here).mul(slope), gIn, i, add, here);
        }
    }

    static void silu(MemorySegment x, MemorySegment y, long at, int n) {
        long in = address(x, at, n);
        long out = address(y, at, n);
        int i = ExpCode.silu(in, out, n);
        for (; i <= n - LANES; i += LANES) {
            FloatVector v = load(in, i);
            store(v.mul(sigmoid(v)), out, i);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            FloatVector v = load(in, i, rest);
            store(v.mul(sigmoid(v)), out, i, rest);
        }
    }

    static void siluBackward(MemorySegment x, MemorySegment gy, MemorySegment gx, boolean add,
                             long at, int n) {
        long in = address(x, at, n);
        long gOut = address(gy, at, n);
        long gIn = address(gx, at, n);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            put(load(gOut, i).mul(siluSlope(load(in, i))), gIn, i, add);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            put(load(gOut, i, rest).mul(siluSlope(load(in, i, rest))), gIn, i, add, rest);
        }
    }

    static void swiglu(MemorySegment gate, MemorySegment up, MemorySegment y, long at, int n) {
        long gates = address(gate, at, n);
        long ups = address(up, at, n);
        long out = address(y, at, n);
        int i = ExpCode.silu(gates, out, n);
        multiply(out, ups, i);
        for (; i <= n - LANES; i += LANES) {
            FloatVector g = load(gates, i);
            store(g.mul(sigmoid(g)).mul(load(ups, i)), out, i);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            FloatVector g = load(gates, i, rest);
            store(g.mul(sigmoid(g)).mul(load(ups, i, rest)), out, i, rest);
        }
    }

    /// `x = x ⊙ y`
    private static void multiply(long x, long y, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> here = first(n - i);
            store(load(x, i, here).mul(load(y, i, here)), x, i, here);
        }
    }

    private static FloatVector geluTanh(FloatVector x) {
        FloatVector u = x.mul(x).fma(GELU_CUBIC, GELU_FACTOR).mul(x);       // 2u
        return x.div(exp(u.neg()).add(ONE));
    }

    private static FloatVector geluTanhSlope(FloatVector x, FloatVector y) {
        FloatVector s = y.div(x).blend(HALF, x.compare(VectorOperators.EQ, ZERO));
        FloatVector du = x.mul(x).fma(CUBIC_SLOPE, GELU_FACTOR);              // 2u′
        return y.sub(y.mul(s)).fma(du, s);
    }

    private static FloatVector siluSlope(FloatVector x) {
        return siluSlope(x, sigmoid(x));
    }

    /// @param s `sigmoid(x)`
    static FloatVector siluSlope(FloatVector x, FloatVector s) {
        return s.sub(s.mul(s)).fma(x, s);
    }

    /// Φ within 10⁻⁷. Source: Abramowitz and Stegun (1964), 7.1.26.
    private static FloatVector normalDistribution(FloatVector x) {
        FloatVector z = x.lanewise(VectorOperators.ABS).mul(SQRT_HALF);
        FloatVector t = FloatVector.broadcast(FLOATS, 1f).div(z.mul(0.3275911f).add(1f));
        FloatVector p = t.mul(1.061405429f).add(-1.453152027f);
        p = p.mul(t).add(1.421413741f);
        p = p.mul(t).add(-0.284496736f);
        p = p.mul(t).add(0.254829592f);
        FloatVector upperTail = p.mul(t).mul(exp(z.mul(z).neg())).mul(0.5f);
        VectorMask<Float> positive = x.compare(VectorOperators.GT, 0f);
        return upperTail.blend(upperTail.neg().add(1f), positive);
    }
}

package llm.cpu;

import static llm.cpu.simd.VectorMath.FLOATS;
import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.address;
import static llm.cpu.simd.VectorMath.exp;
import static llm.cpu.simd.VectorMath.first;
import static llm.cpu.simd.VectorMath.load;
import static llm.cpu.simd.VectorMath.put;
import static llm.cpu.simd.VectorMath.setValue;
import static llm.cpu.simd.VectorMath.store;
import static llm.cpu.simd.VectorMath.value;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import llm.cpu.simd.VectorMath;
import llm.cpu.x86.ExpCode;

/// What the kernels do with one row: `n` values of `x` from index `at` on.
final class RowMath {
    private static final float NEGATIVE_INFINITY = Float.NEGATIVE_INFINITY;

    private RowMath() {
    }

    static float max(MemorySegment x, long at, int n) {
        long in = address(x, at, n);
        FloatVector max = FloatVector.broadcast(FLOATS, NEGATIVE_INFINITY);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            max = max.max(load(in, i));
        }
        float result = max.reduceLanes(VectorOperators.MAX);
        for (; i < n; i++) {
            result = Math.max(result, value(in, i));
        }
        return result;
    }

    /// Whether `x` comes before `y` when values fall: NaN is less than all.
    static boolean isLarger(float x, float y) {
        return x > y || Float.isNaN(y) && !Float.isNaN(x);
    }

    /// In four sums: one would wait for itself, and round more often.
    static float sum(MemorySegment x, long at, int n) {
        long in = address(x, at, n);
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = FloatVector.zero(FLOATS);
        FloatVector sum2 = FloatVector.zero(FLOATS);
        FloatVector sum3 = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            sum0 = sum0.add(load(in, i));
            sum1 = sum1.add(load(in, i + LANES));
            sum2 = sum2.add(load(in, i + 2 * LANES));
            sum3 = sum3.add(load(in, i + 3 * LANES));
        }
        for (; i < n; i += LANES) {
            sum0 = sum0.add(load(in, i, first(n - i)));
        }
        return VectorMath.sum(sum0.add(sum1).add(sum2.add(sum3)));
    }

    /// `Σ (x − shift)²`
    static float squaredDistance(MemorySegment x, long at, int n, float shift) {
        long in = address(x, at, n);
        FloatVector shifts = VectorMath.vector(shift);
        FloatVector sum = FloatVector.zero(FLOATS);
        FloatVector second = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i <= n - 2 * LANES; i += 2 * LANES) {
            FloatVector d = load(in, i).sub(shifts);
            FloatVector e = load(in, i + LANES).sub(shifts);
            sum = d.fma(d, sum);
            second = e.fma(e, second);
        }
        for (; i <= n - LANES; i += LANES) {
            FloatVector d = load(in, i).sub(shifts);
            sum = d.fma(d, sum);
        }
        float result = VectorMath.sum(sum.add(second));
        for (; i < n; i++) {
            float d = value(in, i) - shift;
            result += d * d;
        }
        return result;
    }

    static float dot(MemorySegment x, long at, MemorySegment y, long yAt, int n) {
        long a = address(x, at, n);
        long b = address(y, yAt, n);
        FloatVector sum = FloatVector.zero(FLOATS);
        FloatVector second = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i <= n - 2 * LANES; i += 2 * LANES) {
            sum = load(a, i).fma(load(b, i), sum);
            second = load(a, i + LANES).fma(load(b, i + LANES), second);
        }
        for (; i <= n - LANES; i += LANES) {
            sum = load(a, i).fma(load(b, i), sum);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            second = load(a, i, rest).fma(load(b, i, rest), second);
        }
        return VectorMath.sum(sum.add(second));
    }

    /// `y = e^(x − shift)`, and the sum of it.
    static float expSum(MemorySegment x, long at, float shift, MemorySegment y, long yAt, int n) {
        long in = address(x, at, n);
        long out = address(y, yAt, n);
        int i = ExpCode.part(n);
        FloatVector sum = i > 0 ? ExpCode.expSum(in, out, i, shift) : FloatVector.zero(FLOATS);
        for (; i <= n - LANES; i += LANES) {
            FloatVector e = exp(load(in, i).sub(shift));
            store(e, out, i);
            sum = sum.add(e);
        }
        float result = VectorMath.sum(sum);
        return i < n ? result + expSumOfRest(in, out, i, shift, n) : result;
    }

    /// Fewer values than a vector has. Apart, so that the loop before stays small enough for the
    /// compiler to keep its vectors in registers.
    private static float expSumOfRest(long x, long y, int i, float shift, int n) {
        VectorMask<Float> rest = first(n - i);
        FloatVector e = exp(load(x, i, rest).sub(shift));
        store(e, y, i, rest);
        return VectorMath.sum(e, rest);
    }

    /// `ln Σ eˣ`, computed from the largest value so that nothing overflows.
    static float logSumExp(MemorySegment x, long at, int n) {
        long in = address(x, at, n);
        float max = max(x, at, n);
        if (Float.isInfinite(max)) {
            return max;
        }
        int i = ExpCode.part(n);
        FloatVector sum = i > 0 ? ExpCode.expSum(in, i, max) : FloatVector.zero(FLOATS);
        for (; i <= n - LANES; i += LANES) {
            sum = sum.add(exp(load(in, i).sub(max)));
        }
        float result = VectorMath.sum(sum);
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            result += VectorMath.sum(exp(load(in, i, rest).sub(max)), rest);
        }
        return max + (float) Math.log(result);
    }

    /// `y = factor · e^(x − shift)`, or added.
    static void scaledExp(MemorySegment x, long at, float shift, float factor, MemorySegment y,
                          boolean add, int n) {
        long in = address(x, at, n);
        long out = address(y, at, n);
        int i = add ? 0 : ExpCode.part(n);
        if (i > 0) {
            ExpCode.scaledExp(in, out, i, shift, factor);
        }
        for (; i <= n - LANES; i += LANES) {
            put(exp(load(in, i).sub(shift)).mul(factor), out, i, add);
        }
        if (i < n) {
            scaledExpOfRest(in, out, i, shift, factor, add, n);
        }
    }

    private static void scaledExpOfRest(long x, long y, int i, float shift, float factor,
                                        boolean add, int n) {
        VectorMask<Float> rest = first(n - i);
        put(exp(load(x, i, rest).sub(shift)).mul(factor), y, i, add, rest);
    }

    /// `y = factor · x + shift`, or added.
    static void scale(MemorySegment x, long at, float factor, float shift, MemorySegment y,
                      boolean add, int n) {
        long in = address(x, at, n);
        long out = address(y, at, n);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            put(load(in, i).mul(factor).add(shift), out, i, add);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            put(load(in, i, rest).mul(factor).add(shift), out, i, add, rest);
        }
    }

    /// `y += x₀ + x₁ + x₂ + x₃`, four rows `stride` apart: what is added up is read and written once
    /// for all of them.
    static void addFourRows(MemorySegment x, long at, long stride, MemorySegment y, long yAt,
                            int n) {
        long in = address(x, at, 3 * stride + n);
        long out = address(y, yAt, n);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector sum01 = load(in, i).add(load(in, stride + i));
            FloatVector sum23 = load(in, 2 * stride + i).add(load(in, 3 * stride + i));
            store(load(out, i).add(sum01.add(sum23)), out, i);
        }
        if (i < n) {                                         // in the same order, wherever it ends
            VectorMask<Float> rest = first(n - i);
            FloatVector sum01 = load(in, i, rest).add(load(in, stride + i, rest));
            FloatVector sum23 = load(in, 2 * stride + i, rest)
                    .add(load(in, 3 * stride + i, rest));
            store(load(out, i, rest).add(sum01.add(sum23)), out, i, rest);
        }
    }

    /// `x = 0`
    static void clear(MemorySegment x, long at, int n) {
        fill(x, at, n, 0f);
    }

    /// `x = number`
    static void fill(MemorySegment x, long at, int n, float number) {
        long out = address(x, at, n);
        FloatVector numbers = VectorMath.vector(number);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            store(numbers, out, i);
        }
        for (; i < n; i++) {
            setValue(out, i, number);
        }
    }

    /// `y += factor · x`
    static void addScaled(MemorySegment x, long at, float factor, MemorySegment y, long yAt,
                          int n) {
        long in = address(x, at, n);
        long out = address(y, yAt, n);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            store(load(in, i).mul(factor).add(load(out, i)), out, i);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            store(load(in, i, rest).mul(factor).add(load(out, i, rest)), out, i, rest);
        }
    }
}

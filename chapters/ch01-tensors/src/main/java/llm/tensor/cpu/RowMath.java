package llm.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.tensor.cpu.VectorMath.FLOATS;
import static llm.tensor.cpu.VectorMath.LANES;
import static llm.tensor.cpu.VectorMath.exp;
import static llm.tensor.cpu.VectorMath.first;
import static llm.tensor.cpu.VectorMath.load;
import static llm.tensor.cpu.VectorMath.put;
import static llm.tensor.cpu.VectorMath.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// What the kernels do with one row: `n` values of `x` from index `at` on.
final class RowMath {
    private static final float NEGATIVE_INFINITY = Float.NEGATIVE_INFINITY;

    private RowMath() {
    }

    static float max(MemorySegment x, long at, int n) {
        FloatVector max = FloatVector.broadcast(FLOATS, NEGATIVE_INFINITY);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            max = max.max(load(x, at + i));
        }
        float result = max.reduceLanes(VectorOperators.MAX);
        for (; i < n; i++) {
            result = Math.max(result, x.getAtIndex(JAVA_FLOAT, at + i));
        }
        return result;
    }

    /// In four sums: one would wait for itself, and round more often.
    static float sum(MemorySegment x, long at, int n) {
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = FloatVector.zero(FLOATS);
        FloatVector sum2 = FloatVector.zero(FLOATS);
        FloatVector sum3 = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            sum0 = sum0.add(load(x, at + i));
            sum1 = sum1.add(load(x, at + i + LANES));
            sum2 = sum2.add(load(x, at + i + 2 * LANES));
            sum3 = sum3.add(load(x, at + i + 3 * LANES));
        }
        for (; i < n; i += LANES) {
            sum0 = sum0.add(load(x, at + i, first(n - i)));
        }
        return VectorMath.sum(sum0.add(sum1).add(sum2.add(sum3)));
    }

    /// `Σ (x − shift)²`
    static float squaredDistance(MemorySegment x, long at, int n, float shift) {
        FloatVector shifts = VectorMath.vector(shift);
        FloatVector sum = FloatVector.zero(FLOATS);
        FloatVector second = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i <= n - 2 * LANES; i += 2 * LANES) {
            FloatVector d = load(x, at + i).sub(shifts);
            FloatVector e = load(x, at + i + LANES).sub(shifts);
            sum = d.fma(d, sum);
            second = e.fma(e, second);
        }
        for (; i <= n - LANES; i += LANES) {
            FloatVector d = load(x, at + i).sub(shifts);
            sum = d.fma(d, sum);
        }
        float result = VectorMath.sum(sum.add(second));
        for (; i < n; i++) {
            float d = x.getAtIndex(JAVA_FLOAT, at + i) - shift;
            result += d * d;
        }
        return result;
    }

    static float dot(MemorySegment x, long at, MemorySegment y, long yAt, int n) {
        FloatVector sum = FloatVector.zero(FLOATS);
        FloatVector second = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i <= n - 2 * LANES; i += 2 * LANES) {
            sum = load(x, at + i).fma(load(y, yAt + i), sum);
            second = load(x, at + i + LANES).fma(load(y, yAt + i + LANES), second);
        }
        for (; i <= n - LANES; i += LANES) {
            sum = load(x, at + i).fma(load(y, yAt + i), sum);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            second = load(x, at + i, rest).fma(load(y, yAt + i, rest), second);
        }
        return VectorMath.sum(sum.add(second));
    }

    /// `y = e^(x − shift)`, and the sum of it.
    static float expSum(MemorySegment x, long at, float shift, MemorySegment y, long yAt, int n) {
        FloatVector sum = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector e = exp(load(x, at + i).sub(shift));
            store(e, y, yAt + i);
            sum = sum.add(e);
        }
        float result = VectorMath.sum(sum);
        return i < n ? result + expSumOfRest(x, at + i, shift, y, yAt + i, n - i) : result;
    }

    /// Fewer values than a vector has. Apart, so that the loop before stays small enough for the
    /// compiler to keep its vectors in registers.
    private static float expSumOfRest(MemorySegment x, long at, float shift, MemorySegment y,
                                      long yAt, int n) {
        VectorMask<Float> rest = first(n);
        FloatVector e = exp(load(x, at, rest).sub(shift));
        store(e, y, yAt, rest);
        return VectorMath.sum(e, rest);
    }

    /// `ln Σ eˣ`, computed from the largest value so that nothing overflows.
    static float logSumExp(MemorySegment x, long at, int n) {
        float max = max(x, at, n);
        if (Float.isInfinite(max)) {
            return max;
        }
        FloatVector sum = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            sum = sum.add(exp(load(x, at + i).sub(max)));
        }
        float result = VectorMath.sum(sum);
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            result += VectorMath.sum(exp(load(x, at + i, rest).sub(max)), rest);
        }
        return max + (float) Math.log(result);
    }

    /// `y = factor · e^(x − shift)`, or added.
    static void scaledExp(MemorySegment x, long at, float shift, float factor, MemorySegment y,
                          boolean add, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            put(exp(load(x, at + i).sub(shift)).mul(factor), y, at + i, add);
        }
        if (i < n) {
            scaledExpOfRest(x, at + i, shift, factor, y, add, n - i);
        }
    }

    private static void scaledExpOfRest(MemorySegment x, long at, float shift, float factor,
                                        MemorySegment y, boolean add, int n) {
        VectorMask<Float> rest = first(n);
        put(exp(load(x, at, rest).sub(shift)).mul(factor), y, at, add, rest);
    }

    /// `y = factor · x + shift`
    static void scale(MemorySegment x, long at, float factor, float shift, MemorySegment y,
                      long yAt, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            store(load(x, at + i).mul(factor).add(shift), y, yAt + i);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            store(load(x, at + i, rest).mul(factor).add(shift), y, yAt + i, rest);
        }
    }

    /// `y += x₀ + x₁ + x₂ + x₃`, four rows `stride` apart: what is added up is read and written once
    /// for all of them.
    static void addFourRows(MemorySegment x, long at, long stride, MemorySegment y, long yAt,
                            int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector sum01 = load(x, at + i).add(load(x, at + stride + i));
            FloatVector sum23 = load(x, at + 2 * stride + i).add(load(x, at + 3 * stride + i));
            store(load(y, yAt + i).add(sum01.add(sum23)), y, yAt + i);
        }
        for (int row = 0; row < 4; row++) {
            addScaled(x, at + row * stride + i, 1f, y, yAt + i, n - i);
        }
    }

    /// `x = 0`
    static void clear(MemorySegment x, long at, int n) {
        FloatVector zero = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            store(zero, x, at + i);
        }
        for (; i < n; i++) {
            x.setAtIndex(JAVA_FLOAT, at + i, 0f);
        }
    }

    /// `y += factor · x`
    static void addScaled(MemorySegment x, long at, float factor, MemorySegment y, long yAt,
                          int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            store(load(x, at + i).mul(factor).add(load(y, yAt + i)), y, yAt + i);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            store(load(x, at + i, rest).mul(factor).add(load(y, yAt + i, rest)), y, yAt + i,
                    rest);
        }
    }
}

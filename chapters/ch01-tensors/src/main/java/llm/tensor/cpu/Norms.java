package llm.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.tensor.cpu.VectorMath.FLOATS;
import static llm.tensor.cpu.VectorMath.LANES;
import static llm.tensor.cpu.VectorMath.first;
import static llm.tensor.cpu.VectorMath.load;
import static llm.tensor.cpu.VectorMath.put;
import static llm.tensor.cpu.VectorMath.store;
import static llm.tensor.cpu.VectorMath.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Layer norm and RMS norm of one row of `n` values, which begins at index `at`.
///
/// Both write a row as `x̂ = (x − mean) · factor` with the factor the reciprocal deviation (or
/// root mean square, where the mean counts as 0), then `y = x̂ · (weight + shift) + bias`.
final class Norms {

    private Norms() {
    }

    /// The row's forward pass once its mean and factor are known; `bias` may be null.
    static void normalize(MemorySegment x, long at, int n, float mean, float factor,
                          MemorySegment weight, float shift, MemorySegment bias,
                          MemorySegment y) {
        FloatVector means = vector(mean);
        FloatVector factors = vector(factor);
        FloatVector shifts = vector(shift);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector xHat = load(x, at + i).sub(means).mul(factors);
            FloatVector scaled = xHat.mul(load(weight, i).add(shifts));
            store(bias == null ? scaled : scaled.add(load(bias, i)), y, at + i);
        }
        for (; i < n; i++) {
            float xHat = (x.getAtIndex(JAVA_FLOAT, at + i) - mean) * factor;
            float b = bias == null ? 0f : bias.getAtIndex(JAVA_FLOAT, i);
            y.setAtIndex(JAVA_FLOAT, at + i,
                    xHat * (weight.getAtIndex(JAVA_FLOAT, i) + shift) + b);
        }
    }

    /// Sums over a row that its backward pass needs.
    ///
    /// @param gradient       `Σ gy · w`
    /// @param gradientTimesX `Σ gy · w · x̂`
    record Sums(float gradient, float gradientTimesX) {
    }

    static Sums sums(MemorySegment x, long at, int n, float mean, float factor,
                     MemorySegment weight, float shift, MemorySegment gy) {
        FloatVector means = vector(mean);
        FloatVector factors = vector(factor);
        FloatVector shifts = vector(shift);
        FloatVector g = FloatVector.zero(FLOATS);
        FloatVector gx = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector gw = load(gy, at + i).mul(load(weight, i).add(shifts));
            g = g.add(gw);
            gx = gw.fma(load(x, at + i).sub(means).mul(factors), gx);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            FloatVector gw = load(gy, at + i, rest).mul(load(weight, i, rest).add(shifts));
            g = g.add(gw);
            gx = gw.fma(load(x, at + i, rest).sub(means).mul(factors), gx);
        }
        return new Sums(VectorMath.sum(g), VectorMath.sum(gx));
    }

    /// `gx = factor · (gy·w − a − x̂·b)` with `a` and `b` the row's means of `gy·w` and
    /// `gy·w·x̂`; written as `gy·w · factor + x · slope + offset`.
    static void backward(MemorySegment x, long at, int n, float mean, float factor,
                         MemorySegment weight, float shift, MemorySegment gy, float a, float b,
                         MemorySegment gx, boolean add) {
        FloatVector scale = vector(factor);
        FloatVector slope = vector(-factor * factor * b);
        FloatVector offset = vector(factor * (factor * b * mean - a));
        FloatVector shifts = vector(shift);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector gw = load(gy, at + i).mul(load(weight, i).add(shifts));
            put(gw.fma(scale, load(x, at + i).fma(slope, offset)), gx, at + i, add);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            FloatVector gw = load(gy, at + i, rest).mul(load(weight, i, rest).add(shifts));
            put(gw.fma(scale, load(x, at + i, rest).fma(slope, offset)), gx, at + i, add, rest);
        }
    }

    /// `gWeight += gy · x̂` for columns `from` to `to` of a row.
    static void addWeightGradient(MemorySegment x, long at, int from, int to, float mean,
                                  float factor, MemorySegment gy, MemorySegment gWeight) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector xHat = load(x, at + i).sub(mean).mul(factor);
            store(load(gy, at + i).fma(xHat, load(gWeight, i)), gWeight, i);
        }
        if (i < to) {
            VectorMask<Float> rest = first(to - i);
            FloatVector xHat = load(x, at + i, rest).sub(mean).mul(factor);
            store(load(gy, at + i, rest).fma(xHat, load(gWeight, i, rest)), gWeight, i, rest);
        }
    }
}

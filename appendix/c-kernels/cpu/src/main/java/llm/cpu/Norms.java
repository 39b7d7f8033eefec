package llm.cpu;

import static llm.cpu.simd.VectorMath.FLOATS;
import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.address;
import static llm.cpu.simd.VectorMath.first;
import static llm.cpu.simd.VectorMath.load;
import static llm.cpu.simd.VectorMath.put;
import static llm.cpu.simd.VectorMath.setValue;
import static llm.cpu.simd.VectorMath.store;
import static llm.cpu.simd.VectorMath.value;
import static llm.cpu.simd.VectorMath.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import llm.cpu.simd.VectorMath;

/// Layer norm and RMS norm of one row of `n` values, which begins at index `at`.
///
/// Both write a row as `x̂ = (x − mean) · factor` with the factor the reciprocal deviation (or
/// root mean square, where the mean counts as 0), then `y = x̂ · (weight + shift) + bias`.
final class Norms {

    private Norms() {
    }

    /// A row of layer norm once its mean and factor are known.
    static void layer(MemorySegment x, long at, int n, float mean, float factor,
                      MemorySegment weight, MemorySegment bias, MemorySegment y) {
        long in = address(x, at, n);
        long w = address(weight, 0, n);
        long b = address(bias, 0, n);
        long out = address(y, at, n);
        FloatVector means = vector(mean);
        FloatVector factors = vector(factor);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector xHat = load(in, i).sub(means).mul(factors);
            store(xHat.mul(load(w, i)).add(load(b, i)), out, i);
        }
        for (; i < n; i++) {
            setValue(out, i, (value(in, i) - mean) * factor * value(w, i) + value(b, i));
        }
    }

    /// A row of RMS norm once its factor is known.
    static void rms(MemorySegment x, long at, int n, float factor, MemorySegment weight,
                    float shift, MemorySegment y) {
        long in = address(x, at, n);
        long w = address(weight, 0, n);
        long out = address(y, at, n);
        FloatVector factors = vector(factor);
        FloatVector shifts = vector(shift);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            store(load(in, i).mul(factors).mul(load(w, i).add(shifts)), out, i);
        }
        for (; i < n; i++) {
            setValue(out, i, value(in, i) * factor * (value(w, i) + shift));
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
        long in = address(x, at, n);
        long w = address(weight, 0, n);
        long gOut = address(gy, at, n);
        FloatVector means = vector(mean);
        FloatVector factors = vector(factor);
        FloatVector shifts = vector(shift);
        FloatVector g = FloatVector.zero(FLOATS);
        FloatVector gx = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector gw = load(gOut, i).mul(load(w, i).add(shifts));
            g = g.add(gw);
            gx = gw.fma(load(in, i).sub(means).mul(factors), gx);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            FloatVector gw = load(gOut, i, rest).mul(load(w, i, rest).add(shifts));
            g = g.add(gw);
            gx = gw.fma(load(in, i, rest).sub(means).mul(factors), gx);
        }
        return new Sums(VectorMath.sum(g), VectorMath.sum(gx));
    }

    /// `gx = factor · (gy·w − a − x̂·b)` with `a` and `b` the row's means of `gy·w` and
    /// `gy·w·x̂`; written as `gy·w · factor + x · slope + offset`.
    static void backward(MemorySegment x, long at, int n, float mean, float factor,
                         MemorySegment weight, float shift, MemorySegment gy, float a, float b,
                         MemorySegment gx, boolean add) {
        long in = address(x, at, n);
        long w = address(weight, 0, n);
        long gOut = address(gy, at, n);
        long gIn = address(gx, at, n);
        FloatVector scale = vector(factor);
        FloatVector slope = vector(-factor * factor * b);
        FloatVector offset = vector(factor * (factor * b * mean - a));
        FloatVector shifts = vector(shift);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector gw = load(gOut, i).mul(load(w, i).add(shifts));
            put(gw.fma(scale, load(in, i).fma(slope, offset)), gIn, i, add);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            FloatVector gw = load(gOut, i, rest).mul(load(w, i, rest).add(shifts));
            put(gw.fma(scale, load(in, i, rest).fma(slope, offset)), gIn, i, add, rest);
        }
    }

    /// `gWeight += gy · x̂` for columns `from` to `to` of a row.
    static void addWeightGradient(MemorySegment x, long at, int from, int to, float mean,
                                  float factor, MemorySegment gy, MemorySegment gWeight) {
        int n = to - from;
        long in = address(x, at + from, n);
        long gOut = address(gy, at + from, n);
        long sum = address(gWeight, from, n);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector xHat = load(in, i).sub(mean).mul(factor);
            store(load(gOut, i).fma(xHat, load(sum, i)), sum, i);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            FloatVector xHat = load(in, i, rest).sub(mean).mul(factor);
            store(load(gOut, i, rest).fma(xHat, load(sum, i, rest)), sum, i, rest);
        }
    }
}

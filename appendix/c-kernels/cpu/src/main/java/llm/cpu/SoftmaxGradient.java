package llm.cpu;

import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.address;
import static llm.cpu.simd.VectorMath.first;
import static llm.cpu.simd.VectorMath.load;
import static llm.cpu.simd.VectorMath.put;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.VectorMask;
import llm.cpu.x86.ExpCode;

/// The backward pass of one row of a softmax.
final class SoftmaxGradient {

    private SoftmaxGradient() {
    }

    /// Makes scores weights again, `y = e^(x − logSumExp)` in place, and then what stands in `gy`
    /// the gradient of the scores, as [#row] does.
    static void again(MemorySegment y, MemorySegment gy, long at, int n, float logSumExp, float dot,
                      float scale) {
        if (n > 0 && ExpCode.part(n) == n) {
            ExpCode.softmaxGradient(address(y, at, n), address(gy, at, n), n, logSumExp, dot,
                    scale);
        } else {
            RowMath.scaledExp(y, at, logSumExp, 1f, y, false, n);
            row(y, gy, at, n, dot, scale, gy, false);
        }
    }

    /// `gx = y ⊙ (gy − dot) · scale` with `dot = Σ gy·y`.
    static void row(MemorySegment y, MemorySegment gy, long at, int n, float dot, float scale,
                    MemorySegment gx, boolean add) {
        long out = address(y, at, n);
        long gOut = address(gy, at, n);
        long gIn = address(gx, at, n);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            put(load(gOut, i).sub(dot).mul(load(out, i)).mul(scale), gIn, i, add);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            put(load(gOut, i, rest).sub(dot).mul(load(out, i, rest)).mul(scale), gIn, i, add,
                    rest);
        }
    }
}

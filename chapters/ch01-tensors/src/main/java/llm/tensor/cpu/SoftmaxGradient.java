package llm.tensor.cpu;

import static llm.tensor.cpu.VectorMath.LANES;
import static llm.tensor.cpu.VectorMath.first;
import static llm.tensor.cpu.VectorMath.load;
import static llm.tensor.cpu.VectorMath.put;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.VectorMask;

/// The backward pass of one row of a softmax.
final class SoftmaxGradient {

    private SoftmaxGradient() {
    }

    /// `gx = y ⊙ (gy − dot) · scale` with `dot = Σ gy·y`.
    static void row(MemorySegment y, MemorySegment gy, long at, int n, float dot, float scale,
                    MemorySegment gx, boolean add) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            put(load(gy, at + i).sub(dot).mul(load(y, at + i)).mul(scale), gx, at + i, add);
        }
        if (i < n) {
            VectorMask<Float> rest = first(n - i);
            put(load(gy, at + i, rest).sub(dot).mul(load(y, at + i, rest)).mul(scale), gx, at + i,
                    add, rest);
        }
    }
}

package llm.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.tensor.cpu.VectorMath.LANES;
import static llm.tensor.cpu.VectorMath.load;
import static llm.tensor.cpu.VectorMath.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import llm.tensor.backend.Memory;
import llm.tensor.backend.Storage;
import llm.tensor.backend.Updates;

/// Optimizer steps, one pass over memory each.
final class CpuUpdates implements Updates {
    private static final int GRAIN = 1 << 14;
    private static final int BLOCK = 1 << 11;                // widened moments stay in cache

    private final Workers workers;
    private final Memory memory;

    CpuUpdates(Workers workers, Memory memory) {
        this.workers = workers;
        this.memory = memory;
    }

    @Override
    public void adam(Adam adam, Storage parameter, Storage gradient, Storage mean,
                     Storage square) {
        MemorySegment p = CpuStorage.segment(parameter);
        MemorySegment g = CpuStorage.segment(gradient);
        if (mean instanceof Bf16Storage roundMean && square instanceof Bf16Storage roundSquare) {
            adam(adam, p, g, roundMean, roundSquare);
            return;
        }
        MemorySegment m = CpuStorage.segment(mean);
        MemorySegment v = CpuStorage.segment(square);
        workers.forEach(Math.toIntExact(parameter.size()), GRAIN,
                (from, to) -> adam(adam, p, g, m, v, from, to));
    }

    /// Moments in bfloat16 are widened a block at a time, and rounded again with other draws at
    /// each step.
    private void adam(Adam adam, MemorySegment p, MemorySegment g, Bf16Storage mean,
                      Bf16Storage square) {
        workers.forEach(Math.toIntExact(mean.size()), GRAIN, (from, to) -> {
            Storage room = memory.allocate(2L * BLOCK);
            MemorySegment m = slice(CpuStorage.segment(room), 0, BLOCK);
            MemorySegment v = slice(CpuStorage.segment(room), BLOCK, BLOCK);
            for (int start = from; start < to; start += BLOCK) {
                int n = Math.min(BLOCK, to - start);
                mean.unpack(start, n, m, 0);
                square.unpack(start, n, v, 0);
                adam(adam, slice(p, start, n), slice(g, start, n), m, v, 0, n);
                mean.roundByChance(m, n, start, 2 * adam.step());
                square.roundByChance(v, n, start, 2 * adam.step() + 1);
            }
            room.release();
        });
    }

    private static MemorySegment slice(MemorySegment values, long from, long n) {
        return values.asSlice(from * Float.BYTES, n * Float.BYTES);
    }

    private static void adam(Adam adam, MemorySegment p, MemorySegment g, MemorySegment m,
                             MemorySegment v, int from, int to) {
        float beta1 = (float) adam.beta1();
        float beta2 = (float) adam.beta2();
        float rest1 = (float) (1 - adam.beta1());
        float rest2 = (float) (1 - adam.beta2());
        float decay = (float) (1 - adam.learningRate() * adam.weightDecay());
        float l2 = (float) adam.l2();
        float epsilon = (float) adam.epsilon();
        float stepSize = (float) (adam.learningRate()
                / (1 - Math.pow(adam.beta1(), adam.step())));
        float rootCorrection = (float) Math.sqrt(1 - Math.pow(adam.beta2(), adam.step()));
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector weight = load(p, i);
            FloatVector slope = weight.mul(l2).add(load(g, i));
            FloatVector mean = load(m, i).mul(beta1).add(slope.mul(rest1));
            FloatVector square = load(v, i).mul(beta2).add(slope.mul(slope).mul(rest2));
            FloatVector divisor = square.sqrt().div(rootCorrection).add(epsilon);
            store(mean, m, i);
            store(square, v, i);
            store(weight.mul(decay).sub(mean.mul(stepSize).div(divisor)), p, i);
        }
        for (; i < to; i++) {                                // the same roundings, one by one
            float weight = p.getAtIndex(JAVA_FLOAT, i);
            float slope = weight * l2 + g.getAtIndex(JAVA_FLOAT, i);
            float mean = m.getAtIndex(JAVA_FLOAT, i) * beta1 + slope * rest1;
            float square = v.getAtIndex(JAVA_FLOAT, i) * beta2 + slope * slope * rest2;
            float divisor = (float) Math.sqrt(square) / rootCorrection + epsilon;
            m.setAtIndex(JAVA_FLOAT, i, mean);
            v.setAtIndex(JAVA_FLOAT, i, square);
            p.setAtIndex(JAVA_FLOAT, i, weight * decay - mean * stepSize / divisor);
        }
    }

    @Override
    public void sgd(double learningRate, double momentum, double l2, Storage parameter,
                    Storage gradient, Storage velocity) {
        MemorySegment p = CpuStorage.segment(parameter);
        MemorySegment g = CpuStorage.segment(gradient);
        MemorySegment v = CpuStorage.segment(velocity);
        workers.forEach(Math.toIntExact(parameter.size()), GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                float weight = p.getAtIndex(JAVA_FLOAT, i);
                float step = g.getAtIndex(JAVA_FLOAT, i) + (float) l2 * weight;
                if (momentum != 0) {
                    step += (float) momentum * v.getAtIndex(JAVA_FLOAT, i);
                    v.setAtIndex(JAVA_FLOAT, i, step);
                }
                p.setAtIndex(JAVA_FLOAT, i, weight - (float) learningRate * step);
            }
        });
    }
}

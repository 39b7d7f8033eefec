package llm.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.address;
import static llm.cpu.simd.VectorMath.first;
import static llm.cpu.simd.VectorMath.load;
import static llm.cpu.simd.VectorMath.store;

import java.lang.foreign.MemorySegment;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import llm.cpu.memory.Workers;
import llm.cpu.quantized.Bf16Storage;
import llm.tensor.backend.OptimizerKernels;
import llm.tensor.backend.Storage;

/// Optimizer steps, one pass over memory each.
final class CpuOptimizer implements OptimizerKernels {
    private static final int GRAIN = 1 << 14;

    private final Workers workers;

    CpuOptimizer(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void adam(Adam adam, List<Moments> all) {
        all.forEach(each -> adam(adam, each));
    }

    private void adam(Adam adam, Moments of) {
        AdamStep step = AdamStep.of(adam);
        MemorySegment p = CpuStorage.segment(of.parameter());
        MemorySegment g = CpuStorage.segment(of.gradient());
        Workers.Range update;
        if (of.mean() instanceof Bf16Storage roundMean
                && of.square() instanceof Bf16Storage roundSquare) {
            RoundedAdam rounded = new RoundedAdam(step, adam.step(), p, g, roundMean.values(),
                    roundSquare.values());
            update = rounded::run;
        } else {
            MemorySegment m = CpuStorage.segment(of.mean());
            MemorySegment v = CpuStorage.segment(of.square());
            update = (from, to) -> adam(step, p, g, m, v, from, to);
        }
        workers.forEach(Math.toIntExact(of.parameter().size()), GRAIN, update);
    }

    private static void adam(AdamStep step, MemorySegment p, MemorySegment g, MemorySegment m,
                             MemorySegment v, int from, int to) {
        int n = to - from;
        long weights = address(p, from, n);
        long gradients = address(g, from, n);
        long means = address(m, from, n);
        long squares = address(v, from, n);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector weight = load(weights, i);
            FloatVector slope = step.slope(weight, load(gradients, i));
            FloatVector mean = step.mean(load(means, i), slope);
            FloatVector square = step.square(load(squares, i), slope);
            store(mean, means, i);
            store(square, squares, i);
            store(step.weight(weight, mean, square), weights, i);
        }
        if (i < n) {
            adamOfRest(step, weights, gradients, means, squares, i, first(n - i));
        }
    }

    /// Apart, so that the loop before stays small enough for the compiler to keep its vectors in
    /// registers.
    private static void adamOfRest(AdamStep step, long p, long g, long m, long v, int i,
                                   VectorMask<Float> rest) {
        FloatVector weight = load(p, i, rest);
        FloatVector slope = step.slope(weight, load(g, i, rest));
        FloatVector mean = step.mean(load(m, i, rest), slope);
        FloatVector square = step.square(load(v, i, rest), slope);
        store(mean, m, i, rest);
        store(square, v, i, rest);
        store(step.weight(weight, mean, square), p, i, rest);
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

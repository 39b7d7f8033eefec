package llm.cpu;

import static llm.cpu.quantized.Bf16Storage.widened;
import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.SHORTS;
import static llm.cpu.simd.VectorMath.address;
import static llm.cpu.simd.VectorMath.first;
import static llm.cpu.simd.VectorMath.load;
import static llm.cpu.simd.VectorMath.store;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import llm.cpu.quantized.StochasticRounding;
import llm.tensor.backend.CounterRandom;

/// Adam with moments kept in bfloat16: widened, moved, and rounded by chance in one pass.
///
/// @param number of the step; each step draws anew
/// @param p      the parameter
/// @param g      its gradient
/// @param m      mean of gradients, in bfloat16
/// @param v      mean of their squares, in bfloat16
record RoundedAdam(AdamStep step, int number, MemorySegment p, MemorySegment g, MemorySegment m,
                   MemorySegment v) {
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    /// Updates values `from` to `to`.
    void run(int from, int to) {
        int draws = CounterRandom.roundingStart(number);
        long weights = address(p, 0, to);
        long gradients = address(g, 0, to);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector weight = load(weights, i);
            FloatVector slope = step.slope(weight, load(gradients, i));
            FloatVector mean = step.mean(widened(bits(m, i)), slope);
            FloatVector square = step.square(widened(bits(v, i)), slope);
            IntVector random = StochasticRounding.random(draws + i);
            StochasticRounding.round(mean, random).intoMemorySegment(m, at(i), NATIVE);
            StochasticRounding.round(square, lowerHalf(random))
                    .intoMemorySegment(v, at(i), NATIVE);
            store(step.weight(weight, mean, square), weights, i);
        }
        if (i < to) {
            rest(weights, gradients, i, draws, first(to - i), SHORTS.indexInRange(0, to - i));
        }
    }

    /// Apart, so that the loop before stays small enough for the compiler to keep its vectors in
    /// registers.
    private void rest(long weights, long gradients, int i, int draws, VectorMask<Float> rest,
                      VectorMask<Short> bits) {
        FloatVector weight = load(weights, i, rest);
        FloatVector slope = step.slope(weight, load(gradients, i, rest));
        FloatVector mean = step.mean(widened(bits(m, i, bits)), slope);
        FloatVector square = step.square(widened(bits(v, i, bits)), slope);
        IntVector random = StochasticRounding.random(draws + i);
        StochasticRounding.round(mean, random).intoMemorySegment(m, at(i), NATIVE, bits);
        StochasticRounding.round(square, lowerHalf(random))
                .intoMemorySegment(v, at(i), NATIVE, bits);
        store(step.weight(weight, mean, square), weights, i, rest);
    }

    /// The bits that the first rounding has left.
    private static IntVector lowerHalf(IntVector random) {
        return random.lanewise(VectorOperators.LSHL, 16);
    }

    private static ShortVector bits(MemorySegment moment, int i) {
        return ShortVector.fromMemorySegment(SHORTS, moment, at(i), NATIVE);
    }

    private static ShortVector bits(MemorySegment moment, int i, VectorMask<Short> mask) {
        return ShortVector.fromMemorySegment(SHORTS, moment, at(i), NATIVE, mask);
    }

    private static long at(int i) {
        return (long) i * Short.BYTES;
    }
}

package llm.tensor;

import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// A random generator whose whole state is one number, so that a checkpoint can store it and a
/// resumed run draws what an unbroken one would.
/// Source: Steele, Lea and Flood (2014), SplitMix64.
public final class RandomState implements RandomGenerator {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final int BLOCK = 1 << 14;                // values drawn by one generator

    private long state;

    public RandomState(long seed) {
        this.state = seed;
    }

    /// What to hand to the constructor to go on from here.
    public long state() {
        return state;
    }

    /// Goes back to a stored state.
    public void restore(long stored) {
        state = stored;
    }

    @Override
    public long nextLong() {
        state += GOLDEN_GAMMA;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// Values from a normal distribution around 0, in `shape`.
    ///
    /// @param deviation standard deviation
    public Tensor normal(double deviation, int... shape) {
        return fill(Shape.of(shape), random -> random.nextGaussian() * deviation);
    }

    /// Values equally likely between `from` and `to`, in `shape`.
    public Tensor uniform(double from, double to, int... shape) {
        return fill(Shape.of(shape), random -> random.nextDouble(from, to));
    }

    /// Draws blocks side by side, each from a generator of its own.
    private Tensor fill(Shape shape, ToDoubleFunction<RandomState> draw) {
        Tensor result = Tensor.empty(shape);
        int blocks = Math.toIntExact((shape.elements() + BLOCK - 1) / BLOCK);
        long[] seeds = longs(blocks).toArray();
        IntStream.range(0, blocks).parallel().forEach(block -> {
            RandomState random = new RandomState(seeds[block]);
            long from = (long) block * BLOCK;
            float[] values = new float[(int) Math.min(BLOCK, shape.elements() - from)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) draw.applyAsDouble(random);
            }
            result.backend().memory().write(values, result.storage(), from);
        });
        return result;
    }
}

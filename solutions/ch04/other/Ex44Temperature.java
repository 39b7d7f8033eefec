import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// With streams: cumulative sums by a prefix operation, and a count of those that are too small.
public final class Ex44Temperature {
    private Ex44Temperature() {}

    public static int[] draw(float[] logits, double temperature, int count,
            RandomGenerator random) {
        if (temperature < 0 || Double.isNaN(temperature)) {
            throw new IllegalArgumentException("temperature must be 0 or more, got " + temperature);
        }
        int best = IntStream.range(0, logits.length).boxed()
                .max(Comparator.<Integer>comparingDouble(id -> logits[id])
                        .thenComparing(Comparator.reverseOrder())).orElseThrow();
        if (temperature == 0) {
            return IntStream.generate(() -> best).limit(count).toArray();
        }
        int[] possible = IntStream.range(0, logits.length)
                .filter(id -> logits[id] != Float.NEGATIVE_INFINITY).toArray();
        double[] upTo = IntStream.of(possible)
                .mapToDouble(id -> Math.exp((logits[id] - logits[best]) / temperature)).toArray();
        Arrays.parallelPrefix(upTo, Double::sum);           // (possible)
        double sum = upTo[upTo.length - 1];
        return DoubleStream.generate(random::nextDouble).limit(count).mapToInt(u -> {
            int tooSmall = (int) Arrays.stream(upTo).filter(c -> c / sum <= u).count();
            return possible[Math.min(tooSmall, possible.length - 1)];
        }).toArray();
    }
}

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

public final class Ex62Split {
    public static int[][] split(int examples, RandomGenerator random) {
        if (examples < 10) {
            throw new IllegalArgumentException("examples must be at least 10, got " + examples);
        }
        int train = 7 * examples / 10;
        int validation = train + examples / 10;
        return new int[][] {IntStream.range(0, train).toArray(),
            IntStream.range(train, validation).toArray(),
            IntStream.range(validation, examples).toArray()};
    }
}

import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

public final class Ex62Split {
    public static int[][] split(int examples, RandomGenerator random) {
        if (examples < 10) {
            throw new IllegalArgumentException("examples must be at least 10, got " + examples);
        }
        var shuffled = IntStream.range(0, examples).boxed().collect(Collectors.toList());
        Collections.shuffle(shuffled, Random.from(random));
        int[] order = shuffled.stream().mapToInt(i -> i).toArray();
        int train = (int) (0.7 * examples);
        int validation = train + (int) (0.1 * examples);
        return new int[][] {Arrays.copyOf(order, train),
            Arrays.copyOfRange(order, train, validation),
            Arrays.copyOfRange(order, validation, examples)};
    }
}

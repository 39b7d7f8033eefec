import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// With a shuffled list, of which each part is a view.
public final class Ex62Split {
    private Ex62Split() {}

    public static int[][] split(int examples, RandomGenerator random) {
        if (examples < 10) {
            throw new IllegalArgumentException("examples must be at least 10, got " + examples);
        }
        List<Integer> order = IntStream.range(0, examples).boxed().collect(Collectors.toList());
        Collections.shuffle(order, Random.from(random));
        int train = examples * 7 / 10;
        int test = train + examples / 10;
        return Stream.of(order.subList(0, train), order.subList(train, test),
                        order.subList(test, examples))
                .map(part -> part.stream().mapToInt(i -> i).toArray())
                .toArray(int[][]::new);
    }
}

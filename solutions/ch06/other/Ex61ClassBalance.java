import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// With streams: every class is shuffled as a whole, and its beginning kept.
public final class Ex61ClassBalance {
    private Ex61ClassBalance() {}

    public static int[] balanced(int[] labels, RandomGenerator random) {
        var classes = IntStream.range(0, labels.length).boxed().collect(Collectors.groupingBy(
                i -> labels[i], TreeMap::new, Collectors.toList()));
        int rarest = classes.values().stream().mapToInt(List::size).min().orElse(0);
        classes.values().forEach(positions ->
                Collections.shuffle(positions, Random.from(random)));
        return classes.values().stream().flatMap(positions -> positions.stream().limit(rarest))
                .mapToInt(i -> i).sorted().toArray();
    }
}

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

public final class Ex61ClassBalance {
    public static int[] balanced(int[] labels, RandomGenerator random) {
        Map<Integer, List<Integer>> classes = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            classes.computeIfAbsent(labels[i], _ -> new ArrayList<>()).add(i);
        }
        int rarest = classes.values().stream().mapToInt(List::size).min().orElse(0);
        return classes.values().stream().flatMapToInt(positions -> positions.size() == rarest
                        ? positions.stream().mapToInt(i -> i)
                        : IntStream.generate(() -> positions.get(random.nextInt(positions.size())))
                                .limit(rarest))
                .sorted().toArray();
    }
}

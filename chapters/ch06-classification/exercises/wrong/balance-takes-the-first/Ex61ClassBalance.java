import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

public final class Ex61ClassBalance {
    public static int[] balanced(int[] labels, RandomGenerator random) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int label : labels) {
            counts.merge(label, 1, Integer::sum);
        }
        int rarest = counts.values().stream().mapToInt(i -> i).min().orElse(0);
        Map<Integer, Integer> taken = new HashMap<>();
        return IntStream.range(0, labels.length)
                .filter(i -> taken.merge(labels[i], 1, Integer::sum) <= rarest).toArray();
    }
}

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

public final class Ex61ClassBalance {
    public static int[] balanced(int[] labels, RandomGenerator random) {
        Map<Integer, List<Integer>> classes = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            classes.computeIfAbsent(labels[i], _ -> new ArrayList<>()).add(i);
        }
        int rarest = classes.values().stream().mapToInt(List::size).min().orElse(0);
        List<Integer> kept = new ArrayList<>();
        for (List<Integer> positions : classes.values()) {
            Collections.shuffle(positions);
            kept.addAll(positions.subList(0, rarest));
        }
        return kept.stream().mapToInt(i -> i).sorted().toArray();
    }
}

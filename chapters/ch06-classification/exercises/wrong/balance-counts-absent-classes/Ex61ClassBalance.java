import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

public final class Ex61ClassBalance {
    public static int[] balanced(int[] labels, RandomGenerator random) {
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        List<List<Integer>> positions = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            positions.add(new ArrayList<>());
        }
        for (int i = 0; i < labels.length; i++) {
            positions.get(labels[i]).add(i);
        }
        int rarest = positions.stream().mapToInt(List::size).min().orElse(0);
        List<Integer> kept = new ArrayList<>();
        for (List<Integer> ofClass : positions) {
            Collections.shuffle(ofClass, Random.from(random));
            kept.addAll(ofClass.subList(0, rarest));
        }
        return kept.stream().mapToInt(i -> i).sorted().toArray();
    }
}

import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/// With a walk from each model that notes whom it reaches, and streams.
public final class Ex98RatedModels {
    private Ex98RatedModels() {}

    public static int[] groups(boolean[][] beaten) {
        BitSet[] reached = reached(beaten);
        return IntStream.range(0, beaten.length).map(i -> reached[i].stream()
                .filter(j -> reached[j].get(i)).findFirst().orElseThrow()).toArray();
    }

    public static String[] standings(boolean[][] beaten) {
        BitSet[] reached = reached(beaten);
        int[] groups = groups(beaten);
        int rated = IntStream.of(groups).boxed().max(Comparator
                .<Integer>comparingLong(group -> IntStream.of(groups)
                        .filter(other -> other == group).count())
                .thenComparing(Comparator.reverseOrder())).orElseThrow();
        return IntStream.range(0, groups.length).mapToObj(i -> {
            boolean up = reached[i].get(rated);
            boolean down = reached[rated].get(i);
            return up && down ? "rated" : up ? "above" : down ? "below" : "open";
        }).toArray(String[]::new);
    }

    private static BitSet[] reached(boolean[][] beaten) {
        return IntStream.range(0, beaten.length).mapToObj(i -> {
            BitSet seen = new BitSet();
            walk(i, beaten, seen);
            return seen;
        }).toArray(BitSet[]::new);
    }

    private static void walk(int from, boolean[][] beaten, BitSet seen) {
        seen.set(from);
        IntStream.range(0, beaten.length).filter(to -> beaten[from][to] && !seen.get(to))
                .forEach(to -> walk(to, beaten, seen));
    }
}

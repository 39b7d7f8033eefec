import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Exercise 6.2: three parts without loss or overlap.
///
/// **Why.** One shuffle, cut twice, cannot lose an example or use it twice: every position stands
/// at one place of the order. What is left behind the second cut is the test, so rounding loses
/// nothing.
///
/// **Complexity.** One pass to shuffle, one to copy: O(n) time and memory.
///
/// **Common mistakes.** Cutting a file that is sorted, without a shuffle; rounding all three parts,
/// which loses examples; `(int) (0.7 * examples)`, which is one too few for 90 examples; drawing
/// each part for itself, so that the test asks what was learned.
public final class Ex62Split {
    private Ex62Split() {}

    public static int[][] split(int examples, RandomGenerator random) {
        if (examples < 10) {
            throw new IllegalArgumentException("examples must be at least 10, got " + examples);
        }
        int[] order = new int[examples];
        for (int i = 0; i < examples; i++) {                 // a shuffle while it is filled
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        int train = 7 * examples / 10;
        int validation = train + examples / 10;
        return new int[][] {Arrays.copyOfRange(order, 0, train),
            Arrays.copyOfRange(order, train, validation),
            Arrays.copyOfRange(order, validation, examples)};
    }
}

import java.util.random.RandomGenerator;

public final class Ex62Split {
    public static int[][] split(int examples, RandomGenerator random) {
        if (examples < 10) {
            throw new IllegalArgumentException("examples must be at least 10, got " + examples);
        }
        int train = 7 * examples / 10;
        int validation = examples / 10;
        return new int[][] {
            random.ints(train, 0, examples).toArray(),
            random.ints(validation, 0, examples).toArray(),
            random.ints(examples - train - validation, 0, examples).toArray()};
    }
}

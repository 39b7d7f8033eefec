package llm.show;

import java.util.Objects;
import llm.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Claims that a notebook makes, held against what its cells computed. A claim that does not hold
/// throws, with the values, and so fails the cell and the build.
public final class Check {
    private Check() {}

    /// A condition.
    ///
    /// @param claim what is true, such as `each row sums to 1`
    public static void check(String claim, boolean holds) {
        if (!holds) {
            throw new CheckFailed(claim + ": it does not hold");
        }
        passed(claim);
    }

    /// A number.
    ///
    /// @param tolerance the largest difference that still counts as equal
    public static void check(String claim, double actual, double expected, double tolerance) {
        if (!(Math.abs(actual - expected) <= tolerance)) {      // NaN fails too
            throw new CheckFailed("%s: expected %s ± %s, got %s".formatted(claim, expected,
                    tolerance, actual));
        }
        passed(claim);
    }

    /// Numbers, one by one.
    public static void check(String claim, float[] actual, float[] expected, double tolerance) {
        if (actual.length != expected.length) {
            throw new CheckFailed("%s: expected %d numbers, got %d".formatted(claim,
                    expected.length, actual.length));
        }
        for (int i = 0; i < actual.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= tolerance)) {
                throw new CheckFailed("%s: expected %s ± %s at position %d, got %s".formatted(
                        claim, expected[i], tolerance, i, actual[i]));
            }
        }
        passed(claim);
    }

    /// The numbers of two tensors, which must also have the same shape.
    public static void check(String claim, Tensor actual, Tensor expected, double tolerance) {
        if (!actual.shape().equals(expected.shape())) {
            throw new CheckFailed("%s: expected shape %s, got %s".formatted(claim,
                    expected.shape(), actual.shape()));
        }
        check(claim, actual.toArray(), expected.toArray(), tolerance);
    }

    /// Anything that can be compared by `equals`, or by the elements of arrays.
    public static void check(String claim, @Nullable Object actual, @Nullable Object expected) {
        if (!Objects.deepEquals(widened(actual), widened(expected))) {
            throw new CheckFailed("%s: expected %s, got %s".formatted(claim, text(expected),
                    text(actual)));
        }
        passed(claim);
    }

    /// An `int` and a `long` of the same value are the same.
    private static @Nullable Object widened(@Nullable Object value) {
        return value instanceof Integer number ? Long.valueOf(number) : value;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "null" : Rendering.of(value).text();
    }

    private static void passed(String claim) {
        System.out.println("✓ " + claim);
    }
}

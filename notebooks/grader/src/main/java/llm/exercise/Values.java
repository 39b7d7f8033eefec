package llm.exercise;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import llm.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Compares what answers return: numbers, texts, arrays of any depth, lists, maps and tensors.
final class Values {
    /// What sums in another order may differ by, as a share of them.
    private static final double ROUNDING = 1e-12;

    private Values() {}

    /// Where two values differ first, in words; empty if they agree.
    ///
    /// @param tolerance the largest difference of two numbers that still counts as equal
    static Optional<String> difference(@Nullable Object expected, @Nullable Object actual,
            double tolerance) {
        return difference("", plain(expected), plain(actual), tolerance);
    }

    private static Optional<String> difference(String at, @Nullable Object expected,
            @Nullable Object actual, double tolerance) {
        if (expected instanceof Number wanted && actual instanceof Number got) {
            return isClose(wanted.doubleValue(), got.doubleValue(), tolerance)
                    ? Optional.empty() : told(at, expected, actual);
        }
        if (expected instanceof List<?> wanted && actual instanceof List<?> got) {
            if (wanted.size() != got.size()) {
                return Optional.of("expected %d values%s, got %d".formatted(wanted.size(),
                        at.isEmpty() ? "" : " at [" + at + "]", got.size()));
            }
            for (int i = 0; i < wanted.size(); i++) {
                var found = difference(at.isEmpty() ? "" + i : at + ", " + i, wanted.get(i),
                        got.get(i), tolerance);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        return Objects.equals(expected, actual) ? Optional.empty() : told(at, expected, actual);
    }

    private static boolean isClose(double expected, double actual, double tolerance) {
        return expected == actual || Double.isNaN(expected) && Double.isNaN(actual)
                || Math.abs(expected - actual) <= tolerance
                || tolerance > 0 && Math.abs(expected - actual) <= ROUNDING * Math.abs(expected);
    }

    private static Optional<String> told(String at, @Nullable Object expected,
            @Nullable Object actual) {
        return Optional.of("%sexpected %s, got %s".formatted(
                at.isEmpty() ? "" : "at [" + at + "] ", text(expected), text(actual)));
    }

    private static String text(@Nullable Object value) {
        String text = value instanceof String string ? '"' + string + '"' : String.valueOf(value);
        return text.length() <= 200 ? text : text.substring(0, 200) + " …";
    }

    /// Numbers, texts, and lists of such: a tensor becomes a list of its rows.
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Tensor tensor -> rows(tensor.toArray(), tensor.shape().toArray(), 0,
                    new int[1]);
            case List<?> list -> list.stream().map(Values::plain).toList();
            case Map<?, ?> map -> map;
            case null -> null;
            default -> value.getClass().isArray() ? elements(value) : value;
        };
    }

    private static List<@Nullable Object> elements(Object array) {
        var elements = new ArrayList<@Nullable Object>();
        for (int i = 0; i < Array.getLength(array); i++) {
            elements.add(plain(Array.get(array, i)));
        }
        return elements;
    }

    private static Object rows(float[] values, int[] shape, int axis, int[] next) {
        if (axis == shape.length) {
            return values[next[0]++];
        }
        var rows = new ArrayList<Object>();
        for (int i = 0; i < shape[axis]; i++) {
            rows.add(rows(values, shape, axis + 1, next));
        }
        return rows;
    }
}

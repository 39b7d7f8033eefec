package llm.exercise;

import java.lang.reflect.Array;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import llm.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Compares what answers return: numbers, texts, arrays of any depth, lists, maps and tensors.
final class Values {
    /// What sums in another order may differ by, as a share of them.
    private static final double ROUNDING = 1e-12;
    /// The most characters of a value that are shown.
    private static final int LONGEST = 200;

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
        var text = new StringBuilder();
        append(text, value instanceof String string ? '"' + string + '"' : value);
        return text.length() <= LONGEST ? text.toString() : text.substring(0, LONGEST) + " …";
    }

    /// Goes on until the text is long enough: a value may be large, or nested deeply.
    private static void append(StringBuilder text, @Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            text.append(value);
            return;
        }
        text.append('[');
        for (int i = 0; i < list.size() && text.length() <= LONGEST; i++) {
            append(text.append(i == 0 ? "" : ", "), list.get(i));
        }
        text.append(']');
    }

    /// Numbers, texts, and lists of such: a tensor becomes a list of its rows. Nothing is copied,
    /// as a wrong result may be large.
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Tensor tensor -> rows(tensor.toArray(), tensor.shape().toArray(), 0, 0);
            case List<?> list -> new View(list.size(), i -> plain(list.get(i)));
            case Map<?, ?> map -> map;
            case null -> null;
            default -> value.getClass().isArray()
                    ? new View(Array.getLength(value), i -> plain(Array.get(value, i))) : value;
        };
    }

    private static Object rows(float[] values, int[] shape, int axis, int row) {
        return axis == shape.length ? values[row]
                : new View(shape[axis], i -> rows(values, shape, axis + 1, row * shape[axis] + i));
    }

    /// A list whose elements are made when they are looked at.
    private static final class View extends AbstractList<@Nullable Object> {
        private final int size;
        private final IntFunction<@Nullable Object> element;

        View(int size, IntFunction<@Nullable Object> element) {
            this.size = size;
            this.element = element;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public @Nullable Object get(int index) {
            return element.apply(index);
        }
    }
}

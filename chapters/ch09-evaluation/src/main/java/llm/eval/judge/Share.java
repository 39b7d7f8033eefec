package llm.eval.judge;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// How many of some.
public record Share(int part, int count) {

    public Share {
        if (part < 0 || part > count) {
            throw new IllegalArgumentException(
                    "part must be from 0 to count, got part=" + part + ", count=" + count);
        }
    }

    /// How many of a list are so.
    static <T> Share of(List<T> all, Predicate<T> so) {
        return new Share((int) all.stream().filter(so).count(), all.size());
    }

    /// From 0 to 100; NaN for none of none.
    public double percent() {
        return 100.0 * part / count;
    }

    @Override
    public String toString() {
        return count == 0 ? "0 of 0"
                : String.format(Locale.ROOT, "%d of %d, %.1f %%", part, count, percent());
    }
}

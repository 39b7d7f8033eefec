package llm.eval.arena;

import java.util.Locale;

/// Where a value lies, with 95 % confidence.
public record Interval(double low, double high) {
    private static final double Z = 1.959964;                // 97.5 % of a normal lie below

    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("low must be at most high, got low=" + low
                    + ", high=" + high);
        }
    }

    /// `value ± 1.96 standard errors`.
    public static Interval around(double value, double standardError) {
        return new Interval(value - Z * standardError, value + Z * standardError);
    }

    /// Whether a value lies in it. Two models differ if the interval of their difference does not
    /// contain 0.
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f to %.1f", low, high);
    }
}

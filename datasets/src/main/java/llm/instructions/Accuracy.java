package llm.instructions;

import java.util.Locale;

/// A share of right answers, and how far chance may have moved it.
///
/// The interval is Wilson's, at 95 %: all shares `p` from which the observed one lies at most
/// `z = 1.96` standard errors `√(p(1 − p)/count)` away. Solved for `p`, with `p̂ = correct/count`:
///
/// `(p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n)`
///
/// Unlike `p̂ ± z √(p̂(1 − p̂)/n)` it stays within 0 and 1, and is not empty where all is right.
/// Source: Wilson (1927), Probable Inference, the Law of Succession, and Statistical Inference;
/// compared with others in Newcombe (1998), Statistics in Medicine 17, 857–872, method 3.
///
/// @param correct right answers
/// @param count   all answers
public record Accuracy(int correct, int count) {
    private static final double Z = 1.959964;                // 97.5 % of a normal lie below

    public Accuracy {
        if (correct < 0 || correct > count) {
            throw new IllegalArgumentException("correct must be from 0 to count, got correct="
                    + correct + ", count=" + count);
        }
    }

    /// Both sets of answers together.
    public Accuracy plus(Accuracy other) {
        return new Accuracy(correct + other.correct, count + other.count);
    }

    /// Right answers of all, from 0 to 1; 0 if there are none.
    public double share() {
        return count == 0 ? 0 : (double) correct / count;
    }

    /// The lower end of the interval.
    public double low() {
        return correct == 0 ? 0 : centre() - halfWidth();
    }

    /// The upper end of the interval.
    public double high() {
        return correct == count ? 1 : centre() + halfWidth();
    }

    private double centre() {
        return (share() + Z * Z / (2 * count)) / (1 + Z * Z / count);
    }

    private double halfWidth() {
        double variance = share() * (1 - share()) / count + Z * Z / (4.0 * count * count);
        return Z * Math.sqrt(variance) / (1 + Z * Z / count);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d of %d, %.1f %% (%.1f to %.1f)",
                correct, count, 100 * share(), 100 * low(), 100 * high());
    }
}

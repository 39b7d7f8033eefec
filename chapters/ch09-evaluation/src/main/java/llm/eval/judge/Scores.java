package llm.eval.judge;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// The scores that a judge gave to answers. Those without one keep their place, so that two judges
/// can be compared answer by answer.
///
/// @param all in the order of the answers
public record Scores(List<OptionalInt> all) {

    public Scores {
        all = List.copyOf(all);
    }

    /// Answers that got a score, of those that the judge was asked about.
    public Share scored() {
        return Share.of(all, OptionalInt::isPresent);
    }

    /// The mean of the scores there are; NaN if there are none.
    public double mean() {
        return all.stream().flatMapToInt(OptionalInt::stream).average().orElse(Double.NaN);
    }

    /// How well two judges agree on the answers that both scored.
    ///
    /// @throws IllegalArgumentException if they were not asked about equally many answers, or
    ///         cannot be correlated
    public Correlation with(Scores other) {
        if (all.size() != other.all.size()) {
            throw new IllegalArgumentException("both judges must have been asked about the same "
                    + "answers, got " + all.size() + " and " + other.all.size());
        }
        int[] both = IntStream.range(0, all.size())
                .filter(i -> all.get(i).isPresent() && other.all.get(i).isPresent()).toArray();
        return Correlation.of(values(both), other.values(both));
    }

    private double[] values(int... places) {
        return IntStream.of(places).mapToDouble(i -> all.get(i).getAsInt()).toArray();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "mean %.1f, %d of %d scored", mean(), scored().part(),
                all.size());
    }
}

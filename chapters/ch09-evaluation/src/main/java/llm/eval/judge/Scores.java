package llm.eval.judge;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llm.tensor.file.AtomicFile;
import llm.text.files.JsonFile;

/// The scores that a judge gave to answers. Those without one keep their place, so that two judges
/// can be compared answer by answer.
///
/// @param all in the order of the answers
public record Scores(List<OptionalInt> all) {
    private static final int HIGHEST = 100;

    public Scores {
        all = List.copyOf(all);
    }

    /// Reads a JSON array of whole numbers from 0 to 100; null where an answer got none.
    ///
    /// @throws IllegalArgumentException if the file is not such a file; names the entry, from 1
    public static Scores load(Path file) throws IOException {
        List<OptionalInt> all = new ArrayList<>();
        for (JsonNode entry : array(file)) {
            int score = entry.isInt() ? entry.asInt() : -1;
            if (!entry.isNull() && (score < 0 || score > HIGHEST)) {
                throw new IllegalArgumentException(("%s: entry %d must be a whole number from 0 to "
                        + "100, or null, got %s").formatted(file, all.size() + 1, entry));
            }
            all.add(entry.isNull() ? OptionalInt.empty() : OptionalInt.of(score));
        }
        return new Scores(all);
    }

    private static JsonNode array(Path file) {
        JsonNode json = JsonFile.read(file);
        if (!json.isArray() || json.isEmpty()) {
            throw new IllegalArgumentException(
                    file + " must be a JSON array of one score or more, got none");
        }
        return json;
    }

    /// Writes such a file.
    public void save(Path file) throws IOException {
        AtomicFile.writeText(file, all.stream()
                .map(score -> score.isPresent() ? Integer.toString(score.getAsInt()) : "null")
                .collect(Collectors.joining(", ", "[", "]\n")));
    }

    /// The scores of the first answers, or all where there are no more.
    public Scores first(int count) {
        return new Scores(all.subList(0, Math.min(count, all.size())));
    }

    /// Answers that got a score, of those that the judge was asked about.
    public Share scored() {
        return Share.of(all, OptionalInt::isPresent);
    }

    /// The mean of the scores there are; NaN if there are none.
    public double mean() {
        return all.stream().flatMapToInt(OptionalInt::stream).average().orElse(Double.NaN);
    }

    /// How far the mean of other answers would be from this one: their sample deviation (with
    /// n − 1) over √n; NaN for fewer than two scores.
    public double standardError() {
        int[] scores = all.stream().flatMapToInt(OptionalInt::stream).toArray();
        double squares = IntStream.of(scores).mapToDouble(score -> score - mean())
                .map(distance -> distance * distance).sum();
        return Math.sqrt(squares / (scores.length - 1) / scores.length);
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
        double error = standardError();
        return String.format(Locale.ROOT, "mean %.1f%s, %d of %d scored", mean(),
                Double.isNaN(error) ? "" : String.format(Locale.ROOT, " ± %.1f", error),
                scored().part(), all.size());
    }
}

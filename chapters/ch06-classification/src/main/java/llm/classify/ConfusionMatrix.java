package llm.classify;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// How often texts of each class were taken for each class.
///
/// @param labels the classes
/// @param counts `[class][taken for]`
public record ConfusionMatrix(Labels labels, long[]... counts) {
    private static final String PRECISION = "precision";
    private static final int PERCENT = 6;                    // letters of 94.7 %

    public ConfusionMatrix {
        if (counts.length != labels.size()
                || Arrays.stream(counts).anyMatch(row -> row.length != labels.size())) {
            throw new IllegalArgumentException("counts must be (classes=%d, classes), got %s"
                    .formatted(labels.size(), Arrays.deepToString(counts)));
        }
    }

    /// Lets a classifier read all texts.
    public static ConfusionMatrix of(TextClassifier classifier, ClassificationDataset texts) {
        Labels labels = classifier.labels();
        long[][] counts = new long[labels.size()][labels.size()];
        int[] numbers = texts.labels();
        List<Prediction> predictions = classifier.predict(texts);
        for (int i = 0; i < numbers.length; i++) {
            counts[numbers[i]][predictions.get(i).number()]++;
        }
        return new ConfusionMatrix(labels, counts);
    }

    /// All texts.
    public long total() {
        return Arrays.stream(counts).flatMapToLong(LongStream::of).sum();
    }

    /// Texts whose class was told.
    public long correct() {
        return IntStream.range(0, labels.size()).mapToLong(i -> counts[i][i]).sum();
    }

    /// Share of the texts whose class was told.
    public double accuracy() {
        return (double) correct() / total();
    }

    /// Of the texts taken for a class, the share that belong to it; NaN if there is none.
    public double precision(String label) {
        int number = labels.number(label);
        return (double) counts[number][number]
                / Arrays.stream(counts).mapToLong(row -> row[number]).sum();
    }

    /// Of the texts of a class, the share that were taken for it; NaN if there is none.
    public double recall(String label) {
        int number = labels.number(label);
        return (double) counts[number][number] / LongStream.of(counts[number]).sum();
    }

    /// Harmonic mean of both.
    public double f1(String label) {
        return 2 / (1 / precision(label) + 1 / recall(label));
    }

    /// Rows are what texts are, columns what they were taken for.
    @Override
    public String toString() {
        int longest = labels.names().stream().mapToInt(String::length).max().orElse(0);
        int first = Math.max(PRECISION.length(), longest);
        int width = Math.max(PERCENT, longest);
        StringBuilder text = new StringBuilder(cell("", first));
        labels.names().forEach(name -> text.append("  ").append(cell(name, width)));
        text.append("  recall\n");
        for (int i = 0; i < labels.size(); i++) {
            text.append(cell(labels.name(i), first));
            for (long count : counts[i]) {
                text.append("  ").append(cell(String.valueOf(count), width));
            }
            text.append(percent(recall(labels.name(i)))).append('\n');
        }
        text.append(cell(PRECISION, first));
        labels.names().forEach(name -> text.append("  ")
                .append(cell(percent(precision(name)).strip(), width)));
        return text.append(percent(accuracy())).append(" right\n").toString();
    }

    private static String cell(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "  %.1f %%", 100 * share);
    }
}

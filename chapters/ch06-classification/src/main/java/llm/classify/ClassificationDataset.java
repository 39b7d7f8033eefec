package llm.classify;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.CRC32C;
import llm.tensor.IntTensor;
import llm.text.dataset.Dataset;

/// Labelled texts as token ids, put together into batches in which all are equally long.
public final class ClassificationDataset implements Dataset<ClassificationBatch> {
    private final int[][] texts;                             // of each its ids
    private final int[] labels;                              // of each the number of its class
    private final Padding padding;

    /// How texts of a batch become equally long.
    ///
    /// @param id     the token put behind the shorter ones; if there is none, all texts of a batch
    ///               must be of one length
    /// @param length tokens of every text; 0 for as many as the longest of the batch has
    public record Padding(OptionalInt id, int length) {

        /// As long as the longest of the batch.
        static Padding toLongest(OptionalInt id) {
            return new Padding(id, 0);
        }
    }

    private ClassificationDataset(int[][] texts, int[] labels, Padding padding) {
        this.texts = texts;
        this.labels = labels;
        this.padding = padding;
    }

    /// Texts as a classifier reads them, filled up to the longest of each batch.
    ///
    /// @throws IllegalArgumentException if there is none, or one is of a class that the classifier
    ///         does not know
    public static ClassificationDataset of(TextClassifier classifier, List<Example> examples) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("there must be an example, got none");
        }
        int[][] texts = new int[examples.size()][];
        int[] labels = new int[examples.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = classifier.encode(examples.get(i).text());
            labels[i] = classifier.labels().number(examples.get(i).label());
        }
        return new ClassificationDataset(texts, labels,
                Padding.toLongest(classifier.pad()));
    }

    /// The same with every text filled up to `tokens`, however short the others of its batch are.
    ///
    /// @throws IllegalArgumentException if a text is longer
    public ClassificationDataset paddedTo(int tokens) {
        int longest = Arrays.stream(lengths()).max().orElseThrow();
        if (longest > tokens) {
            throw new IllegalArgumentException("texts must be filled up to the longest of them, "
                    + longest + " tokens, or more, got " + tokens);
        }
        return new ClassificationDataset(texts, labels, new Padding(padding.id, tokens));
    }

    /// The first texts alone, as many as there are up to `most`.
    public ClassificationDataset first(int most) {
        int count = Math.min(most, texts.length);
        return new ClassificationDataset(Arrays.copyOf(texts, count), Arrays.copyOf(labels, count),
                padding);
    }

    @Override
    public int size() {
        return texts.length;
    }

    /// Tokens of each text.
    public int[] lengths() {
        return Arrays.stream(texts).mapToInt(text -> text.length).toArray();
    }

    /// The numbers of the classes.
    public int[] labels() {
        return labels.clone();
    }

    @Override
    public ClassificationBatch batch(int... examples) {
        int longest = Arrays.stream(examples).map(i -> texts[i].length).max().orElseThrow();
        int tokens = padding.length == 0 ? longest : padding.length;
        int[] ids = new int[examples.length * tokens];       // (batch, tokens)
        for (int row = 0; row < examples.length; row++) {
            int[] text = texts[examples[row]];
            System.arraycopy(text, 0, ids, row * tokens, text.length);
            if (text.length < tokens) {
                Arrays.fill(ids, row * tokens + text.length, (row + 1) * tokens, pad());
            }
        }
        return new ClassificationBatch(IntTensor.of(ids, examples.length, tokens),
                IntTensor.of(Arrays.stream(examples).map(i -> labels[i]).toArray(),
                        examples.length));
    }

    private int pad() {
        return padding.id.orElseThrow(() -> new IllegalArgumentException("texts of a batch must be "
                + "equally long where a classifier has no pad token, got longer and shorter ones; "
                + "read them one by one"));
    }

    @Override
    public String fingerprint() {
        CRC32C sum = new CRC32C();
        for (int i = 0; i < texts.length; i++) {
            update(sum, labels[i]);
            update(sum, texts[i].length);
            Arrays.stream(texts[i]).forEach(id -> update(sum, id));
        }
        return "%d labelled texts with CRC-32C %08x, padded to %s".formatted(texts.length,
                sum.getValue(), padding.length == 0 ? "the longest of a batch" : padding.length);
    }

    private static void update(CRC32C sum, int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            sum.update(value >>> shift);
        }
    }
}

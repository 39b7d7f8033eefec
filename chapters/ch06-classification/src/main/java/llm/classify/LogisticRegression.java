package llm.classify;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.liblinear.LibLinearClassificationTrainer;
import org.tribuo.classification.liblinear.LinearClassificationType;
import org.tribuo.classification.liblinear.LinearClassificationType.LinearType;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/// The baseline that a finetuned model must beat: logistic regression over the [TfIdf] of a text,
/// trained in seconds. It minimises `½‖w‖² + c · Σᵢ ln(1 + exp(−yᵢ w·xᵢ))`, with `yᵢ` = ±1 for each
/// class against the others; the minimum is unique, so there is no seed.
/// Source: Fan et al. (2008), LIBLINEAR, Journal of Machine Learning Research 9, 1871–1874.
public final class LogisticRegression {
    /// The values of `c` that [#tuned] tries, from strong to weak regularisation.
    public static final List<Double> GRID = List.of(1.0, 10.0, 100.0, 1_000.0, 10_000.0);

    private static final int FEWEST_TEXTS = 2;               // what one text has tells of no other
    private static final double TOLERANCE = 1e-4;            // of the gradient, where it stops
    private static final LabelFactory LABELS = new LabelFactory();

    private final TfIdf tfIdf;
    private final Model<Label> model;
    private final double c;

    /// The class that a text most likely belongs to.
    ///
    /// @param probability that it does, from 0 to 1
    public record Prediction(String label, double probability) {
    }

    private LogisticRegression(TfIdf tfIdf, Dataset<Label> training, double c) {
        this.tfIdf = tfIdf;
        this.model = new LibLinearClassificationTrainer(
                new LinearClassificationType(LinearType.L2R_LR), c, TOLERANCE).train(training);
        this.c = c;
    }

    /// Trains with one `c`: the larger, the closer it follows the training texts.
    public static LogisticRegression fit(List<Example> training, double c) {
        if (!(c > 0)) {
            throw new IllegalArgumentException("c must be above 0, got " + c);
        }
        TfIdf tfIdf = tfIdf(training);
        return new LogisticRegression(tfIdf, dataset(tfIdf, training), c);
    }

    /// Trains with each `c` of the [#GRID] and keeps the one of least cross-entropy on
    /// `validation`. Accuracy would leave it to chance: it moves in steps of one text.
    ///
    /// @throws IllegalArgumentException if `validation` has a class that `training` has not
    public static LogisticRegression tuned(List<Example> training, List<Example> validation) {
        TfIdf tfIdf = tfIdf(training);
        Dataset<Label> learned = dataset(tfIdf, training);
        Dataset<Label> unseen = dataset(tfIdf, validation);
        return Collections.min(
                GRID.stream().map(c -> new LogisticRegression(tfIdf, learned, c)).toList(),
                Comparator.comparingDouble(candidate -> candidate.crossEntropy(unseen)));
    }

    /// In nats per text.
    private double crossEntropy(Dataset<Label> examples) {
        double sum = 0;
        for (var example : examples) {
            Map<String, Label> scores = model.predict(example).getOutputScores();
            Label right = scores.get(example.getOutput().getLabel());
            if (right == null) {
                throw new IllegalArgumentException("a class must be one that was trained, "
                        + new TreeSet<>(scores.keySet()) + ", got " + example.getOutput().getLabel());
            }
            sum -= Math.log(right.getScore());
        }
        return sum / examples.size();
    }

    private static TfIdf tfIdf(List<Example> training) {
        return TfIdf.fit(training.stream().map(Example::text).toList(), FEWEST_TEXTS);
    }

    private static Dataset<Label> dataset(TfIdf tfIdf, List<Example> examples) {
        MutableDataset<Label> dataset = new MutableDataset<>(
                new SimpleDataSourceProvenance("labelled texts", LABELS), LABELS);
        for (Example example : examples) {
            dataset.add(vector(tfIdf, example.text(), new Label(example.label())));
        }
        return dataset;
    }

    private static ArrayExample<Label> vector(TfIdf tfIdf, String text, Label label) {
        Map<String, Double> weights = tfIdf.weights(text);
        weights.put("", 0.0);                                // Tribuo takes no vector of nothing
        return new ArrayExample<>(label, weights.keySet().toArray(String[]::new),
                weights.values().stream().mapToDouble(weight -> weight).toArray());
    }

    /// How closely this one follows its training texts.
    public double c() {
        return c;
    }

    /// What a text is.
    public Prediction predict(String text) {
        Label label = model.predict(vector(tfIdf, text, LabelFactory.UNKNOWN_LABEL)).getOutput();
        return new Prediction(label.getLabel(), label.getScore());
    }

    /// Which of the texts it is right about, in their order.
    public boolean[] right(List<Example> examples) {
        boolean[] right = new boolean[examples.size()];
        for (int i = 0; i < right.length; i++) {
            Example example = examples.get(i);
            right[i] = predict(example.text()).label().equals(example.label());
        }
        return right;
    }

    /// The share of the texts that it is right about, from 0 to 1.
    public double accuracy(List<Example> examples) {
        int count = 0;
        for (boolean right : right(examples)) {
            count += right ? 1 : 0;
        }
        return (double) count / examples.size();
    }
}

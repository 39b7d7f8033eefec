package llm.classify;

import java.util.Arrays;
import java.util.List;
import llm.model.TokenLogProbs;
import llm.tensor.CrossEntropy;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.train.Objective;

/// The objective of a classifier: be as little surprised as can be by the class that a text has.
///
/// @param classifier what learns
/// @param weights    what a text of each class counts for
public record Classification(TextClassifier classifier, double... weights)
        implements Objective<ClassificationBatch> {

    public Classification {
        if (weights.length != classifier.labels().size()) {
            throw new IllegalArgumentException(
                    "there must be a weight for each of %d classes, got %d"
                            .formatted(classifier.labels().size(), weights.length));
        }
    }

    /// Every text counts the same.
    public static Classification of(TextClassifier classifier) {
        double[] ones = new double[classifier.labels().size()];
        Arrays.fill(ones, 1);
        return new Classification(classifier, ones);
    }

    /// Every class counts the same, however few texts it has.
    ///
    /// @throws IllegalArgumentException if a class has no text
    public static Classification balanced(TextClassifier classifier, List<Example> training) {
        return new Classification(classifier, classifier.labels().balancedWeights(training));
    }

    @Override
    public long targets(ClassificationBatch batch) {
        return batch.labels().count();
    }

    @Override
    public Tensor loss(ClassificationBatch batch) {
        Tensor logits = classifier.forward(batch.ids());     // (batch, classes)
        if (Arrays.stream(weights).allMatch(weight -> weight == 1)) {
            return CrossEntropy.sum(logits, batch.labels());
        }
        int[] labels = batch.labels().values();
        float[] counted = new float[labels.length];
        for (int i = 0; i < counted.length; i++) {
            counted[i] = (float) -weights[labels[i]];
        }
        return TokenLogProbs.of(logits, batch.labels())      // (batch)
                .mul(Tensor.of(counted, Shape.of(counted.length), logits.backend()))
                .sum();
    }

    @Override
    public long tokens(ClassificationBatch batch) {
        return batch.ids().count();
    }
}

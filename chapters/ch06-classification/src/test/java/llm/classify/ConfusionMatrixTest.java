package llm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import llm.lora.Fixtures;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A confusion matrix")
class ConfusionMatrixTest {
    private static final ConfusionMatrix MATRIX = new ConfusionMatrix(Labels.of("ham", "spam"),
            new long[] {90, 10}, new long[] {5, 15});

    @Test
    @DisplayName("has accuracy, precision, recall and F1 as one computes them by hand")
    void shares() {
        assertThat(MATRIX.total()).isEqualTo(120);
        assertThat(MATRIX.accuracy()).isCloseTo(105.0 / 120, within(1e-12));
        assertThat(MATRIX.precision("spam")).isCloseTo(15.0 / 25, within(1e-12));
        assertThat(MATRIX.recall("spam")).isCloseTo(15.0 / 20, within(1e-12));
        assertThat(MATRIX.f1("spam")).isCloseTo(2 * 0.6 * 0.75 / 1.35, within(1e-12));
        assertThat(MATRIX.recall("ham")).isCloseTo(0.9, within(1e-12));
    }

    @Test
    @DisplayName("shows itself as a table")
    void table() {
        assertThat(MATRIX.toString().lines()).containsExactly(
                "              ham    spam  recall",
                "      ham      90      10  90.0 %",
                "     spam       5      15  75.0 %",
                "precision  94.7 %  60.0 %  87.5 % right");
    }

    @Test
    @DisplayName("counts what a classifier says of texts, and leaves its mode as it was")
    void counted() throws IOException {
        TextClassifier classifier =
                TextClassifier.load(Fixtures.folder("classification/gpt2"));
        classifier.model().train();
        List<Example> examples = List.of(new Example("ok", "ham"), new Example("ok", "spam"),
                new Example("WIN a FREE prize now!!! Text GO to 80086", "spam"));
        ConfusionMatrix matrix = ConfusionMatrix.of(classifier,
                ClassificationDataset.of(classifier, examples));
        assertThat(matrix.counts()).isDeepEqualTo(new long[][] {{0, 1}, {0, 2}});
        assertThat(classifier.model().training()).isTrue();
    }

    @Test
    @DisplayName("must be square")
    void square() {
        assertThatThrownBy(() -> new ConfusionMatrix(Labels.of("a", "b"), new long[] {1, 2}))
                .hasMessage("counts must be (classes=2, classes), got [[1, 2]]");
    }
}

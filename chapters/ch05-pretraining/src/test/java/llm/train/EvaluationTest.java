package llm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.GptConfig.DropoutRates;
import llm.pretrain.NextToken;
import llm.tensor.Autograd;
import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.text.dataset.Batch;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.BatchSource;
import llm.text.dataset.DataLoader;
import llm.text.dataset.TokenDataset;
import llm.text.dataset.TokenSequence;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Evaluation")
class EvaluationTest {
    private static final int EXAMPLES = 5;
    private final int[] ids = new RandomState(3).ints(EXAMPLES * 8 + 1, 0, 32).toArray();
    private final DecoderModel model = new DecoderModel(GptConfig.of(32, 8, 16, 2, 1)
            .withDropout(DropoutRates.all(0.5)), 1);

    private DataLoader<Batch> loader(int batch) {
        return new DataLoader<>(new TokenDataset(TokenSequence.of(ids), 8, 8),
                BatchOrder.inOrder(batch));
    }

    /// The loss of each example by itself, without dropout.
    private List<Double> losses() {
        model.eval();
        List<Double> losses = new ArrayList<>();
        for (int i = 0; i < EXAMPLES; i++) {
            IntTensor inputs = IntTensor.of(Arrays.copyOfRange(ids, 8 * i, 8 * i + 8), 1, 8);
            IntTensor targets =
                    IntTensor.of(Arrays.copyOfRange(ids, 8 * i + 1, 8 * i + 9), 1, 8);
            losses.add((double) Autograd.noGrad(() -> model.forward(inputs)
                    .crossEntropy(targets)).item());
        }
        model.train();
        return losses;
    }

    @Test
    @DisplayName("weighs each token alike, also when the last batch is smaller")
    void weighsTokens() {
        double mean = losses().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        assertThat(Evaluation.meanLoss(model, new NextToken(model), loader(2))).isCloseTo(mean, within(1e-5));
    }

    @Test
    @DisplayName("weighs each target alike where some do not count, and passes over batches without")
    void weighsTargets() {
        List<Double> losses = losses();
        Batch first = batch(0, 1);
        Batch ignored = new Batch(first.inputs(), IntTensor.of(allIgnored(), 1, 8));
        Batch others = batch(1, 4);
        double mean = losses.stream().limit(4).mapToDouble(Double::doubleValue).average()
                .orElseThrow();
        assertThat(Evaluation.meanLoss(model, new NextToken(model),
                new ListSource<>(List.of(first, ignored, others)))).isCloseTo(mean, within(1e-5));
        assertThatThrownBy(() -> Evaluation.meanLoss(model, new NextToken(model),
                new ListSource<>(List.of(ignored)))).hasMessage(
                        "an evaluation must have a target that counts, got none");
    }

    private static int[] allIgnored() {
        int[] none = new int[8];
        Arrays.fill(none, CrossEntropy.IGNORED);
        return none;
    }

    private Batch batch(int from, int to) {
        int[] rows = IntStream.range(from, to).toArray();
        return new TokenDataset(TokenSequence.of(ids), 8, 8).batch(rows);
    }

    @Test
    @DisplayName("leaves the model training and the loader where they were")
    void leavesNoTrace() {
        DataLoader<Batch> loader = loader(1);
        var batches = loader.iterator();
        batches.next();
        batches.next();
        BatchSource.Position position = loader.position();
        Evaluation.meanLoss(model, new NextToken(model), loader);
        assertThat(model.training()).isTrue();
        assertThat(loader.position()).isEqualTo(position);
        Batch third = batches.next();
        assertThat(third.inputs().values()).containsExactly(Arrays.copyOfRange(ids, 16, 24));
        model.eval();
        Evaluation.meanLoss(model, new NextToken(model), loader);
        assertThat(model.training()).isFalse();
    }

    @Test
    @DisplayName("turns a loss into the number of equally likely tokens")
    void perplexity() {
        assertThat(Evaluation.perplexity(Math.log(50_257))).isCloseTo(50_257, within(1e-6));
    }
}

package llm.pretrain.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import llm.model.DecoderModel;
import llm.pretrain.Fixtures;
import llm.pretrain.NextToken;
import llm.tensor.Autograd;
import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;
import llm.tensor.optim.ParameterGroup;
import llm.tensor.optim.Sgd;
import llm.text.dataset.Batch;
import llm.train.TrainingStep;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Against PyTorch 2.13 and transformers 5.18. Tolerances: losses of tokens 10⁻⁴, means 2·10⁻⁵, the
/// norm 10⁻⁴ relative, gradients 10⁻⁵ + 10⁻³ relative.
@DisplayName("Accumulation over batches with different numbers of targets")
class AccumulationParityTest {
    private static final Path FOLDER = Fixtures.folder("sft");
    private static final int MICRO_BATCH = 2;

    private final DecoderModel model = load();
    private JsonNode expected;

    private static DecoderModel load() {
        try {
            return PretrainedModel.load(Fixtures.folder("gpt2-tiny")).model();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void read() throws IOException {
        expected = Fixtures.json(FOLDER.resolve("sft.json"));
        model.train();
    }

    private static Batch batch(String name) throws IOException {
        try (Safetensors file = Safetensors.open(FOLDER.resolve("batch.safetensors"))) {
            return new Batch(file.ints(name + ".inputs"), file.ints(name + ".targets"));
        }
    }

    /// Two rows at a time, each pair as long as its longer row.
    private static List<Batch> microBatches(Batch whole) {
        List<Batch> parts = new ArrayList<>();
        for (int row = 0; row < whole.inputs().size(0); row += MICRO_BATCH) {
            int tokens = longest(whole.targets(), row, row + MICRO_BATCH);
            parts.add(new Batch(rows(whole.inputs(), row, tokens),
                    rows(whole.targets(), row, tokens)));
        }
        return parts;
    }

    private static int longest(IntTensor targets, int from, int to) {
        int tokens = targets.size(1);
        int longest = 0;
        for (int i = from * tokens; i < to * tokens; i++) {
            if (targets.values()[i] != CrossEntropy.IGNORED) {
                longest = Math.max(longest, i % tokens + 1);
            }
        }
        return longest;
    }

    private static IntTensor rows(IntTensor ids, int from, int tokens) {
        int[] values = new int[MICRO_BATCH * tokens];
        for (int row = 0; row < MICRO_BATCH; row++) {
            System.arraycopy(ids.values(), (from + row) * ids.size(1), values, row * tokens, tokens);
        }
        return IntTensor.of(values, MICRO_BATCH, tokens);
    }

    /// A step that moves nothing, so that the gradients can be looked at.
    private TrainingStep.Result step(List<Batch> batches) {
        Sgd still = new Sgd(List.of(new ParameterGroup(model.namedParameters(), 0)), 0, 0);
        return new TrainingStep<>(new NextToken(model), model.parameters(), still,
                Double.POSITIVE_INFINITY).run(batches, 0);
    }

    private void assertGradients(String kind) throws IOException {
        Map<String, Tensor> gradients = WeightFile.export(model, Tensor::grad);
        try (Safetensors file = Safetensors.open(FOLDER.resolve("batch.safetensors"))) {
            String prefix = kind + ".grad.";
            List<String> names =
                    file.names().stream().filter(name -> name.startsWith(prefix)).toList();
            assertThat(names).isNotEmpty();
            names.forEach(name -> Fixtures.assertClose(name,
                    gradients.get(name.substring(prefix.length())), file.tensor(name), 1e-5, 1e-3));
        }
    }

    @Test
    @DisplayName("gives loss and gradients of the whole batch")
    void likeTheWhole() throws IOException {
        JsonNode accumulation = expected.get("gradient_accumulation");
        double norm = accumulation.get("grad_norm").asDouble();
        Batch whole = batch("prompt_masked");
        assertThat(microBatches(whole)).extracting(part -> CrossEntropy.counted(part.targets()))
                .containsExactly(18L, 16L, 20L, 12L);
        for (List<Batch> cut : List.of(List.of(whole), microBatches(whole))) {
            TrainingStep.Result result = step(cut);
            assertThat(result.loss()).isCloseTo(accumulation.get("loss").asDouble(), within(2e-5));
            assertThat(result.gradientNorm()).isCloseTo(norm, within(1e-4 * norm));
            assertGradients("full");
        }
    }

    @Test
    @DisplayName("is not the mean of the batches' means")
    void meanOfMeans() throws IOException {
        JsonNode wrong = expected.get("gradient_accumulation").get("wrong_mean_of_means");
        List<Batch> parts = microBatches(batch("prompt_masked"));
        model.zeroGrad();
        double loss = 0;
        for (Batch part : parts) {
            Tensor share = model.loss(part.inputs(), part.targets()).mul(1.0 / parts.size());
            share.backward();
            loss += share.item();
        }
        assertThat(loss).isCloseTo(wrong.get("loss").asDouble(), within(2e-5));
        assertGradients("mean_of_means");
        assertThat(Math.abs(loss - step(parts).loss())).isGreaterThan(0.02);
    }

    @Test
    @DisplayName("starts from the right loss of each token, also as log-probabilities")
    void tokens() throws IOException {
        model.eval();
        for (String name : List.of("all_targets", "prompt_masked", "truncated")) {
            Batch batch = batch(name);
            Tensor logProbs = Autograd.noGrad(
                    () -> model.logProbs(batch.inputs(), batch.targets()));
            try (Safetensors file = Safetensors.open(FOLDER.resolve("batch.safetensors"))) {
                Fixtures.assertClose(name, logProbs.mul(-1), file.tensor(name + ".token_loss"),
                        1e-4, 1e-4);
            }
            JsonNode numbers = expected.get("batches").get(name);
            long targets = Arrays.stream(Fixtures.ints(numbers.get("target_tokens"))).sum();
            assertThat(new NextToken(model).targets(batch)).isEqualTo(targets);
            double sum = Autograd.noGrad(() -> new NextToken(model).loss(batch)).item();
            assertThat(sum / targets).isCloseTo(numbers.get("mean").asDouble(), within(2e-5));
        }
    }
}

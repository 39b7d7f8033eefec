package llm.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import llm.model.DecoderModel;
import llm.pretrain.NextToken;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.Autograd;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;
import llm.tensor.optim.ParameterGroup;
import llm.tensor.optim.Sgd;
import llm.text.dataset.Batch;
import llm.train.TrainingStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against PyTorch 2.13 and transformers 5.18. Tolerances: losses of tokens 10⁻⁴, means 2·10⁻⁵, the
/// norm 10⁻⁴ relative, gradients 10⁻⁵ + 10⁻³ relative.
@DisplayName("Finetuning on instructions")
class SftParityTest {
    private static final int MICRO_BATCH = 2;

    private DecoderModel model;
    private JsonNode expected;
    private Safetensors tensors;

    @BeforeEach
    void load() throws IOException {
        model = PretrainedModel.load(Fixtures.folder("gpt2-tiny")).model();
        expected = Fixtures.json(Fixtures.folder("sft/sft.json"));
        tensors = Safetensors.open(Fixtures.folder("sft/batch.safetensors"));
    }

    @AfterEach
    void close() throws IOException {
        tensors.close();
    }

    /// @param name of a batch in the file
    private List<TrainingRow> rows(String name) {
        JsonNode batch = expected.get("batches").get(name);
        Masking masking = batch.get("mask_prompt").asBoolean() ? Masking.PROMPT : Masking.NOTHING;
        int context = batch.path("max_length").asInt(Integer.MAX_VALUE);
        return IntStream.range(0, expected.get("prompts").size())
                .mapToObj(i -> TrainingRow.of(i + 1, ids(i), end(), masking).cutTo(context))
                .toList();
    }

    private PromptIds ids(int row) {
        return new PromptIds(Fixtures.ints(expected.get("prompts").get(row)), new int[0],
                Fixtures.ints(expected.get("responses").get(row)));
    }

    private int end() {
        return expected.get("end_token_id").asInt();
    }

    private List<Batch> microBatches() {
        List<TrainingRow> rows = rows("prompt_masked");
        List<Batch> parts = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += MICRO_BATCH) {
            parts.add(PaddedBatch.of(rows.subList(from, from + MICRO_BATCH), end()));
        }
        return parts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"all_targets", "prompt_masked", "truncated"})
    @DisplayName("has the batches and the losses of transformers")
    void losses(String name) {
        Batch batch = PaddedBatch.of(rows(name), end());
        assertThat(batch.inputs().values())
                .containsExactly(tensors.ints(name + ".inputs").values());
        assertThat(batch.targets().values())
                .containsExactly(tensors.ints(name + ".targets").values());
        JsonNode numbers = expected.get("batches").get(name);
        int[] targets = Fixtures.ints(numbers.get("target_tokens"));
        assertThat(rows(name)).extracting(TrainingRow::targets)
                .containsExactlyElementsOf(IntStream.of(targets).boxed().toList());
        Tensor logProbs = Autograd.noGrad(() -> model.logProbs(batch.inputs(), batch.targets()));
        Fixtures.assertClose(name, logProbs.mul(-1).toArray(),
                tensors.tensor(name + ".token_loss").toArray(), 1e-4, 1e-4);
        NextToken objective = new NextToken(model);
        assertThat(objective.targets(batch)).isEqualTo(IntStream.of(targets).sum());
        double sum = Autograd.noGrad(() -> objective.loss(batch)).item();
        assertThat(sum / objective.targets(batch))
                .isCloseTo(numbers.get("mean").asDouble(), within(2e-5));
    }

    @Test
    @DisplayName("on four batches of two is as on one batch of eight")
    void accumulation() throws IOException {
        JsonNode numbers = expected.get("gradient_accumulation");
        double norm = numbers.get("grad_norm").asDouble();
        Batch whole = PaddedBatch.of(rows("prompt_masked"), end());
        for (List<Batch> cut : List.of(List.of(whole), microBatches())) {
            load();
            Map<String, float[]> before = weights();
            TrainingStep.Result result = new TrainingStep<>(new NextToken(model),
                    model.parameters(), optimizer(), Double.POSITIVE_INFINITY).run(cut, 1);
            assertThat(result.loss()).isCloseTo(numbers.get("loss").asDouble(), within(2e-5));
            assertThat(result.gradientNorm()).isCloseTo(norm, within(1e-4 * norm));
            assertMovedBy("full.grad.", before);
        }
    }

    @Test
    @DisplayName("is something else with a mean of the batches' means")
    void meanOfMeans() {
        JsonNode wrong = expected.get("gradient_accumulation").get("wrong_mean_of_means");
        NextToken objective = new NextToken(model);
        Map<String, float[]> before = weights();
        Sgd optimizer = optimizer();
        double loss = 0;
        for (Batch part : microBatches()) {
            Tensor mean = objective.loss(part).mul(1.0 / objective.targets(part));
            Tensor share = mean.mul(1.0 / microBatches().size());
            share.backward();
            loss += share.item();
        }
        optimizer.step();
        assertThat(loss).isCloseTo(wrong.get("loss").asDouble(), within(2e-5));
        assertThat(Math.abs(loss - expected.get("gradient_accumulation").get("loss").asDouble()))
                .isGreaterThan(0.02);
        assertMovedBy("mean_of_means.grad.", before);
    }

    /// Moves a weight by its gradient.
    private Sgd optimizer() {
        return new Sgd(List.of(new ParameterGroup(model.namedParameters(), 0)), 1, 0);
    }

    /// Under the names of the file.
    private Map<String, float[]> weights() {
        Map<String, float[]> weights = new LinkedHashMap<>();
        PretrainedModel.weights(model)
                .forEach((name, tensor) -> weights.put(name, tensor.toArray()));
        return weights;
    }

    private void assertMovedBy(String prefix, Map<String, float[]> before) {
        Map<String, float[]> after = weights();
        List<String> names =
                tensors.names().stream().filter(name -> name.startsWith(prefix)).toList();
        assertThat(names).hasSize(4);
        for (String name : names) {
            String weight = name.substring(prefix.length());
            float[] moved = before.get(weight).clone();
            for (int i = 0; i < moved.length; i++) {
                moved[i] -= after.get(weight)[i];
            }
            Fixtures.assertClose(name, moved, tensors.tensor(name).toArray(), 1e-5, 1e-3);
        }
    }
}

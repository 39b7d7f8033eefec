package llm.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import llm.model.DecoderModel;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;
import llm.text.dataset.Batch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Against PyTorch 2.13, two small models. Tolerances: log-probabilities 10⁻⁴ + 10⁻⁵ · |x|, losses
/// and rewards 2·10⁻⁵, gradients 10⁻⁵ + 10⁻³ · |g|.
@DisplayName("DPO from end to end")
class DpoParityTest {
    private static final double BETA = 0.1;

    private DecoderModel policy;
    private DecoderModel reference;
    private Batch answers;                                   // all chosen, then all rejected
    private JsonNode expected;

    @BeforeEach
    void load() throws IOException {
        policy = PretrainedModel.load(Fixtures.folder("dpo/policy")).model();
        reference = PretrainedModel.load(Fixtures.folder("dpo/reference")).model();
        expected = Fixtures.json(Fixtures.folder("dpo/dpo.json")).get("end_to_end");
        try (Safetensors file = Safetensors.open(Fixtures.folder("dpo/batch.safetensors"))) {
            answers = join(rows(file, "chosen"), rows(file, "rejected"));
        }
    }

    /// Ids as inputs, and as targets where the mask says that an answer stands.
    private static Batch rows(Safetensors file, String name) {
        IntTensor ids = file.ints(name);
        IntTensor mask = file.ints(name + "_mask");
        int rows = ids.size(0);
        int tokens = ids.size(1) - 1;
        int[] inputs = new int[rows * tokens];
        int[] targets = new int[rows * tokens];
        for (int i = 0; i < inputs.length; i++) {
            int from = i / tokens * (tokens + 1) + i % tokens;
            inputs[i] = ids.values()[from];
            targets[i] = mask.values()[from + 1] == 1 ? ids.values()[from + 1]
                    : CrossEntropy.IGNORED;
        }
        return new Batch(IntTensor.of(inputs, rows, tokens), IntTensor.of(targets, rows, tokens));
    }

    private static Batch join(Batch chosen, Batch rejected) {
        int tokens = Math.max(chosen.inputs().size(1), rejected.inputs().size(1));
        return new Batch(join(chosen.inputs(), rejected.inputs(), tokens, 0),
                join(chosen.targets(), rejected.targets(), tokens, CrossEntropy.IGNORED));
    }

    private static IntTensor join(IntTensor above, IntTensor below, int tokens, int padding) {
        int[] all = new int[(above.size(0) + below.size(0)) * tokens];
        Arrays.fill(all, padding);
        int row = 0;
        for (IntTensor part : new IntTensor[] {above, below}) {
            for (int i = 0; i < part.size(0); i++) {
                System.arraycopy(part.values(), i * part.size(1), all, row * tokens, part.size(1));
                row++;
            }
        }
        return IntTensor.of(all, row, tokens);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("has the log-probabilities, rewards, loss and gradients of PyTorch")
    void agrees(LogProb logProb) throws IOException {
        JsonNode want = expected.get(logProb.name().toLowerCase());
        float[] near = logProb.of(reference, answers).toArray();
        float[] now = logProb.of(policy, answers).toArray();
        assertHalves("reference_%s_logps", near, want, 1e-4, 1e-5);
        assertHalves("policy_%s_logps", now, want, 1e-4, 1e-5);
        var metrics = new Metrics();
        var batch = new PreferenceBatch(answers, near);
        var objective = new Dpo(policy, DpoLoss.of(BETA), logProb, metrics);
        Tensor mean = objective.loss(batch).div(objective.targets(batch));
        assertThat((double) mean.item()).isCloseTo(want.get("loss").asDouble(), within(2e-5));
        assertMetrics(metrics.take(), want, now);
        mean.backward();
        assertGradients(logProb.name().toLowerCase() + ".grad.");
    }

    private void assertMetrics(Map<String, Double> seen, JsonNode want, float... now) {
        assertThat(seen.get("rewards/chosen")).isCloseTo(
                mean(Fixtures.floats(want.get("chosen_rewards"))), within(2e-5));
        assertThat(seen.get("rewards/rejected")).isCloseTo(
                mean(Fixtures.floats(want.get("rejected_rewards"))), within(2e-5));
        assertThat(seen.get("rewards/margins")).isCloseTo(
                want.get("mean_margin").asDouble(), within(2e-5));
        assertThat(seen.get("rewards/accuracies")).isCloseTo(
                want.get("accuracy").asDouble(), within(1e-6));
        assertThat(seen.get("logps/chosen")).isCloseTo(
                mean(Arrays.copyOf(now, now.length / 2)), within(1e-4));
    }

    private void assertGradients(String prefix) throws IOException {
        try (Safetensors file = Safetensors.open(Fixtures.folder("dpo/batch.safetensors"))) {
            Map<String, Tensor> gradients = PretrainedModel.weights(policy, Tensor::grad);
            long compared = file.names().stream().filter(name -> name.startsWith(prefix))
                    .peek(name -> Fixtures.assertClose(name,
                            gradients.get(name.substring(prefix.length())).toArray(),
                            file.tensor(name).toArray(), 1e-5, 1e-3)).count();
            assertThat(compared).isEqualTo(4);
        }
    }

    private static void assertHalves(String name, float[] got, JsonNode want, double atol,
                                     double rtol) {
        int pairs = got.length / 2;
        Fixtures.assertClose("chosen", Arrays.copyOf(got, pairs),
                Fixtures.floats(want.get(name.formatted("chosen"))), atol, rtol);
        Fixtures.assertClose("rejected", Arrays.copyOfRange(got, pairs, got.length),
                Fixtures.floats(want.get(name.formatted("rejected"))), atol, rtol);
    }

    private static double mean(float... values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}

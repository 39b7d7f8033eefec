package llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import llm.model.FeedForwardConfig.Experts;
import llm.tensor.Operations;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;
import llm.tensor.layer.Initializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Tolerances: 10⁻⁵ against transformers 5.18, 10⁻⁴ against the formula in double precision.
@DisplayName("A mixture of experts")
class MixtureOfExpertsTest {
    private static final int EMB_DIM = 6;
    private final RandomState random = new RandomState(8);

    private MixtureOfExperts mixture(int experts, int chosen) {
        return new MixtureOfExperts(EMB_DIM, new Experts(experts, chosen, 5),
                Initializer.normal(0.7, random));
    }

    private static void assertClose(Tensor got, Tensor want, double tolerance) {
        assertThat(got.shape()).isEqualTo(want.shape());
        assertThat(got.toArray()).containsExactly(want.toArray(), within((float) tolerance));
    }

    /// One layer as transformers has it: 5 experts, 2 for each token.
    private static Safetensors fixture() throws IOException, URISyntaxException {
        return Safetensors.open(Path.of(Objects.requireNonNull(MixtureOfExpertsTest.class
                .getResource("/fixtures/experts.safetensors")).toURI()));
    }

    private static String nameInFile(String ours) {
        return ours.replace("router", "gate").replaceAll("(gate|up|down)(?=\\.weight)", "$1_proj")
                .replaceFirst("^gate_proj", "gate");
    }

    private static MixtureOfExperts load(Safetensors file) {
        MixtureOfExperts mixture = new MixtureOfExperts(10, new Experts(5, 2, 7),
                Initializer.none());
        Map<String, Tensor> state = new LinkedHashMap<>();
        mixture.stateDict().keySet().forEach(name ->
                state.put(name, file.tensor(nameInFile(name))));
        mixture.loadStateDict(state);
        return mixture;
    }

    @Test
    @DisplayName("agrees with transformers' Qwen3-MoE layer, forward and backward")
    void transformers() throws IOException, URISyntaxException {
        try (Safetensors file = fixture()) {
            MixtureOfExperts mixture = load(file);
            Tensor x = file.tensor("x").requireGrad(true);
            Tensor y = mixture.forward(x);
            assertClose(y, file.tensor("out"), 1e-5);
            y.backward(file.tensor("dout"));
            assertClose(x.grad(), file.tensor("grad.x"), 1e-5);
            mixture.namedParameters().forEach((name, parameter) -> assertClose(parameter.grad(),
                    file.tensor("grad." + nameInFile(name)), 1e-5));
        }
    }

    @Test
    @DisplayName("agrees with transformers on how unevenly its experts are used")
    void transformersBalance() throws IOException, URISyntaxException {
        try (Safetensors file = fixture()) {
            MixtureOfExperts mixture = load(file);
            Tensor loss = mixture.balanceLoss(file.tensor("x"));
            assertClose(loss, file.tensor("balance"), 1e-6);
            loss.backward();
            assertClose(mixture.router().weight().grad(), file.tensor("balance.grad.gate.weight"),
                    1e-6);
        }
    }

    @Test
    @DisplayName("has the values and gradients of the formula, token by token")
    void formula() {
        MixtureOfExperts mixture = mixture(4, 2);
        Tensor x = random.normal(1, 2, 5, EMB_DIM).requireGrad(true);
        Tensor g = random.normal(1, 2, 5, EMB_DIM);
        List<double[]> tokens = rows(x);
        List<double[][]> matrices = mixture.experts().stream().map(e -> new double[][] {
            doubles(e.gate().weight()), doubles(e.up().weight()), doubles(e.output().weight())})
                .toList();
        ExpertsFormula formula = new ExpertsFormula(2, doubles(mixture.router().weight()),
                matrices);
        Tensor y = mixture.forward(x);
        y.backward(g);
        for (int token = 0; token < tokens.size(); token++) {
            assertAgree(rows(y).get(token), formula.answer(tokens.get(token)));
            assertAgree(rows(x.grad()).get(token),
                    formula.differences(tokens.get(token), tokens, rows(g)));
        }
        assertAgree(doubles(mixture.router().weight().grad()),
                formula.differences(formula.router(), tokens, rows(g)));
        for (int e = 0; e < matrices.size(); e++) {
            GatedFeedForward expert = mixture.experts().get(e);
            List<Tensor> parameters = List.of(expert.gate().weight(), expert.up().weight(),
                    expert.output().weight());
            for (int i = 0; i < parameters.size(); i++) {
                assertAgree(doubles(parameters.get(i).grad()),
                        formula.differences(matrices.get(e)[i], tokens, rows(g)));
            }
        }
    }

    private static double[] doubles(Tensor x) {
        float[] values = x.toArray();
        double[] result = new double[values.length];
        Arrays.setAll(result, i -> values[i]);
        return result;
    }

    private static List<double[]> rows(Tensor x) {
        double[] all = doubles(x);
        List<double[]> rows = new ArrayList<>();
        for (int from = 0; from < all.length; from += EMB_DIM) {
            rows.add(Arrays.copyOfRange(all, from, from + EMB_DIM));
        }
        return rows;
    }

    private static void assertAgree(double[] got, double[] want) {
        assertThat(got).containsExactly(want, within(1e-4));
    }

    @Test
    @DisplayName("of one expert is that expert")
    void one() {
        MixtureOfExperts mixture = mixture(1, 1);
        Tensor x = random.normal(1, 2, 5, EMB_DIM);
        assertClose(mixture.forward(x), mixture.experts().getFirst().forward(x), 1e-6);
    }

    @Test
    @DisplayName("leaves an expert that no token chose without a gradient")
    void idle() {
        MixtureOfExperts mixture = mixture(3, 1);
        Tensor rows = Operations.concat(0, Tensor.full(1, 1, EMB_DIM),
                Tensor.full(-1, 2, EMB_DIM));                // on ones, expert 0 always wins
        mixture.router().weight().copyFrom(rows);
        mixture.forward(Tensor.ones(1, 4, EMB_DIM)).sum().backward();
        assertThat(mixture.experts().get(0).gate().weight().hasGrad()).isTrue();
        assertThat(mixture.experts().get(1).gate().weight().hasGrad()).isFalse();
        assertThat(mixture.balanceLoss(Tensor.ones(1, 4, EMB_DIM)).item())
                .isCloseTo(3, within(1e-4f));                // experts · share 1 · probability 1
    }

    @Test
    @DisplayName("that is sure of nothing has a balance loss of as many experts as are chosen")
    void even() {
        MixtureOfExperts mixture = mixture(5, 2);
        mixture.router().weight().copyFrom(Tensor.zeros(5, EMB_DIM));
        assertThat(mixture.balanceLoss(random.normal(1, 2, 7, EMB_DIM)).item())
                .isCloseTo(2, within(1e-5f));
    }

    @Test
    @DisplayName("uses a tenth of the parameters of the published model for one token")
    void active() {
        ModelSize size = ModelSize.of(Qwen3MoeConfig.of30B());
        assertThat(size.parameters()).isEqualTo(30_532_122_624L);
        // 120 of 128 experts of 48 layers are idle, each three matrices of 2,048 × 768
        assertThat(size.activeParameters())
                .isEqualTo(30_532_122_624L - 48L * 120 * 3 * 2_048 * 768);
        ModelSize dense = ModelSize.of(Qwen3Config.of600M());
        assertThat(dense.activeParameters()).isEqualTo(dense.parameters());
    }

    @Test
    @DisplayName("refuses other shapes and impossible choices")
    void refuses() {
        assertThatThrownBy(() -> mixture(2, 1).forward(Tensor.zeros(2, 3, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x must be (batch, tokens, embDim=6), got [2, 3, 5]");
        assertThatThrownBy(() -> new Experts(4, 5, 8)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("chosen must be in [1, experts=4], got 5");
        assertThatThrownBy(() -> new Experts(4, 0, 8)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("chosen must be in [1, experts=4], got 0");
    }
}

package llm.tensor.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Against the formulas of the papers in double precision, 25 steps, tolerance 10⁻⁵.
@DisplayName("Optimizers")
class OptimizerTest {
    private static final int STEPS = 25;
    private static final double RATE = 0.05;
    private static final double DECAY = 0.1;
    private static final AdamConfig BF16 = AdamConfig.STANDARD.withMoments(DType.BF16);

    /// One step on one value: gradient, value before → value after.
    private interface Rule {
        double step(int step, double gradient, double value);
    }

    private static List<ParameterGroup> group(Parameter p) {
        return List.of(new ParameterGroup(Map.of("p", p), DECAY));
    }

    private static void check(Parameter p, Optimizer optimizer, Rule rule) {
        double expected = p.at(3);
        for (int step = 1; step <= STEPS; step++) {
            optimizer.zeroGrad();
            p.sub(1.5).square().sum().backward();            // gradient 2(p − 1.5)
            expected = rule.step(step, 2 * (expected - 1.5), expected);
            optimizer.step();
            assertThat((double) p.at(3)).as("step %d", step).isCloseTo(expected, within(1e-5));
        }
        assertThat(optimizer.steps()).isEqualTo(STEPS);
    }

    private static Parameter start() {
        return Parameter.of(new RandomState(1).normal(1, 37));
    }

    @Test
    @DisplayName("SGD with momentum")
    void sgd() {
        Parameter p = start();
        double[] v = {0};
        check(p, new Sgd(group(p), RATE, 0.9), (_, g, x) -> {
            v[0] = 0.9 * v[0] + g + DECAY * x;
            return x - RATE * v[0];
        });
    }

    @Test
    @DisplayName("Adam, decay added to the gradient")
    void adam() {
        Parameter p = start();
        double[] mv = new double[2];
        check(p, new Adam(group(p), RATE, AdamConfig.STANDARD),
                (t, g, x) -> x - adamStep(mv, t, g + DECAY * x));
    }

    @Test
    @DisplayName("AdamW, decay apart from the gradient")
    void adamW() {
        Parameter p = start();
        double[] mv = new double[2];
        check(p, new AdamW(group(p), RATE, AdamConfig.STANDARD),
                (t, g, x) -> x * (1 - RATE * DECAY) - adamStep(mv, t, g));
    }

    private static double adamStep(double[] mv, int t, double g) {
        mv[0] = 0.9 * mv[0] + 0.1 * g;
        mv[1] = 0.999 * mv[1] + 0.001 * g * g;
        return RATE * mv[0] / (1 - Math.pow(0.9, t))
                / (Math.sqrt(mv[1] / (1 - Math.pow(0.999, t))) + 1e-8);
    }

    /// The square's mean grows by 0.001 (1 − v) a step. From 0.25 on that is less than half of
    /// the 2⁻⁹ between two bfloat16 numbers.
    @Test
    @DisplayName("keep a mean in BF16 that moves by less than what BF16 can tell apart")
    void slowMoments() {
        Parameter p = Parameter.of(new RandomState(1).normal(1, 61, 67));
        AdamW optimizer = new AdamW(group(p), 0, BF16);
        for (int step = 0; step < 1_000; step++) {
            optimizer.zeroGrad();
            p.sum().backward();                              // gradient 1
            optimizer.step();
        }
        assertThat(mean(optimizer.state().get("square.p")))
                .isCloseTo(1 - Math.pow(0.999, 1_000), within(1e-3));
        assertThat(mean(optimizer.state().get("mean.p"))).isCloseTo(1, within(1e-3));
    }

    private static double mean(Tensor moment) {
        assertThat(moment.dtype()).isEqualTo(DType.BF16);
        double sum = 0;
        for (float value : moment.toArray()) {
            sum += value;
        }
        return sum / moment.elements();
    }

    @Test
    @DisplayName("go nearly the same way with moments in BF16")
    void roundedMoments() {
        Parameter p = Parameter.of(new RandomState(1).normal(1, 61, 67));
        Parameter q = Parameter.of(Tensor.of(p.toArray(), 61, 67));
        train(p, new AdamW(group(p), RATE, AdamConfig.STANDARD), STEPS);
        train(q, new AdamW(group(q), RATE, BF16), STEPS);
        assertThat(q.toArray()).isNotEqualTo(p.toArray()).containsExactly(p.toArray(),
                within(0.02f));                              // of a way of more than 1
        assertThatThrownBy(() -> AdamConfig.STANDARD.withMoments(DType.INT8))
                .hasMessage("moments must be kept in F32 or BF16, got INT8");
    }

    @ParameterizedTest(name = "moments in {0}")
    @EnumSource(value = DType.class, names = {"F32", "BF16"})
    @DisplayName("go on from a stored state as if nothing had happened")
    void restore(DType dtype) {
        AdamConfig settings = AdamConfig.STANDARD.withMoments(dtype);
        Parameter p = Parameter.of(new RandomState(1).normal(1, 37, 3));
        AdamW first = new AdamW(group(p), RATE, settings);
        train(p, first, 5);
        float[] values = p.toArray();
        Map<String, Tensor> state = new LinkedHashMap<>();
        first.state().forEach((name, moment) ->
                state.put(name, Tensor.of(moment.toArray(), moment.shape().toArray())));
        train(p, first, 5);
        Parameter q = Parameter.of(Tensor.of(values, 37, 3));
        AdamW second = new AdamW(group(q), RATE, settings);
        second.restore(5, state);
        train(q, second, 5);
        assertThat(q.toArray()).isEqualTo(p.toArray());
        assertThatThrownBy(() -> second.restore(5, Map.of()))
                .hasMessage("an optimizer state must hold 2 tensors named after the parameters, got 0");
    }

    private static void train(Parameter p, Optimizer optimizer, int steps) {
        for (int i = 0; i < steps; i++) {
            optimizer.zeroGrad();
            p.square().sum().backward();
            optimizer.step();
        }
    }

    @Test
    @DisplayName("decay matrices only, and step a shared parameter once")
    void groups() {
        Parameter matrix = Parameter.of(Tensor.ones(2, 2));
        Parameter bias = Parameter.of(Tensor.ones(2));
        Map<String, Parameter> all = new LinkedHashMap<>();
        all.put("embedding", matrix);
        all.put("bias", bias);
        all.put("head", matrix);
        List<ParameterGroup> groups = ParameterGroup.decayMatrices(all, 0.3);
        assertThat(groups.get(0).parameters()).containsExactly(Map.entry("embedding", matrix));
        assertThat(groups.get(0).weightDecay()).isEqualTo(0.3);
        assertThat(groups.get(1).parameters()).containsExactly(Map.entry("bias", bias));
        assertThat(groups.get(1).weightDecay()).isZero();
    }

    @Test
    @DisplayName("clip gradients by their common norm")
    void clip() {
        Parameter a = Parameter.of(Tensor.of(new float[] {3}, 1));
        Parameter b = Parameter.of(Tensor.of(new float[] {4, 0}, 2));
        a.square().sum().add(b.square().sum()).mul(0.5).backward();      // gradients 3 and (4, 0)
        assertThat(GradientClip.byGlobalNorm(List.of(a, b), 10)).isCloseTo(5, within(1e-6));
        assertThat(a.grad().item()).isEqualTo(3);
        assertThat(GradientClip.byGlobalNorm(List.of(a, b), 1)).isCloseTo(5, within(1e-6));
        assertThat(a.grad().item()).isCloseTo(0.6f, within(1e-6f));
        assertThat(b.grad().toArray()).usingComparatorWithPrecision(1e-6f)
                .containsExactly(0.8f, 0f);
    }
}

package llm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.Fixtures;
import llm.pretrain.NextToken;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.optim.AdamConfig;
import llm.tensor.optim.AdamW;
import llm.tensor.optim.ParameterGroup;
import llm.tensor.optim.Sgd;
import llm.text.dataset.Batch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A training step")
class TrainingStepTest {
    private static final int TOKENS = 8;
    private final DecoderModel model = new DecoderModel(GptConfig.of(32, TOKENS, 16, 2, 2), 1);

    private static Batch batch(int rows) {
        int[] ids = new RandomState(5).ints((long) rows * TOKENS + 1, 0, 32).toArray();
        return new Batch(IntTensor.of(Arrays.copyOf(ids, rows * TOKENS), rows, TOKENS),
                IntTensor.of(Arrays.copyOfRange(ids, 1, ids.length), rows, TOKENS));
    }

    /// Row `from` up to row `to` of a batch.
    private static Batch rows(Batch batch, int from, int to) {
        return new Batch(rows(batch.inputs(), from, to), rows(batch.targets(), from, to));
    }

    private static IntTensor rows(IntTensor ids, int from, int to) {
        int[] values = Arrays.copyOfRange(ids.values(), from * TOKENS, to * TOKENS);
        return IntTensor.of(values, to - from, TOKENS);
    }

    private static List<ParameterGroup> groups(DecoderModel model) {
        return ParameterGroup.decayMatrices(model.namedParameters(), 0);
    }

    private static TrainingStep<Batch> plain(DecoderModel model, double clip) {
        return new TrainingStep<>(new NextToken(model), model.parameters(), new Sgd(groups(model), 1, 0), clip);
    }

    private static Map<String, float[]> values(DecoderModel model) {
        Map<String, float[]> values = new LinkedHashMap<>();
        model.namedParameters().forEach((name, p) -> values.put(name, p.toArray()));
        return values;
    }

    @Test
    @DisplayName("on two half batches ends with the weights of one on the whole batch")
    void accumulates() {
        DecoderModel other = new DecoderModel(model.config(), 1);
        Batch whole = batch(4);
        TrainingStep.Result one = plain(model, 1e9).run(List.of(whole), 0.1);
        TrainingStep.Result two = plain(other, 1e9)
                .run(List.of(rows(whole, 0, 2), rows(whole, 2, 4)), 0.1);
        assertThat(two.loss()).isCloseTo(one.loss(), within(1e-6));
        assertThat(two.gradientNorm()).isCloseTo(one.gradientNorm(), within(1e-5));
        Map<String, Parameter> others = other.namedParameters();
        model.namedParameters().forEach((name, parameter) ->
                Fixtures.assertClose(name, others.get(name), parameter, 1e-6, 1e-5));
    }

    @Test
    @DisplayName("moves plain SGD's weights by the gradient, scaled to the largest norm allowed")
    void clips() {
        Map<String, float[]> before = values(model);
        double norm = plain(model, 0.01).run(List.of(batch(2)), 1).gradientNorm();
        double moved = 0;
        for (var entry : values(model).entrySet()) {
            float[] old = before.get(entry.getKey());
            for (int i = 0; i < old.length; i++) {
                double change = (double) entry.getValue()[i] - old[i];
                moved += change * change;
            }
        }
        assertThat(norm).isGreaterThan(0.1);                 // as it was before it was clipped
        assertThat(Math.sqrt(moved)).isCloseTo(0.01, within(1e-4));
    }

    @Test
    @DisplayName("forgets the gradients of the step before")
    void forgets() {
        TrainingStep<Batch> step = plain(model, 1e9);
        double first = step.run(List.of(batch(2)), 1e-12).gradientNorm();
        assertThat(step.run(List.of(batch(2)), 1e-12).gradientNorm())
                .isCloseTo(first, within(1e-4 * first));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 1e38f})
    @DisplayName("whose loss is no finite number changes no parameter, and says so, for a gain of")
    void notFinite(float gain) {
        Parameter weight = model.namedParameters().get("finalNorm.weight");
        Tensor broken = Tensor.full(gain, 16);
        Autograd.noGrad(() -> weight.copyFrom(broken));
        Map<String, float[]> before = values(model);
        AdamW optimizer = new AdamW(groups(model), 1, AdamConfig.STANDARD);
        TrainingStep<Batch> step =
                new TrainingStep<>(new NextToken(model), model.parameters(), optimizer, 1);
        assertThatThrownBy(() -> step.run(List.of(batch(2)), 0.5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("loss and gradient must be finite numbers, got loss=")
                .hasMessageContaining("at learning rate 0.5; a smaller learning rate");
        values(model).forEach((name, now) ->
                assertThat(now).as(name).containsExactly(before.get(name)));
        assertThat(optimizer.steps()).isZero();
    }
}

package llm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import llm.model.DecoderModel;
import llm.pretrain.NextToken;
import llm.pretrain.Pretraining;
import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import llm.tensor.layer.Adapter;
import llm.tensor.layer.Linear;
import llm.tensor.optim.AdamConfig;
import llm.tensor.optim.AdamW;
import llm.tensor.optim.ParameterGroup;
import llm.tensor.optim.Sgd;
import llm.text.dataset.Batch;
import llm.text.dataset.BatchOrder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The training loop")
class ObjectiveTest {

    /// Points on a line.
    private record Points(float[] x, float[] y) {
    }

    private record Line(String name) {
    }

    /// Squared distance of `weight · x + bias` from `y`, summed.
    private record Regression(Linear line) implements Objective<Points> {

        @Override
        public long targets(Points points) {
            return points.x.length;
        }

        @Override
        public Tensor loss(Points points) {
            Tensor x = Tensor.of(points.x, points.x.length, 1);
            Tensor y = Tensor.of(points.y, points.x.length, 1);
            return line.forward(x).sub(y).square().sum();
        }
    }

    private static List<Points> points(int... sizes) {
        RandomState random = new RandomState(4);
        List<Points> batches = new ArrayList<>();
        for (int size : sizes) {
            float[] x = new float[size];
            float[] y = new float[size];
            for (int i = 0; i < size; i++) {
                x[i] = (float) random.nextDouble(-1, 1);
                y[i] = 3 * x[i] - 2;
            }
            batches.add(new Points(x, y));
        }
        return batches;
    }

    private static Trainer<Points> regression(Linear line, List<Points> batches, int accumulate) {
        Sgd optimizer = new Sgd(List.of(new ParameterGroup(line.namedParameters(), 0)), 0.1, 0.9);
        var schedule = new LearningRateSchedule(0.1, 0.1, 0, 200);
        return new Trainer<>(Learner.of(line, optimizer, new RandomState(1), new Line("line")),
                new Regression(line), TrainingData.only(new ListSource<>(batches)),
                TrainingConfig.of(schedule).withAccumulate(accumulate));
    }

    @Test
    @DisplayName("fits a line as well as it trains a language model")
    void regression() {
        Linear line = new Linear(1, 1, true, new RandomState(2));
        Trainer<Points> trainer = regression(line, points(8, 3, 5), 2);
        trainer.run(TrainingListener.silent());
        assertThat(line.weight().at(0, 0)).isCloseTo(3f, within(1e-3f));
        assertThat(line.bias().at(0)).isCloseTo(-2f, within(1e-3f));
        assertThat(trainer.log().rows().getLast().trainingLoss()).isLessThan(1e-6);
        assertThat(trainer.tokensSeen()).isCloseTo(200 * 2 * 16 / 3, within(8L));
    }

    @Test
    @DisplayName("takes the same steps however the points are cut into batches")
    void cuts() {
        List<Points> batches = points(8, 3);
        Points all = new Points(new float[11], new float[11]);
        System.arraycopy(batches.get(0).x, 0, all.x, 0, 8);
        System.arraycopy(batches.get(1).x, 0, all.x, 8, 3);
        System.arraycopy(batches.get(0).y, 0, all.y, 0, 8);
        System.arraycopy(batches.get(1).y, 0, all.y, 8, 3);
        Trainer<Points> apart = regression(new Linear(1, 1, true, new RandomState(2)), batches, 2);
        Trainer<Points> whole =
                regression(new Linear(1, 1, true, new RandomState(2)), List.of(all), 1);
        apart.run(TrainingListener.silent());
        whole.run(TrainingListener.silent());
        for (int step = 0; step < 20; step++) {
            double loss = whole.log().rows().get(step).trainingLoss();
            assertThat(apart.log().rows().get(step).trainingLoss())
                    .isCloseTo(loss, within(1e-4 * loss));
        }
    }

    @Test
    @DisplayName("names the batch that has no target")
    void noTarget() {
        Trainer<Points> trainer =
                regression(new Linear(1, 1, true, new RandomState(2)), points(8, 2, 0), 1);
        assertThatThrownBy(() -> trainer.run(TrainingListener.silent()))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(
                        "a batch must have a target that counts, got none in batch 2 of epoch 0");
        int[] ignored = {CrossEntropy.IGNORED, CrossEntropy.IGNORED};
        Batch none = new Batch(IntTensor.of(new int[] {1, 2}, 1, 2), IntTensor.of(ignored, 1, 2));
        DecoderModel model = new DecoderModel(SmallTraining.MODEL, 1);
        TrainingStep<Batch> step = new TrainingStep<>(new NextToken(model), model.parameters(),
                Pretraining.optimizer(model, AdamConfig.STANDARD, 0), 1);
        assertThatThrownBy(() -> step.run(List.of(none), 1)).hasMessage(
                "a batch must have a target that counts, got none in batch 1 of 1 of a step");
    }

    /// Adds `x · aᵀ · bᵀ`, with few rows in `a`, to what the layer gives.
    private static final class LowRank extends Adapter {
        private final Linear a;
        private final Linear b;

        LowRank(int in, int out, RandomState random) {
            a = child("a", new Linear(in, 2, false, random));
            b = child("b", new Linear(2, out, false, random));
        }

        @Override
        public Tensor forward(Tensor x, UnaryOperator<Tensor> base) {
            return base.apply(x).add(b.forward(a.forward(x)));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("changes one wrapped layer alone, also around a frozen model kept in")
    void wrappedLayer(DType dtype) {
        DecoderModel model = new DecoderModel(SmallTraining.MODEL, 1);
        model.freeze();
        model.to(dtype);
        Linear value = model.linear("blocks.1.attention.value");
        value.wrap("lowRank", new LowRank(16, 16, new RandomState(8)));
        assertThat(model.trainableParameters().keySet()).containsExactly(
                "blocks.1.attention.value.lowRank.a.weight",
                "blocks.1.attention.value.lowRank.b.weight");
        Map<String, float[]> before = values(model);
        AdamW optimizer = Pretraining.optimizer(model, AdamConfig.LANGUAGE_MODEL, 0.1);
        Trainer<Batch> trainer = Pretraining.trainer(model, optimizer,
                SmallTraining.data(), SmallTraining.config());
        double untrained = trainer.evaluate();
        trainer.run(TrainingListener.silent());
        assertThat(optimizer.state()).hasSize(4);            // two moments of two parameters
        assertThat(trainer.evaluate()).isLessThan(untrained);
        values(model).forEach((name, now) -> {
            if (name.contains("lowRank")) {
                assertThat(now).as(name).isNotEqualTo(before.get(name));
            } else {
                assertThat(now).as(name).isEqualTo(before.get(name));
                assertThat(model.namedParameters().get(name).hasGrad()).as(name).isFalse();
            }
        });
    }

    private static Map<String, float[]> values(DecoderModel model) {
        Map<String, float[]> values = new LinkedHashMap<>();
        model.namedParameters().forEach((name, p) -> values.put(name, p.toArray()));
        return values;
    }

    @Test
    @DisplayName("has nothing to do where everything is frozen")
    void frozen() {
        DecoderModel model = new DecoderModel(SmallTraining.MODEL, 1);
        model.freeze();
        assertThatThrownBy(() -> Pretraining.trainer(model, SmallTraining.data(),
                SmallTraining.config())).hasMessage(
                        "a model must have a parameter that is not frozen to learn, got none");
    }

    @Test
    @DisplayName("ends when its patience does, and tells of every evaluation that was the best so far")
    void patience() {
        DecoderModel model = new DecoderModel(SmallTraining.MODEL, 1);
        var schedule = new LearningRateSchedule(0.3, 0.3, 0, 60);   // far too large
        Trainer<Batch> trainer = Pretraining.trainer(model, new TrainingData<>(
                SmallTraining.loader(BatchOrder.shuffled(4, 1)),
                SmallTraining.loader(BatchOrder.inOrder(4))),
                TrainingConfig.of(schedule).withEvalEvery(2).withPatience(3));
        List<Integer> best = new ArrayList<>();
        trainer.run(new TrainingListener() {
            @Override
            public void onBest(Trainer<?> atStep) {
                best.add(atStep.steps());
            }
        });
        assertThat(trainer.stoppedEarly()).isTrue();
        assertThat(trainer.finished()).isTrue();
        assertThat(best).isNotEmpty().isSorted();
        assertThat(best.getLast()).isEqualTo(trainer.log().best().orElseThrow().step());
        assertThat(trainer.steps()).isEqualTo(best.getLast() + 3 * 2).isLessThan(60);
    }
}

package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import llm.tensor.optim.ParameterGroup;
import llm.tensor.optim.Sgd;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

@DisplayName("Gradients")
class AutogradTest {

    private static Parameter parameter(float... values) {
        return Parameter.of(Tensor.of(values, values.length));
    }

    @Test
    @DisplayName("of a parameter used twice add up")
    void sharedParameter() {
        Parameter w = parameter(3);
        w.mul(w).add(w.mul(5)).sum().backward();             // d(w² + 5w)/dw = 2w + 5
        assertThat(w.grad().item()).isEqualTo(11);
    }

    @Test
    @DisplayName("of several calls add up until they are forgotten")
    void accumulate() {
        Parameter w = parameter(2);
        w.square().sum().backward();
        w.square().sum().backward();
        assertThat(w.grad().item()).isEqualTo(8);
        w.zeroGrad();
        assertThat(w.hasGrad()).isFalse();
        w.square().sum().backward();
        assertThat(w.grad().item()).isEqualTo(4);
    }

    @Test
    @DisplayName("of x + x, and of a sum whose parts go on to other uses, are not mixed up")
    void aliases() {
        Parameter x = parameter(1, 2);
        x.add(x).sum().backward();
        assertThat(x.grad().toArray()).containsExactly(2, 2);

        Parameter a = parameter(1, 2);
        Parameter b = parameter(3, 4);
        Tensor sum = a.add(b);
        sum.mul(sum).add(a.mul(10)).add(sum.reshape(2, 1).reshape(2)).sum().backward();
        assertThat(a.grad().toArray()).containsExactly(2 * 4 + 10 + 1, 2 * 6 + 10 + 1);
        assertThat(b.grad().toArray()).containsExactly(2 * 4 + 1, 2 * 6 + 1);
    }

    @RepeatedTest(20)
    @DisplayName("of random graphs agree with differences of the graph itself")
    void randomGraphs(RepetitionInfo repetition) {
        RandomState random = new RandomState(repetition.getCurrentRepetition());
        float[] start = random.uniform(0.5, 1.5, 6).toArray();
        long graph = random.nextLong();
        Parameter w = parameter(start);
        build(w, new RandomState(graph)).backward();
        float[] gradient = w.grad().toArray();
        for (int i = 0; i < start.length; i++) {
            float[] above = start.clone();
            float[] below = start.clone();
            above[i] += 1e-2f;
            below[i] -= 1e-2f;
            double difference = (build(parameter(above), new RandomState(graph)).item()
                    - build(parameter(below), new RandomState(graph)).item()) / 2e-2;
            assertThat((double) gradient[i]).isCloseTo(difference,
                    within(0.02 + 0.02 * Math.abs(difference)));
        }
    }

    /// A number computed from `w` through ten random operations on what there is so far.
    private static Tensor build(Parameter w, RandomGenerator random) {
        Tensor[] values = new Tensor[11];
        values[0] = w;
        for (int i = 1; i < values.length; i++) {
            Tensor a = values[random.nextInt(i)];
            Tensor b = values[random.nextInt(i)];
            values[i] = switch (random.nextInt(7)) {
                case 0 -> a.add(b);
                case 1 -> a.sub(b);
                case 2 -> a.mul(b).tanh();
                case 3 -> a.softmax().mul(b);
                case 4 -> a.reshape(2, 3).transpose(0, 1).reshape(6);
                case 5 -> Operations.concat(0, a.slice(0, 3, 6), b.slice(0, 0, 3));
                default -> a.sigmoid();
            };
        }
        return values[10].add(values[9]).mean();
    }

    @Test
    @DisplayName("cannot be had twice from one graph, unless it is kept")
    void secondBackward() {
        Parameter w = parameter(2);
        Tensor loss = w.square().sum();
        loss.backward();
        assertThatThrownBy(loss::backward).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("backward() must find a graph that has not been used");
        Tensor kept = w.square().sum();
        kept.backwardKeepingGraph();
        kept.backward();
        assertThat(w.grad().item()).isEqualTo(12);
    }

    @Test
    @DisplayName("notice a value changed in place, by hand or by an optimizer")
    void changedInPlace() {
        Parameter w = parameter(2, 3);
        Tensor loss = w.square().sum();
        Autograd.noGrad(() -> w.set(new float[] {1, 1}));
        assertThatThrownBy(loss::backward).isInstanceOf(IllegalStateException.class).hasMessage(
                "backward() of 'square' must see the values of the forward pass, got a tensor of "
                        + "shape [2] that was changed in place 1 time(s) since");

        Parameter v = parameter(1);
        v.sum().backward();
        Tensor early = v.mul(v).sum();
        new Sgd(List.of(new ParameterGroup(Map.of("v", v), 0)), 0.1, 0).step();
        assertThatThrownBy(early::backward).hasMessageContaining("changed in place");
        assertThatThrownBy(() -> v.set(new float[] {1}))
                .hasMessageStartingWith("a tensor in a graph must not be changed in place");
    }

    @Test
    @DisplayName("are not recorded under noGrad or after detach")
    void notRecorded() {
        Parameter w = parameter(2);
        Tensor y = Autograd.noGrad(() -> w.square());
        assertThat(y.requiresGrad()).isFalse();
        assertThat(w.mul(3).detach().requiresGrad()).isFalse();
        assertThatThrownBy(() -> y.sum().backward()).hasMessageStartingWith(
                "backward() must start at a tensor computed from one that requires a gradient");
        assertThat(Autograd.recording()).isTrue();
    }

    @Test
    @DisplayName("start at a number, or at a gradient of the result's shape")
    void start() {
        Parameter w = parameter(2, 3);
        assertThatThrownBy(() -> w.square().backward())
                .hasMessageStartingWith("backward() must start at a tensor of one value, got [2]");
        w.square().backward(Tensor.of(new float[] {1, 10}, 2));
        assertThat(w.grad().toArray()).containsExactly(4, 60);
        assertThatThrownBy(() -> w.square().backward(Tensor.ones(3))).hasMessage(
                "the gradient must have the result's shape [2], got [3]");
        assertThatThrownBy(() -> parameter(1).grad())
                .hasMessageStartingWith("backward() must have reached this tensor");
    }
}

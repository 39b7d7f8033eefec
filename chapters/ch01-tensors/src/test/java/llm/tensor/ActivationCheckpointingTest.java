package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import llm.tensor.op.DropoutOp;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Recomputation")
class ActivationCheckpointingTest {
    private static final int ROWS = 40;
    private static final int PARTS = 6;

    private final Parameter weight = Parameter.of(new RandomState(1).normal(0.5, ROWS, ROWS));
    private final Parameter start = Parameter.of(new RandomState(2).normal(1, ROWS, ROWS));
    private final RandomState random = new RandomState(3);

    /// A layer with a residual and dropout, as in a Transformer's block.
    private Tensor layer(Tensor x) {
        Tensor wide = DropoutOp.dropout(x.matmulTransposed(weight).gelu(), 0.3, random.nextLong());
        return DropoutOp.dropout(wide.matmul(weight), 0.3, random.nextLong()).addInPlace(x);
    }

    private float[][] lossAndGradients(UnaryOperator<Tensor> step) {
        random.restore(3);
        weight.zeroGrad();
        start.zeroGrad();
        try (Scope _ = Scope.open()) {
            Tensor x = start;
            for (int i = 0; i < PARTS; i++) {
                x = step.apply(x);
            }
            Tensor loss = DropoutOp.dropout(x, 0.3, random.nextLong()).square().mean();
            loss.backward();
            return new float[][] {loss.toArray(), start.grad().toArray(), weight.grad().toArray()};
        }
    }

    @Test
    @DisplayName("changes no bit of loss and gradients, and draws what dropout drew")
    void sameBits() {
        float[][] plain = lossAndGradients(this::layer);
        long drawnTo = random.state();
        assertThat(lossAndGradients(x -> ActivationCheckpointing.of(x, random, this::layer)))
                .isDeepEqualTo(plain);
        assertThat(random.state()).isEqualTo(drawnTo);
        assertThat(lossAndGradients(x -> ActivationCheckpointing.of(x, random, // parts in a part
                y -> ActivationCheckpointing.of(y, random, this::layer)))).isDeepEqualTo(plain);
    }

    @Test
    @DisplayName("keeps of each part what it returns, and in backward one whole part more")
    void memory() {
        Alive plain = alive(UnaryOperator.identity());
        assertThat(plain.afterForward).isEqualTo(3 * PARTS);
        assertThat(plain.mostInBackward).isEqualTo(3 * PARTS - 1);
        Alive less = alive(part -> x -> ActivationCheckpointing.of(x, random, part));
        assertThat(less.afterForward).isEqualTo(PARTS);
        assertThat(less.mostInBackward).isEqualTo(PARTS + 2);
    }

    /// How many of the tensors that parts make, three in each, hold memory.
    private record Alive(long afterForward, long mostInBackward) {
    }

    private Alive alive(UnaryOperator<UnaryOperator<Tensor>> how) {
        List<Tensor> made = new ArrayList<>();
        LongSupplier count = () -> made.stream().filter(x -> !x.storageReleased()).count();
        AtomicLong most = new AtomicLong();
        UnaryOperator<Tensor> part = how.apply(x -> {
            made.add(x.gelu());
            made.add(watched(made.getLast(), () -> most.accumulateAndGet(count.getAsLong(),
                    Math::max)).square());
            made.add(made.getLast().sigmoid());
            return made.getLast();
        });
        try (Scope _ = Scope.open()) {
            Tensor x = start;
            for (int i = 0; i < PARTS; i++) {
                x = part.apply(x);
            }
            long afterForward = count.getAsLong();
            x.backward(start.detach());
            return new Alive(afterForward, most.get());
        } finally {
            assertThat(count.getAsLong()).isZero();
        }
    }

    /// The same values; backward tells when it comes by.
    private static Tensor watched(Tensor x, Runnable listener) {
        return x.shareAs(x.shape()).madeBy("watched", g -> {
            listener.run();
            x.receive(g);
        }, x);
    }

    @Test
    @DisplayName("computes a part twice, and once where nothing is recorded")
    void calls() {
        AtomicInteger calls = new AtomicInteger();
        UnaryOperator<Tensor> part = x -> {
            calls.incrementAndGet();
            return x.mul(weight);
        };
        ActivationCheckpointing.of(start, random, part).sum().backward();
        assertThat(calls).hasValue(2);
        Autograd.noGrad(() -> ActivationCheckpointing.of(start, random, part));
        assertThat(calls).hasValue(3);
    }

    @Test
    @DisplayName("finds gradients of parameters inside where its input needs none")
    void frozenInput() {
        Tensor x = Tensor.full(2, ROWS, ROWS);
        Tensor y = ActivationCheckpointing.of(x, random, in -> in.mul(weight));
        y.sum().backward();
        assertThat(weight.grad().toArray()).containsOnly(2);
        assertThat(x.hasGrad()).isFalse();
        assertThat(ActivationCheckpointing.of(x, random, Tensor::square).requiresGrad()).isFalse();
    }

    @Test
    @DisplayName("notices that its input was changed in place")
    void changedInput() {
        Tensor x = start.mul(1);
        Tensor y = ActivationCheckpointing.of(x, random, Tensor::square);
        x.copyFrom(start);
        assertThatThrownBy(() -> y.sum().backward()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'recomputation' must see the values of the forward pass");
    }
}

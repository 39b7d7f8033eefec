package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A scope")
class ScopeTest {
    private static final int MANY = 1 << 20;                 // 4 MiB each

    private static long inUse() {
        return Backends.current().memory().bytesInUse();
    }

    @Test
    @DisplayName("returns what was made in it, but not parameters and what is kept")
    void returnsMemory() {
        long inside;
        Parameter parameter;
        Tensor kept;
        Tensor lost;
        try (Scope _ = Scope.open()) {
            parameter = Parameter.of(Tensor.ones(MANY));
            kept = Tensor.ones(MANY).keep();
            lost = parameter.add(kept);
            inside = inUse();
            assertThat(lost.storageReleased()).isFalse();
        }
        assertThat(inUse()).isLessThanOrEqualTo(inside - 4L * MANY);
        assertThat(lost.storageReleased()).isTrue();
        assertThat(parameter.at(5)).isEqualTo(1);
        assertThat(kept.at(5)).isEqualTo(1);
        assertThatThrownBy(lost::toArray).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call keep() on it");
        assertThat(lost).hasToString("Tensor[1048576] (memory returned)");
    }

    @Test
    @DisplayName("lets backward return each value when it has been used")
    void duringBackward() {
        Parameter parameter = Parameter.of(Tensor.ones(MANY));
        try (Scope _ = Scope.open()) {
            Tensor inner = parameter.square();
            Tensor kept = inner.square().keep();
            Tensor loss = kept.sum();
            loss.backward();
            assertThat(loss.item()).isEqualTo(MANY);         // the result itself can be read
            assertThat(kept.at(0)).isEqualTo(1);
            assertThatThrownBy(inner::toArray).hasMessageContaining("released");
            assertThat(parameter.grad().at(7)).isEqualTo(4);
        }
        assertThat(parameter.grad().at(7)).isEqualTo(4);
    }

    @Test
    @DisplayName("ends before the one around it")
    void nesting() {
        Scope outer = Scope.open();
        Tensor early = Tensor.ones(3);
        Scope inner = Scope.open();
        assertThatThrownBy(outer::close).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("scopes must be closed in the reverse order of opening");
        inner.close();
        assertThat(early.toArray()).containsOnly(1);
        outer.close();
        assertThatThrownBy(early::toArray).hasMessageContaining("memory returns");
    }

    @Test
    @DisplayName("does not open on an interrupted thread, so that long work can be stopped")
    void interrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(Scope::open).isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        try (Scope _ = Scope.open()) {
            assertThat(Tensor.ones(2).toArray()).containsExactly(1, 1);
        }
    }
}

package llm.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import llm.tensor.Backends;
import llm.tensor.Parameter;
import llm.tensor.Scope;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Memory")
class MemoryTest {

    @Test
    @DisplayName("comes back from a user who never frees anything")
    void garbageCollected() {
        int each = 16 << 20;                                 // 64 MiB
        long most = 0;
        for (int i = 0; i < 100; i++) {                      // 6.4 GiB in all
            Tensor.empty(Shape.of(each));
            most = Math.max(most, Backends.current().memory().bytesInUse());
        }
        assertThat(most).isLessThan(2L << 30);
    }

    @Test
    @DisplayName("of a gradient comes back when it is forgotten")
    void forgottenGradient() {
        int many = 1 << 20;                                  // 4 MiB
        Parameter w = Parameter.of(Tensor.ones(many));
        try (Scope _ = Scope.open()) {
            w.square().sum().backward();
        }
        long before = Backends.current().memory().bytesInUse();
        w.zeroGrad();
        assertThat(Backends.current().memory().bytesInUse())
                .isLessThanOrEqualTo(before - (long) many * Float.BYTES);
    }
}

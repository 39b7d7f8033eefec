package llm.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.cpu.GuardedMemory.Side;
import llm.tensor.Scope;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every kernel on tensors that lie next to pages that nobody may touch, in a process of its own,
/// which a read or write there would end.
@DisplayName("Kernels")
@EnabledOnOs(OS.LINUX)
class GuardPagesTest {

    @ParameterizedTest(name = "{0}")
    @EnumSource(Side.class)
    @DisplayName("touch nothing beside their tensors, and give the same bits there; guarded at the")
    void stayWithin(Side side) throws IOException, InterruptedException {
        ForkedJvm program = ForkedJvm.run(Guarded.class, side.name());
        assertThat(program.exitCode()).as("the last kernel is told last: %s", program.end())
                .isZero();
    }

    /// The program.
    static final class Guarded {
        public static void main(String[] args) {
            CpuBackend guarded = new CpuBackend(new GuardedMemory(Side.valueOf(args[0])));
            CpuBackend free = new CpuBackend();
            cases().forEach(kernel -> {
                System.out.println("runs " + kernel);
                int[][] expected = kernel.bits(free);
                try (Scope _ = Scope.open()) {
                    if (!Arrays.deepEquals(kernel.bits(guarded), expected)) {
                        throw new IllegalStateException(kernel + " must give the same bits");
                    }
                }
            });
        }

        /// Less than a vector, whole vectors, and what is left behind them.
        private static Stream<KernelCase> cases() {
            return IntStream.of(1, 3, 7, 8, 9, 15, 16, 17, 31, 33, 65, 129).boxed()
                    .flatMap(n -> Stream.of(KernelCase.elementwise(n), KernelCase.rows(n, 5),
                            KernelCase.rows(5, n), KernelCase.products(n, 1 + n / 2, 7),
                            KernelCase.products(3, n, 17), KernelCase.products(1, 13, n),
                            KernelCase.products(200, 9, n), KernelCase.attention(n, 8),
                            KernelCase.attention(9, n), KernelCase.updates(n, 6))
                            .flatMap(cases -> cases));
        }
    }
}

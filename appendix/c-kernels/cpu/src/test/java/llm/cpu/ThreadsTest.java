package llm.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import llm.tensor.Backends;
import llm.tensor.backend.Backend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Sizes are odd, so that pieces end within vectors, and large enough for sixteen threads.
@DisplayName("Any number of threads gives the same bits in")
class ThreadsTest {
    private static final int[] NUMBERS = {1, 2, 3, 4, 5, 7, 16};
    private static final Map<Integer, Backend> DEVICES = new LinkedHashMap<>();
    private static Backend before = Backends.current();

    @BeforeAll
    static void start() {
        before = Backends.current();
        String wanted = System.getProperty("llm.threads");
        for (int threads : NUMBERS) {
            System.setProperty("llm.threads", String.valueOf(threads));
            DEVICES.put(threads, new CpuBackend());
        }
        if (wanted == null) {
            System.clearProperty("llm.threads");
        } else {
            System.setProperty("llm.threads", wanted);
        }
    }

    @AfterAll
    static void restore() {
        Backends.use(before);
    }

    static Stream<KernelCase> cases() {
        return Stream.of(KernelCase.elementwise(150_007), KernelCase.rows(1_003, 301),
                KernelCase.products(203, 307, 401), KernelCase.products(1_001, 65, 33),
                KernelCase.products(33, 1_003, 257), KernelCase.products(130, 129, 1_100),
                KernelCase.products(1, 2_051, 515), KernelCase.products(3, 1_001, 515),
                KernelCase.products(9, 601, 301), KernelCase.attention(151, 24),
                KernelCase.attention(1_001, 10), KernelCase.updates(403, 301))
                .flatMap(cases -> cases);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    @DisplayName("results and gradients:")
    void same(KernelCase kernel) {
        int[][] one = kernel.bits(DEVICES.get(1));
        DEVICES.forEach((threads, device) ->
                assertThat(kernel.bits(device)).as("%d threads", threads).isDeepEqualTo(one));
    }
}

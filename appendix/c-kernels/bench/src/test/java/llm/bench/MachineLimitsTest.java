package llm.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a machine can do at most")
class MachineLimitsTest {
    private static final MachineLimits MACHINE = new MachineLimits(100, 20);

    @Test
    @DisplayName("work takes as long as its operations or its bytes, whichever takes longer")
    void leastTime() {
        Work manyOperations = new Work(3e9, 1e8);            // 30 ms, 5 ms
        Work manyBytes = new Work(1e9, 5e8);                 // 10 ms, 25 ms

        assertThat(MACHINE.leastMillis(manyOperations)).isCloseTo(30, within(1e-9));
        assertThat(MACHINE.isMemoryBound(manyOperations)).isFalse();
        assertThat(MACHINE.leastMillis(manyBytes)).isCloseTo(25, within(1e-9));
        assertThat(MACHINE.isMemoryBound(manyBytes)).isTrue();
    }

    @Test
    @DisplayName("at flopsPerByte both take the same time")
    void balance() {
        Work balanced = new Work(MACHINE.flopsPerByte() * 1e9, 1e9);
        assertThat(balanced.flops()).isEqualTo(5e9);
        assertThat(MACHINE.leastMillis(balanced)).isCloseTo(50, within(1e-9));
    }

    @Test
    @DisplayName("few operations per byte wait for memory, many for arithmetic")
    void attainable() {
        assertThat(MACHINE.attainableGigaflops(0.5)).isEqualTo(10);
        assertThat(MACHINE.attainableGigaflops(5)).isEqualTo(100);
        assertThat(MACHINE.attainableGigaflops(400)).isEqualTo(100);
    }

    @Test
    @DisplayName("of two measurements each keeps its better half")
    void best() {
        assertThat(MACHINE.best(new MachineLimits(90, 30))).isEqualTo(new MachineLimits(100, 30));
    }

    @Test
    @DisplayName("limits are above 0")
    void refuses() {
        assertThatThrownBy(() -> new MachineLimits(1, 0))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("limits must be above 0, "
                        + "got gigaflopsPerSecond=1.0, gigabytesPerSecond=0.0");
        assertThatThrownBy(() -> new MachineLimits(Double.NaN, 1)).hasMessageContaining("NaN");
    }

    @Test
    @DisplayName("more products find no lower rate than a multiplication of our own reaches")
    void measuresProducts() {
        double rate = ProductRate.gigaflopsPerSecond(3);
        assertThat(rate).isGreaterThan(plainGigaflops());
    }

    /// Plain loops over a small matrix that stays in cache, on one thread.
    private static double plainGigaflops() {
        int n = 64;
        float[] a = new float[n * n];
        float[] b = new float[n * n];
        float[] c = new float[n * n];
        long best = Long.MAX_VALUE;
        for (int run = 0; run < 20; run++) {
            long start = System.nanoTime();
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    for (int k = 0; k < n; k++) {
                        c[i * n + j] += a[i * n + k] * b[k * n + j];
                    }
                }
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        return 2.0 * n * n * n / best;
    }
}

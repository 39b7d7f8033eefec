package llm.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;
import llm.cpu.gemm.Gemm;
import llm.cpu.gemm.OpenBlas;
import llm.cpu.gemm.VectorApiGemm;
import llm.cpu.memory.Workers;
import llm.cpu.simd.VectorMath;
import llm.cpu.x86.X86Gemm;
import llm.tensor.RandomState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The CPU's kernels")
class CpuKernelsTest {

    @Test
    @DisplayName("compute eˣ within 3·10⁻⁷ over its whole range")
    void exp() {
        for (double x = -87; x < 88.5; x += 0.0137) {
            float argument = (float) x;
            double want = Math.exp(argument);
            assertThat(Math.abs(VectorMath.exp(argument) - want) / want).isLessThan(3e-7);
        }
        assertThat(VectorMath.exp(0f)).isEqualTo(1f);
        assertThat(VectorMath.exp(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(VectorMath.exp(-1000f)).isZero();
        assertThat(VectorMath.exp(100f)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(VectorMath.exp(Float.NaN)).isNaN();
    }

    @ParameterizedTest(name = "m={0}, n={1}, k={2}")
    @CsvSource({"1, 1, 1", "3, 5, 7", "16, 16, 16", "33, 17, 65", "1, 70, 40", "130, 129, 257",
        "7, 300, 600", "101, 230, 803"})
    @DisplayName("multiply alike in machine code, OpenBLAS, Java and plain loops, transposed or not")
    void products(int m, int n, int k) {
        OpenBlas blas = OpenBlas.load().orElseThrow();
        RandomGenerator random = new RandomState(m + n + k);
        for (int form = 0; form < 4; form++) {
            boolean ta = form % 2 == 1;
            boolean tb = form > 1;
            float[] a = floats(random, m * k);
            float[] b = floats(random, k * n);
            float[] c = floats(random, m * n);
            float[] byBlas = run(blas, m, n, k, a, ta, b, tb, c);
            float[] byJava = run(new VectorApiGemm(), m, n, k, a, ta, b, tb, c);
            float[] byCode = X86Gemm.load().map(code -> run(code, m, n, k, a, ta, b, tb, c))
                    .orElse(byJava);
            for (int i = 0; i < m * n; i++) {
                double sum = 0.5 * c[i];
                for (int p = 0; p < k; p++) {
                    sum += 2.0 * (ta ? a[p * m + i / n] : a[i / n * k + p])
                            * (tb ? b[i % n * k + p] : b[p * n + i % n]);
                }
                assertThat((double) byBlas[i]).isCloseTo(sum, within(1e-4));
                assertThat((double) byJava[i]).isCloseTo(sum, within(1e-4));
                assertThat((double) byCode[i]).isCloseTo(sum, within(1e-4));
            }
        }
    }

    private static float[] floats(RandomGenerator random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return values;
    }

    private static float[] run(Gemm gemm, int m, int n, int k, float[] a, boolean ta, float[] b,
                               boolean tb, float[] c) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocateFrom(ValueLayout.JAVA_FLOAT, c);
            gemm.multiply(m, n, k, 2,
                    new Gemm.Operand(arena.allocateFrom(ValueLayout.JAVA_FLOAT, a), 0,
                            ta ? m : k, ta),
                    new Gemm.Operand(arena.allocateFrom(ValueLayout.JAVA_FLOAT, b), 0,
                            tb ? k : n, tb), 0.5f, new Gemm.Operand(result, 0, n, false));
            return result.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    @Test
    @DisplayName("share a loop so that each iteration runs once, also within a loop")
    void workers() {
        Workers workers = new Workers(4);
        AtomicIntegerArray runs = new AtomicIntegerArray(1_003);
        workers.forEach(1_003, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                runs.incrementAndGet(i);
            }
            workers.forEach(10, 1, (_, _) -> { });           // nested: runs in this thread
        });
        for (int i = 0; i < runs.length(); i++) {
            assertThat(runs.get(i)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("pass on what goes wrong in any part of a loop, and go on working")
    void workerFailure() {
        Workers workers = new Workers(3);
        for (int failing = 0; failing < 3; failing++) {
            int part = failing;
            assertThatThrownBy(() -> workers.forEach(3, 1, (from, _) -> {
                if (from == part) {
                    throw new IllegalArgumentException("part " + part);
                }
            })).hasMessage("part " + part);
        }
        int[] sum = new int[3];
        workers.forEach(3, 1, (from, _) -> sum[from] = from);
        assertThat(sum).containsExactly(0, 1, 2);
    }
}

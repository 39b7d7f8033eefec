package llm.cpu.x86;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import llm.cpu.CpuBackend;
import llm.cpu.ForkedJvm;
import llm.cpu.memory.NativeFunction;
import llm.tensor.Autograd;
import llm.tensor.Backends;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;
import llm.tensor.op.CausalAttention;
import llm.tensor.op.CausalAttention.Cached;
import llm.tensor.op.CausalAttention.Rules;
import llm.tensor.op.LinearOp;
import llm.tensor.plain.PlainBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// In a process of its own, whose main thread may no longer make memory executable: Linux filters
/// its calls (seccomp) as it does for services with `MemoryDenyWriteExecute`.
@DisplayName("Machine code that the system comes to refuse")
class RefusedCodeTest {
    private static final String DONE = "all kernels computed";

    @ParameterizedTest(name = "after it allowed: {0}")
    @ValueSource(strings = {"nothing", "ExpCode", "GemvCode", "Int8Code", "TileCode",
        "LayoutCode", "WeightedRowsCode"})
    @DisplayName("gives way to Java, with the same results, and says so in one line")
    void givesWay(String allowed) throws IOException, InterruptedException {
        assumeTrue(MachineCode.runsHere(), "no machine code runs here");
        ForkedJvm program = ForkedJvm.run(Refused.class, allowed);
        assumeTrue(program.exitCode() != Refused.NO_FILTER, "the system filters no calls");
        assertThat(program.exitCode()).as(program.end()).isZero();
        assertThat(program.lines()).contains(DONE)
                .filteredOn(line -> line.startsWith("The system refuses memory for machine code"))
                .hasSize(1);
    }

    /// The program.
    static final class Refused {
        private static final int NO_FILTER = 3;
        private static final int PR_SET_NO_NEW_PRIVS = 38;
        private static final int PR_SET_SECCOMP = 22;
        private static final int SECCOMP_MODE_FILTER = 2;

        /// Instructions of the filter, in the form of Linux's `sock_filter`: code, jump if true,
        /// jump if not, operand. It refuses `mprotect` where the third argument has the bit for
        /// execution.
        private static final int[][] FILTER = {
            {0x20, 0, 0, 0},                                 // load the number of the call
            {0x15, 0, 3, 10},                                // mprotect?
            {0x20, 0, 0, 32},                                // load the third argument
            {0x45, 0, 1, 4},                                 // PROT_EXEC?
            {0x06, 0, 0, 0x0005_0001},                       // then fail with EPERM
            {0x06, 0, 0, 0x7fff_0000}};                      // else go on

        public static void main(String[] args) throws ClassNotFoundException {
            MachineCode.runsHere();
            if (!args[0].equals("nothing")) {
                Class.forName("llm.cpu.x86." + args[0]);
            }
            refuse();
            if (MachineCode.function(new byte[] {(byte) 0xC3}).isPresent()) {
                System.exit(NO_FILTER);
            }
            Map<String, float[]> ours = results(new CpuBackend());
            results(new PlainBackend()).forEach((name, expected) -> {
                float[] got = ours.get(name);
                for (int i = 0; i < expected.length; i++) {
                    assertThat(got[i]).as(name).isCloseTo(expected[i], within(2e-3f));
                }
            });
            System.out.println(DONE);
        }

        private static void refuse() {
            NativeFunction prctl = NativeFunction.named("prctl").orElseThrow();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment filter = arena.allocate(8L * FILTER.length, 8);
                for (int i = 0; i < FILTER.length; i++) {
                    filter.set(JAVA_SHORT, 8L * i, (short) FILTER[i][0]);
                    filter.set(JAVA_BYTE, 8L * i + 2, (byte) FILTER[i][1]);
                    filter.set(JAVA_BYTE, 8L * i + 3, (byte) FILTER[i][2]);
                    filter.set(JAVA_INT, 8L * i + 4, FILTER[i][3]);
                }
                MemorySegment program = arena.allocate(16, 8);
                program.set(JAVA_SHORT, 0, (short) FILTER.length);
                program.set(ADDRESS, 8, filter);
                prctl.call(PR_SET_NO_NEW_PRIVS, 1, 0);
                prctl.call(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program.address());
            }
        }

        private static Map<String, float[]> results(Backend device) {
            Backends.use(device);
            RandomState random = new RandomState(3);
            Map<String, float[]> all = new LinkedHashMap<>();
            Tensor x = random.normal(1, 37, 83);
            Map<String, Function<Tensor, Tensor>> functions = new LinkedHashMap<>();
            functions.put("softmax", Tensor::softmax);
            functions.put("log softmax", Tensor::logSoftmax);
            functions.put("GELU", Tensor::gelu);
            functions.put("SiLU", Tensor::silu);
            functions.forEach((name, f) -> all.put(name, f.apply(x).toArray()));
            Tensor y = x.detach().requireGrad(true);
            y.softmax().backward(random.normal(1, 37, 83));
            all.put("softmax, backward", y.grad().toArray());
            for (int rows : new int[] {1, 2, 5, 200}) {
                Tensor in = random.normal(0.2, rows, 83);
                Parameter weight = Parameter.of(random.normal(0.2, 61, 83));
                all.put("product of " + rows, in.matmulTransposed(weight).toArray());
                all.put("product transposed of " + rows,
                        in.transpose(0, 1).matmul(random.normal(0.2, rows, 19)).toArray());
                for (DType dtype : DType.values()) {
                    all.put(dtype + " × " + rows, Autograd.noGrad(
                            () -> LinearOp.linear(in, weight.to(dtype), null)).toArray());
                }
            }
            Tensor cache = random.normal(1, 1, 2, 90, 16);
            for (int queries : new int[] {1, 70}) {
                all.put("attention of " + queries, CausalAttention.attendCached(
                        random.normal(1, 1, queries, 4 * 16),
                        List.of(new Cached(cache, cache, 77)), Rules.PLAIN).toArray());
            }
            return all;
        }
    }
}

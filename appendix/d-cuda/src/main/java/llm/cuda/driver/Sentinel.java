package llm.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import llm.cuda.gpu.Gpu;
import llm.cuda.gpu.Grid;
import llm.cuda.gpu.KernelSource;

/// Asks a processor to write a pattern and reads it back, before anything is entrusted to it: one
/// that takes orders and does nothing would otherwise give zeros for results.
final class Sentinel {
    private static final int VALUES = 1000;
    private static final int SEED = 0x5EED;
    private static final int UNTOUCHED = -1;

    private Sentinel() {
    }

    /// @throws IllegalStateException with one sentence, unless the pattern is there
    static void require(Gpu gpu) {
        long memory = gpu.allocate(VALUES * JAVA_INT.byteSize());
        if (memory == 0) {
            throw new IllegalStateException("%s must have memory for %d values, got none".formatted(
                    gpu.description(), VALUES));
        }
        gpu.fill(memory, UNTOUCHED, VALUES);
        gpu.launch(gpu.kernel(KernelSource.of("sentinel.cu"), "sentinel"), Grid.overValues(VALUES),
                memory, VALUES, SEED);
        int[] found = new int[VALUES];
        gpu.copyOut(memory, MemorySegment.ofArray(found));
        gpu.free(memory);
        int right = 0;
        for (int i = 0; i < VALUES; i++) {
            right += found[i] == expected(i) ? 1 : 0;
        }
        if (right != VALUES) {
            throw new IllegalStateException(("%s must do what a kernel says, but of %d values that "
                    + "a first kernel was to write %d are right").formatted(gpu.description(),
                    VALUES, right));
        }
    }

    private static int expected(int i) {
        return i * 0x01000193 ^ SEED;
    }
}

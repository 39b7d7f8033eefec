package llm.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import llm.cuda.twin.TwinGpu;
import llm.tensor.backend.Storage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("Kernels on rows of a GPU")
@ExtendWith(NeedsDevice.class)
class CudaRowsTest {

    @Test
    @DisplayName("sum a layer's bias gradient by enough threads, in few launches")
    void manyThreads() {
        int rows = 8192;
        int columns = 48;
        try (WatchedGpu gpu = WatchedGpu.of(TwinGpu.open())) {
            CudaBackend device = new CudaBackend("cuda:twin", gpu);
            Storage g = device.memory().allocate((long) rows * columns);
            device.memory().fill(g, 1);
            Storage sums = device.memory().allocate(columns);
            device.rows().sum(g, 1, rows, columns, sums, false);
            float[] found = new float[columns];
            device.memory().read(sums, 0, found);
            assertThat(found).containsOnly(rows);
            assertThat(gpu.launches().getFirst().threads())
                    .isGreaterThanOrEqualTo((long) rows * columns / 64);
            assertThat(gpu.launches()).hasSizeLessThan(5);
        }
    }
}

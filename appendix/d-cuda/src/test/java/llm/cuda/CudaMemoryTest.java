package llm.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llm.cuda.twin.TwinGpu;
import llm.tensor.RandomState;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;
import llm.tensor.backend.Memory;
import llm.tensor.backend.Memory.Part;
import llm.tensor.backend.Storage;
import llm.tensor.backend.StridedView;
import llm.tensor.plain.PlainBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Memory of a GPU")
@ExtendWith(NeedsDevice.class)
class CudaMemoryTest {
    private WatchedGpu gpu;
    private CudaBackend device;

    @BeforeEach
    void open() {
        gpu = WatchedGpu.of(TwinGpu.open());
        device = new CudaBackend("cuda:twin", gpu);
    }

    @AfterEach
    void close() {
        gpu.close();
    }

    @Test
    @DisplayName("is used again, and counted")
    void pool() {
        Memory memory = device.memory();
        Storage first = memory.allocate(1000);
        long address = device.address(first);
        assertThat(memory.bytesInUse()).isBetween(4000L, 4600L);
        first.release();
        assertThat(memory.bytesInUse()).isZero();
        Storage second = memory.allocate(990);               // of the same size class
        assertThat(device.address(second)).isEqualTo(address);
        assertThatThrownBy(() -> device.address(first)).hasMessageContaining("released");
        second.release();
        memory.trim();
        assertThat(memory.availableBytes()).isEqualTo(gpu.room().freeBytes());
    }

    @Test
    @DisplayName("that is too little is told of with what was asked, what is free and what helps")
    void full() {
        long all = gpu.room().totalBytes() / Float.BYTES;
        assertThatThrownBy(() -> device.memory().allocate(2 * all))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("the GPU must have [\\d,]+ MiB of free memory for one more "
                        + "tensor, got [\\d,]+ of its [\\d,]+ MiB, with 0 MiB in use here; try a "
                        + "smaller batch or context");
    }

    @Test
    @DisplayName("copies views of any number of axes, both ways")
    void views() {
        int[] shape = {2, 3, 2, 2, 3, 2};
        long[] strides = {1, 144, 2, 4, 8, 24};              // no two axes can be merged
        float[] values = new RandomState(1).normal(1, 432).toArray();
        float[][] gathered = new float[2][];
        float[][] scattered = new float[2][];
        for (int i = 0; i < 2; i++) {
            Memory memory = (i == 0 ? device : new PlainBackend()).memory();
            Storage x = memory.allocate(432);
            memory.write(values, x, 0);
            StridedView view = new StridedView(x, 0, shape, strides);
            Storage packed = memory.allocate(view.size());
            memory.gather(view, packed);
            gathered[i] = new float[144];
            memory.read(packed, 0, gathered[i]);
            memory.scatter(packed, view, true);
            scattered[i] = new float[432];
            memory.read(x, 0, scattered[i]);
        }
        assertThat(gathered[0]).isEqualTo(gathered[1]);
        assertThat(scattered[0]).isEqualTo(scattered[1]);
    }

    @ParameterizedTest(name = "{0}, steps {1}, added: {2}")
    @DisplayName("gives a broadcast view what plain gives it, by many threads")
    @CsvSource(delimiter = '|', value = {
        "3 2      | 0 1      | true", "3 2      | 0 1      | false",
        "40 500   | 1 0      | true", "40 500   | 1 0      | false",
        "9 30 100 | 0 1 0    | true", "9 30 100 | 0 1 0    | false",
        "2 30 300 | 0 0 0    | true", "2 30 300 | 0 0 0    | false",
        "3 4 5 20 | 1 0 60 3 | true", "3 4 5 20 | 1 0 60 3 | false",
        "2 4 3 0  | 0 1 0 0  | true",
    })
    void overlap(String extents, String steps, boolean add) {
        int[] shape = numbers(extents);
        long[] strides = Arrays.stream(numbers(steps)).asLongStream().toArray();
        List<float[]> found = new ArrayList<>();
        for (Backend each : List.of(device, new PlainBackend())) {
            Memory memory = each.memory();
            Storage y = memory.allocate(402);
            memory.fill(y, 10);
            StridedView view = new StridedView(y, 2, shape, strides);
            Storage x = memory.allocate(view.size());
            float[] values = new float[Math.toIntExact(view.size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 7;                           // sums are exact
            }
            memory.write(values, x, 0);
            memory.scatter(x, view, add);
            found.add(new float[402]);
            memory.read(y, 0, found.getLast());
        }
        assertThat(found.get(0)).isEqualTo(found.get(1));
        int values = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        assertThat(gpu.launches()).allMatch(launch -> launch.threads() >= values / 256);
    }

    @Test
    @DisplayName("fills many views by one kernel")
    void manyViews() {
        Storage x = device.memory().allocate(64);
        device.memory().fill(x, 3);
        List<Storage> all = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            all.add(device.memory().allocate(1));
            parts.add(new Part(x, i, new StridedView(all.get(i), 0, new int[] {1},
                    new long[] {1})));
        }
        device.memory().scatterEach(parts);
        assertThat(gpu.launches()).hasSize(1);
        float[] found = new float[1];
        device.memory().read(all.getLast(), 0, found);
        assertThat(found).containsExactly(3);
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    @Test
    @DisplayName("merges the axes of a view as long as an extent is a number that kernels take")
    void largeViews() {
        Storage any = device.memory().allocate(1);
        int[] shape = {2, 70_000, 70_000};                   // 9.8 · 10⁹ values
        List<FourAxes> parts = FourAxes.of(new StridedView(any, 0, shape,
                new long[] {4_900_000_000L, 70_000, 1}));
        assertThat(parts).hasSize(1);
        assertThat(parts.getFirst().size()).isEqualTo(9_800_000_000L);
        assertThat(parts.getFirst().shape()).containsExactly(1, 1, 140_000, 70_000);
        assertThatThrownBy(() -> new Kernels(device, "layout.cu").overValues("gather_view", -6))
                .hasMessageStartingWith("a grid must have 1 block or more");
    }

    @Test
    @DisplayName("rounds rows of a weight wherever they begin, and no value beside them")
    void packing() {
        float[] rows = new RandomState(1).normal(1, 3, 7).toArray();
        List<float[]> found = new ArrayList<>();
        for (Backend each : List.of(device, new PlainBackend())) {
            Storage weight = each.memory().allocate(6, 7, DType.BF16);
            each.memory().fill(weight, 2);
            each.memory().write(rows, weight, 7);            // at a multiple of 2 bytes, not of 4
            found.add(new float[42]);
            each.memory().read(weight, 0, found.getLast());
        }
        assertThat(found.get(0)).isEqualTo(found.get(1));
    }

    @Test
    @DisplayName("refuses tensors of other devices and weights in fewer bits by name")
    void refusals() {
        Tensor here = Tensor.of(new float[] {1, 2}, Shape.of(2), device);
        Tensor there = Tensor.of(new float[] {1, 2}, Shape.of(2), new PlainBackend());
        assertThatThrownBy(() -> here.add(there)).hasMessage("all tensors of an operation must be "
                + "on one device, got cuda:twin and plain");
        Tensor packed = Tensor.empty(Shape.of(2, 2), DType.BF16, device);
        assertThatThrownBy(packed::square).hasMessageContaining("got BF16");
        assertThatThrownBy(() -> new CudaBackend("x1")).hasMessage("device cuda must be followed "
                + "by the number of a processor, as in cuda:1, got cuda:x1");
    }

    @Test
    @DisplayName("is given back by the garbage collector where nobody has released it")
    void unreachable() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            Tensor.full(1, Shape.of(1000), device);
        }
        for (int tries = 0; tries < 100 && device.memory().bytesInUse() > 0; tries++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(device.memory().bytesInUse()).isZero();
    }
}

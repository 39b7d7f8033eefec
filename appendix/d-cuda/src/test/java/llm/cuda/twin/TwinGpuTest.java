package llm.cuda.twin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import llm.cuda.gpu.Grid;
import llm.cuda.gpu.KernelSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwinGpuTest {
    private static final KernelSource SOURCE = KernelSource.of("twin.cu");

    private final TwinGpu gpu = TwinGpu.openChecked();

    @AfterEach
    void close() {
        gpu.close();
    }

    private void launch(String kernel, Grid grid, Object... arguments) {
        gpu.launch(gpu.kernel(SOURCE, kernel), grid, arguments);
    }

    private String failure(String kernel, Grid grid, Object... arguments) {
        return assertThrows(IllegalStateException.class,
                () -> launch(kernel, grid, arguments)).getMessage();
    }

    private long put(int... values) {
        return put(MemorySegment.ofArray(values));
    }

    private long put(float... values) {
        return put(MemorySegment.ofArray(values));
    }

    private long put(MemorySegment values) {
        long address = gpu.allocate(values.byteSize());
        gpu.copyIn(values, address);
        return address;
    }

    private int[] ints(long address, int n) {
        int[] values = new int[n];
        gpu.copyOut(address, MemorySegment.ofArray(values));
        return values;
    }

    private float[] floats(long address, int n) {
        float[] values = new float[n];
        gpu.copyOut(address, MemorySegment.ofArray(values));
        return values;
    }

    /// Whole numbers, so that sums are exact in any order.
    private static float[] wholeNumbers(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (i * 7919) % 101 - 50;
        }
        return x;
    }

    private static float[] sums(float[] x, int of) {
        float[] sums = new float[x.length / of];
        for (int i = 0; i < x.length; i++) {
            sums[i / of] += x[i];
        }
        return sums;
    }

    @ParameterizedTest(name = "{0} blocks of {1} threads")
    @CsvSource({"1, 2", "3, 64", "5, 256"})
    @DisplayName("threads of a block see what others wrote before a barrier")
    void reducesWithBarriers(int blocks, int threads) {
        float[] x = wholeNumbers(blocks * threads);
        long sums = gpu.allocate(blocks * 4L);
        launch("sum_by_halves", new Grid(blocks, 1, threads), put(x), sums);
        assertArrayEquals(sums(x, threads), floats(sums, blocks));
    }

    @ParameterizedTest(name = "{0} blocks of {1} threads")
    @CsvSource({"1, 32", "2, 64", "3, 1024"})
    @DisplayName("block_sum and block_max reach over all warps")
    void reducesWithShuffles(int blocks, int threads) {
        float[] x = wholeNumbers(blocks * threads);
        long sums = gpu.allocate(blocks * 4L);
        long maxima = gpu.allocate(blocks * 4L);
        launch("sum_and_max", new Grid(blocks, 1, threads), put(x), sums, maxima);
        assertArrayEquals(sums(x, threads), floats(sums, blocks));
        for (int i = 0; i < blocks; i++) {
            float max = x[i * threads];
            for (int j = 0; j < threads; j++) {
                max = Math.max(max, x[i * threads + j]);
            }
            assertEquals(max, floats(maxima, blocks)[i]);
        }
    }

    @Test
    @DisplayName("shuffles take from the lane that they say, within groups and warps")
    void shuffles() {
        int n = 64;
        int[] x = IntStream.range(0, n).map(i -> 100 + i).toArray();
        long y = gpu.allocate(4L * n * 8);
        launch("shuffle", new Grid(1, 1, n), put(x), y);
        double[] values = new double[4 * n];
        gpu.copyOut(y, MemorySegment.ofArray(values));
        for (int i = 0; i < n; i++) {
            int warp = i / 32 * 32;
            assertEquals(x[warp + 5], values[i], "from lane 5");
            assertEquals(x[i ^ 3], values[n + i], "xor 3");
            assertEquals(i % 32 + 4 < 32 ? x[i + 4] : x[i], values[2 * n + i], "4 lanes up");
            assertEquals(x[i / 8 * 8 + 2], values[3 * n + i], "lane 2 of each 8");
        }
    }

    @Test
    @DisplayName("lanes of a mask meet without the others of their warp")
    void shufflesInHalves() {
        long y = gpu.allocate(64 * 4);
        launch("shuffle_in_halves", new Grid(1, 1, 64), y);
        int[] expected = IntStream.range(0, 64)
                .map(i -> i ^ 16).map(i -> i % 32 < 16 ? i ^ 3 : i ^ 15).toArray();
        assertArrayEquals(expected, ints(y, 64));
    }

    @Test
    @DisplayName("a grid has columns and rows of blocks")
    void runsEachBlock() {
        int width = 70;
        long y = gpu.allocate(3L * width * 4);
        launch("number", new Grid(3, 3, 32), y, width);
        int[] expected = IntStream.range(0, 3 * width)
                .map(i -> 1000 * (i / width) + i % width).toArray();
        assertArrayEquals(expected, ints(y, 3 * width));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 45, 64})
    @DisplayName("a barrier does not wait for threads that have returned")
    void returnsEarly(int n) {
        long y = put(new int[64]);
        launch("return_early", new Grid(1, 1, 64), y, n);
        int[] expected = new int[64];
        Arrays.fill(expected, 0, n, n - 1);
        assertArrayEquals(expected, ints(y, 64));
    }

    @Test
    @DisplayName("a kernel is given values of all types")
    void passesAllTypes() {
        long y = put(0);
        long f = put(MemorySegment.ofArray(new short[] {0, 0x3F80}));
        launch("take_all_types", new Grid(1, 1, 1), y, -7, -1234567890123L, 9876543210L, 0.1f, 0.1,
                f);
        assertEquals(1, ints(y, 1)[0]);
    }

    @Test
    @DisplayName("bfloat16 rounds to the nearest value, of two to the even one")
    void roundsToBf16() {
        float[] x = {1, 1.00390625f, 1.01171875f, Math.nextUp(1.00390625f), -2.5f, Float.NaN,
                3.4e38f, Float.NEGATIVE_INFINITY};
        int[] expected = {0x3F80, 0x3F80, 0x3F82, 0x3F81, 0xC020, 0x7FC0, 0x7F80, 0xFF80};
        long y = gpu.allocate(x.length * 2L);
        long z = gpu.allocate(x.length * 4L);
        launch("round_to_bf16", new Grid(1, 1, x.length), put(x), y, z);
        short[] bits = new short[x.length];
        gpu.copyOut(y, MemorySegment.ofArray(bits));
        for (int i = 0; i < x.length; i++) {
            assertEquals(expected[i], bits[i] & 0xFFFF, "of " + x[i]);
            assertEquals(Float.intBitsToFloat(expected[i] << 16), floats(z, x.length)[i]);
        }
    }

    @Test
    @DisplayName("a barrier that some threads do not reach is told of, and the twin goes on")
    void tellsOfDivergence() {
        long y = put(new int[96]);
        assertEquals("diverge: a barrier must be reached by all 32 threads of the warp that have "
                + "not returned, got 16; thread 0 of block (0, 0) waits at twin.cu:88",
                failure("diverge", new Grid(2, 1, 96), y));
        launch("return_early", new Grid(1, 1, 64), y, 64);
        assertEquals(63, ints(y, 96)[0]);
    }

    @Test
    @DisplayName("threads of a block that meet at different barriers are told of")
    void tellsOfDifferentBarriers() {
        assertEquals("meet_elsewhere: all threads of a block must meet at the same barrier, got "
                + "thread 0 of block (0, 0) at twin.cu:96 and thread 32 at twin.cu:99",
                failure("meet_elsewhere", new Grid(1, 1, 64), put(new int[64])));
    }

    @Test
    @DisplayName("a shuffle takes from no thread that has returned")
    void tellsOfMissingLanes() {
        assertEquals("take_from_nobody: a shuffle must take from a thread that takes part, got "
                + "thread 0 of block (0, 0) taking from lane 9 at twin.cu:107",
                failure("take_from_nobody", new Grid(1, 1, 32), put(new int[32])));
    }

    @ParameterizedTest
    @ValueSource(longs = {97, 100, 1123, -1})
    @DisplayName("a value outside of the memory is not written unnoticed")
    void tellsOfWritesOutside(long at) {
        long y = gpu.allocate(97 * 4);
        String message = failure("write", new Grid(4, 1, 8), y, at);
        assertTrue(message.matches("write: a kernel must (write within blocks of memory, got a "
                + "value beside a block of 388 bytes at address 0x\\w+|use memory that is allocated, got "
                + "address 0x%x in thread 3 of block \\(3, 0\\))".formatted(y + at * 4)), message);
    }

    @Test
    @DisplayName("writing within the memory is nothing to be told of")
    void writesWithin() {
        long y = put(new float[97]);
        launch("write", new Grid(4, 1, 8), y, 96L);
        assertEquals(1, floats(y, 97)[96]);
    }

    @Test
    @DisplayName("memory that is not written before is NaN, shared memory in each block")
    void spoilsUnwrittenMemory() {
        long y = gpu.allocate(32 * 4);
        assertTrue(Float.isNaN(floats(y, 32)[31]));
        gpu.fill(y, 0, 32);
        launch("read_unwritten", new Grid(3, 1, 32), y);
        assertTrue(Float.isNaN(floats(y, 32)[31]));
    }

    @Test
    @DisplayName("a kernel that needs too much stack is told of")
    void tellsOfStackOverflow() {
        long y = put(1, 0);
        launch("recurse", new Grid(1, 1, 2), y, 10);
        assertEquals(11, ints(y, 2)[1]);
        String message = failure("recurse", new Grid(1, 1, 2), y, 10_000);
        assertTrue(message.startsWith("recurse: a kernel must use memory that is allocated, got"),
                message);
    }

    @Test
    @DisplayName("a null pointer in Java is still an exception of Java's")
    void leavesJavaItsSignals() {
        failure("write", new Grid(1, 1, 8), 0L, 0L);
        int[][] rows = new int[1][];
        for (int i = 0; i < 20_000; i++) {
            assertThrows(NullPointerException.class, () -> rows[0][0]++);
        }
    }

    @Test
    @DisplayName("a trace says in which order threads ran and met")
    void traces() {
        long sums = gpu.allocate(4);
        List<TraceEvent> events = gpu.trace(gpu.kernel(SOURCE, "sum_by_halves"), new Grid(1, 1, 2),
                put(1f, 2f), sums);
        String order = String.join(" ", events.stream()
                .map(event -> event.thread() + event.kind().name().substring(0, 3)).toList());
        assertEquals("0BEG 0BLO 1BEG 1BLO 1BLO 0BLO 0END 1END", order);
        assertEquals(3, floats(sums, 1)[0]);
    }

    @Test
    @DisplayName("a source that was changed is compiled again, under the same name")
    void compilesChangedText() {
        String text = "extern \"C\" __global__ void put(int* y) { *y = 1; }";
        long y = put(0);
        for (int value : new int[] {1, 2}) {
            KernelSource source = KernelSource.ofText("put.cu", text.replace("1", "" + value));
            gpu.launch(gpu.kernel(source, "put"), new Grid(1, 1, 1), y);
            assertEquals(value, ints(y, 1)[0]);
        }
    }

    @Test
    @DisplayName("arguments of other types are refused")
    void refusesWrongArguments() {
        assertEquals("kernel number must be given [POINTER, INT], got [1, 2]",
                assertThrows(IllegalArgumentException.class,
                        () -> launch("number", new Grid(1, 1, 1), 1L, 2L)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> launch("number", new Grid(1, 1, 1), 1L));
        assertEquals("a kernel of twin.cu must be one of " + SOURCE.names() + ", got none",
                assertThrows(IllegalArgumentException.class,
                        () -> gpu.kernel(SOURCE, "none")).getMessage());
    }

    @Test
    @DisplayName("memory is copied in both directions, filled, counted and freed")
    void managesMemory() {
        long x = put(1, 2, 3, 4);
        long y = gpu.allocate(16);
        assertEquals(2, gpu.allocations());
        gpu.copy(x + 4, y, 8);
        gpu.fill(y + 8, 7, 2);
        assertArrayEquals(new int[] {2, 3, 7, 7}, ints(y, 4));
        assertThrows(IllegalArgumentException.class, () -> gpu.fill(y, 0, 5));
        assertThrows(IllegalArgumentException.class, () -> gpu.copy(x, y, 20));
        assertThrows(IllegalArgumentException.class, () -> ints(y + 4, 4));
        assertThrows(IllegalArgumentException.class, () -> gpu.free(x + 4));
        gpu.free(x);
        assertThrows(IllegalArgumentException.class, () -> gpu.free(x));
        assertThrows(IllegalArgumentException.class, () -> ints(x, 1));
        assertEquals(1, gpu.allocations());
        gpu.close();
        assertEquals(0, gpu.allocations());
        assertThrows(IllegalStateException.class, () -> gpu.allocate(4));
    }

    @Test
    @DisplayName("a twin without checks aligns memory to 256 bytes, and has no more than it says")
    void allocatesWithoutChecks() {
        try (TwinGpu small = new TwinGpu(Compiler.find(), Path.of("."), 1000, false)) {
            long x = small.allocate(600);
            assertEquals(0, x % 256);
            assertEquals(0, small.allocate(500));
            assertEquals(400, small.room().freeBytes());
            small.free(x);
            assertEquals(1000, small.room().freeBytes());
            assertTrue(small.allocate(1000) != 0);
        }
    }
}

package llm.bench;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import llm.tensor.Scope;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.Backend;

/// How fast this machine reads memory: all threads add up their parts of a block that is much
/// larger than any cache. Nobody generates text faster than weights can be read. A device whose
/// memory is its own copies the block instead, which reads it and writes it.
public final class MemoryBandwidth {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final int COLUMNS = 1 << 12;
    private static final int ROWS = 1 << 15;                 // 512 MiB of float32 in all
    private static final int COPIED_ROWS = ROWS / 4;        // also fits into a small heap
    private static final int RUNS = 4;
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private MemoryBandwidth() {
    }

    /// The best of several sweeps, in 10⁹ bytes per second.
    public static double gigabytesPerSecond(int sweeps) {
        try (Scope _ = Scope.open()) {
            return Tensor.scalar(0).storage().hostMemory().isPresent() ? summing(sweeps)
                    : copying(sweeps);
        }
    }

    private static double summing(int sweeps) {
        Tensor values = ones(ROWS);
        MemorySegment block = values.storage().hostMemory().orElseThrow();
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            return block.byteSize() / bestNanos(sweeps, () -> sweep(block, pool));
        }
    }

    private static double copying(int sweeps) {
        Tensor values = ones(COPIED_ROWS);
        Tensor target = Tensor.empty(values.shape());
        Backend device = values.backend();
        double bytes = 2.0 * Float.BYTES * values.elements();
        return bytes / bestNanos(sweeps, () -> {
            device.memory().copy(values.storage(), target.storage());
            device.synchronize();
        });
    }

    private static Tensor ones(int rows) {
        Tensor values = Tensor.empty(Shape.of(rows, COLUMNS));
        values.backend().memory().fill(values.storage(), 1f);
        return values;
    }

    private static double bestNanos(int sweeps, Runnable sweep) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < sweeps; i++) {
            long start = System.nanoTime();
            sweep.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    private static void sweep(MemorySegment block, ExecutorService pool) {
        double[] sums = new double[THREADS];
        CountDownLatch done = new CountDownLatch(THREADS);
        for (int thread = 0; thread < THREADS; thread++) {
            int part = thread;
            pool.execute(() -> {
                sums[part] = sum(block, firstRow(part), firstRow(part + 1));
                done.countDown();
            });
        }
        try {
            done.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (done.getCount() == 0 && sum(sums) != (double) ROWS * COLUMNS) {
            throw new IllegalStateException("all ones must sum up to their number, got "
                    + sum(sums));
        }
    }

    private static double sum(double[] parts) {
        double sum = 0;
        for (double part : parts) {
            sum += part;
        }
        return sum;
    }

    /// Where a thread's rows begin: a whole number of [#RUNS].
    private static int firstRow(int part) {
        return ROWS / RUNS * part / THREADS * RUNS;
    }

    /// Four rows at a time, far apart, because the processor reads ahead in each.
    private static double sum(MemorySegment block, int from, int to) {
        double sum = 0;
        int run = (to - from) / RUNS;
        for (int row = from; row < from + run; row++) {
            sum += sum(row(block, row), row(block, row + run), row(block, row + 2 * run),
                    row(block, row + 3 * run));
        }
        return sum;
    }

    private static MemorySegment row(MemorySegment block, int row) {
        return block.asSlice((long) row * COLUMNS * Float.BYTES, (long) COLUMNS * Float.BYTES);
    }

    private static float sum(MemorySegment row0, MemorySegment row1, MemorySegment row2,
                             MemorySegment row3) {
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = FloatVector.zero(FLOATS);
        FloatVector sum2 = FloatVector.zero(FLOATS);
        FloatVector sum3 = FloatVector.zero(FLOATS);
        for (int i = 0; i < COLUMNS; i += LANES) {
            sum0 = sum0.add(load(row0, i));
            sum1 = sum1.add(load(row1, i));
            sum2 = sum2.add(load(row2, i));
            sum3 = sum3.add(load(row3, i));
        }
        return sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
    }

    private static FloatVector load(MemorySegment row, int index) {
        return FloatVector.fromMemorySegment(FLOATS, row, (long) index * Float.BYTES, NATIVE);
    }
}

package llm.cuda;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import llm.tensor.backend.Indices;
import org.jspecify.annotations.Nullable;

/// Whole numbers in the memory of the device. What the host knew, or has asked for, it keeps.
final class CudaIndices implements Indices {
    private final CudaBackend device;
    private final CudaStorage storage;
    private final int count;
    private volatile int @Nullable [] values;
    private volatile @Nullable Groups groups;

    /// Places sorted by the number that stands there: those of the k-th distinct number are
    /// `order[starts[k]]` to `order[starts[k + 1] − 1]`.
    record Groups(CudaIndices order, CudaIndices starts, int distinct) {
    }

    /// Room for what a kernel will write.
    CudaIndices(CudaBackend device, int count) {
        this.device = device;
        this.count = count;
        storage = (CudaStorage) device.memory().allocate(Math.max(1, count));
    }

    /// A copy of the host's.
    CudaIndices(CudaBackend device, int[] values) {
        this(device, values.length);
        this.values = values;
        if (count > 0) {
            device.gpu().copyIn(MemorySegment.ofArray(values), storage.address());
        }
    }

    boolean isOn(CudaBackend other) {
        return device == other;
    }

    long address() {
        return storage.address();
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int[] values() {
        int[] known = values;
        if (known == null) {
            known = new int[count];
            if (count > 0) {
                device.gpu().copyOut(storage.address(), MemorySegment.ofArray(known));
            }
            values = known;
        }
        return known;
    }

    /// So that whatever belongs to one number is added up by one thread, in order.
    Groups groups() {
        Groups known = groups;
        if (known == null) {
            int[] all = values();
            int[] order = IntStream.range(0, count).boxed()
                    .sorted(Comparator.comparingInt(i -> all[i])).mapToInt(i -> i).toArray();
            int[] starts = IntStream.range(0, count)
                    .filter(i -> i == 0 || all[order[i]] != all[order[i - 1]]).toArray();
            int distinct = starts.length;
            int[] ends = Arrays.copyOf(starts, distinct + 1);
            ends[distinct] = count;
            known = new Groups(new CudaIndices(device, order), new CudaIndices(device, ends),
                    distinct);
            groups = known;
        }
        return known;
    }
}

package llm.tensor.plain;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static llm.tensor.plain.PlainStorage.values;
import static llm.tensor.plain.PlainStorage.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Memory;
import llm.tensor.backend.Storage;
import llm.tensor.backend.StridedView;
import llm.tensor.plain.PlainStorage.Output;

/// Allocation, transfer, and copies between layouts.
final class PlainMemory implements Memory {
    private static final ValueLayout.OfFloat LITTLE_ENDIAN =
            JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Backend backend;
    private final AtomicLong bytesInUse = new AtomicLong();

    PlainMemory(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Storage allocate(long size) {
        return new PlainStorage(this, Math.toIntExact(size), 1, DType.F32);
    }

    @Override
    public Storage allocate(int rows, int columns, DType dtype) {
        return new PlainStorage(this, Math.multiplyExact(rows, columns), columns, dtype);
    }

    Backend backend() {
        return backend;
    }

    /// Bytes that a storage took, or gave back if negative.
    void count(long bytes) {
        bytesInUse.addAndGet(bytes);
    }

    /// Bytes of storages that nobody has released: the garbage collector, which takes the arrays of
    /// those that nobody can reach, does not tell.
    @Override
    public long bytesInUse() {
        return bytesInUse.get();
    }

    /// What the heap has left.
    @Override
    public long availableBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    @Override
    public void write(float[] source, Storage target, long offset) {
        PlainStorage storage = PlainStorage.of(target);
        int columns = storage.columns();
        if (offset % columns != 0 || source.length % columns != 0) {
            throw new IllegalArgumentException(("values for a weight kept in %s must be whole rows "
                    + "of %d, got %d values at %d").formatted(target.dtype(), columns,
                    source.length, offset));
        }
        float[] kept = Rounding.rows(source, columns, target.dtype());
        System.arraycopy(kept, 0, weights(target), Math.toIntExact(offset), kept.length);
    }

    @Override
    public void write(MemorySegment source, Storage target) {
        float[] all = new float[Math.toIntExact(target.size())];
        MemorySegment.copy(source, LITTLE_ENDIAN, 0, all, 0, all.length);
        write(all, target, 0);
    }

    @Override
    public void read(Storage source, long offset, float[] target) {
        System.arraycopy(weights(source), Math.toIntExact(offset), target, 0, target.length);
    }

    @Override
    public void read(Storage source, MemorySegment target) {
        MemorySegment.copy(weights(source), 0, target, LITTLE_ENDIAN, 0,
                Math.toIntExact(source.size()));
    }

    @Override
    public void copy(Storage source, Storage target) {
        write(weights(source).clone(), target, 0);
    }

    @Override
    public void trim() {                                     // the garbage collector does
    }

    @Override
    public void fill(Storage target, float value) {
        float[] all = new float[Math.toIntExact(target.size())];
        Arrays.fill(all, value);
        write(all, target, 0);
    }

    @Override
    public void gatherInto(StridedView view, Target target) {
        float[] from = values(view.storage());
        Output to = Output.of(target);
        for (int i = 0; i < view.size(); i++) {
            to.put(i, from[index(view, i)]);
        }
    }

    @Override
    public void scatter(Storage source, StridedView view, boolean add) {
        float[] from = values(source);
        Output to = Output.of(view.storage(), add);
        for (int i = 0; i < view.size(); i++) {
            to.put(index(view, i), from[i]);
        }
    }

    /// Where entry `i` of a view, counted in row-major order, is in its storage: `i` is taken apart
    /// into an index for each axis, the last one first.
    private static int index(StridedView view, int i) {
        long index = view.offset();
        int rest = i;
        for (int axis = view.shape().length - 1; axis >= 0; axis--) {
            index += rest % view.shape()[axis] * view.strides()[axis];
            rest /= view.shape()[axis];
        }
        return Math.toIntExact(index);
    }
}

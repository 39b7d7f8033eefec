package llm.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static llm.cpu.simd.VectorMath.put;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.util.Optional;
import llm.cpu.memory.BlockSource;
import llm.cpu.memory.NativeBlock;
import llm.cpu.memory.Workers;
import llm.cpu.quantized.QuantizedCopies;
import llm.cpu.quantized.QuantizedStorage;
import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.HostMemory;
import llm.tensor.backend.Memory;
import llm.tensor.backend.Storage;
import llm.tensor.backend.StridedView;

/// Allocation, and copies between layouts.
final class CpuMemory implements Memory {
    private static final int GRAIN = 1 << 15;
    private static final int SLACK = DType.GROUP;        // a last group is read whole

    private final Backend backend;
    private final Workers workers;
    private final BlockSource blocks;

    CpuMemory(Backend backend, Workers workers, BlockSource blocks) {
        this.backend = backend;
        this.workers = workers;
        this.blocks = blocks;
    }

    @Override
    public Storage allocate(long size) {
        return new CpuStorage(backend, block(size * Float.BYTES));
    }

    @Override
    public Optional<Storage> adopt(MemorySegment memory, Object owner) {
        return Optional.of(new CpuStorage(backend,
                new NativeBlock(memory, () -> Reference.reachabilityFence(owner))));
    }

    @Override
    public Storage allocate(int rows, int columns, DType dtype) {
        if (dtype == DType.F32) {
            return allocate((long) rows * columns);
        }
        return QuantizedStorage.of(backend, dtype, new QuantizedStorage.Size(rows, columns),
                block(dtype.bytes(rows, columns) + SLACK));
    }

    private NativeBlock block(long bytes) {
        MemorySegment whole = blocks.take(bytes);
        return new NativeBlock(whole.asSlice(0, bytes), () -> blocks.give(whole));
    }

    @Override
    public long availableBytes() {
        return HostMemory.availableBytes();
    }

    @Override
    public long bytesInUse() {
        return blocks.bytesInUse();
    }

    @Override
    public void write(float[] source, Storage target, long offset) {
        if (target instanceof QuantizedStorage quantized) {
            QuantizedCopies.write(source, quantized, offset, workers);
            return;
        }
        MemorySegment.copy(source, 0, CpuStorage.segment(target), JAVA_FLOAT, offset * Float.BYTES,
                source.length);
    }

    @Override
    public void write(MemorySegment source, Storage target) {
        requireLittleEndian();
        if (target instanceof QuantizedStorage quantized) {
            QuantizedCopies.quantize(source, quantized, workers);
            return;
        }
        MemorySegment.copy(source, 0, CpuStorage.segment(target), 0, target.size() * Float.BYTES);
    }

    @Override
    public void read(Storage source, long offset, float[] target) {
        if (source instanceof QuantizedStorage quantized) {
            QuantizedCopies.read(quantized, offset, target);
            return;
        }
        MemorySegment.copy(CpuStorage.segment(source), JAVA_FLOAT, offset * Float.BYTES, target, 0,
                target.length);
    }

    @Override
    public void copy(Storage source, Storage target) {
        if (target instanceof QuantizedStorage quantized) {
            QuantizedCopies.quantize(CpuStorage.segment(source), quantized, workers);
        } else {
            read(source, CpuStorage.segment(target));
        }
    }

    @Override
    public void trim() {
        blocks.trim();
    }

    @Override
    public void read(Storage source, MemorySegment target) {
        requireLittleEndian();
        if (source instanceof QuantizedStorage quantized) {
            QuantizedCopies.dequantize(quantized, target, workers);
            return;
        }
        MemorySegment.copy(CpuStorage.segment(source), 0, target, 0, source.size() * Float.BYTES);
    }

    @Override
    public void fill(Storage target, float value) {
        if (target instanceof QuantizedStorage quantized) {
            QuantizedCopies.fill(quantized, value, workers);
            return;
        }
        MemorySegment y = CpuStorage.segment(target);
        if (value == 0f) {
            y.fill((byte) 0);
            return;
        }
        for (long i = 0; i < target.size(); i++) {
            y.setAtIndex(JAVA_FLOAT, i, value);
        }
    }

    @Override
    public void gatherInto(StridedView view, Target target) {
        MemorySegment from = CpuStorage.segment(view.storage());
        MemorySegment to = CpuStorage.segment(target.storage());
        forEachRow(view, (viewRow, row, n, stride) -> {
            if (stride == 1 && !target.add()) {
                MemorySegment.copy(from, viewRow * 4, to, row * 4, n * 4L);
                return;
            }
            for (int i = 0; i < n; i++) {
                put(from.getAtIndex(JAVA_FLOAT, viewRow + i * stride), to, row + i,
                        target.add());
            }
        }, workers.threads());
    }

    @Override
    public void scatter(Storage source, StridedView view, boolean add) {
        MemorySegment from = CpuStorage.segment(source);
        MemorySegment to = CpuStorage.segment(view.storage());
        int threads = add && overlaps(view) ? 1 : workers.threads();
        forEachRow(view, (viewRow, row, n, stride) -> {
            if (!add && stride == 1) {
                MemorySegment.copy(from, row * 4, to, viewRow * 4, n * 4L);
                return;
            }
            for (int i = 0; i < n; i++) {
                put(from.getAtIndex(JAVA_FLOAT, row + i), to, viewRow + i * stride, add);
            }
        }, threads);
    }

    /// Whether several entries of the view are the same value, as after broadcasting.
    private static boolean overlaps(StridedView view) {
        for (int axis = 0; axis < view.shape().length; axis++) {
            if (view.strides()[axis] == 0 && view.shape()[axis] > 1) {
                return true;
            }
        }
        return false;
    }

    @FunctionalInterface
    private interface RowCopy {
        void copy(long viewRow, long row, int n, long stride);
    }

    /// Calls `body` for each row (last axis) of the view with the places where it begins.
    private void forEachRow(StridedView view, RowCopy body, int threads) {
        int rank = view.shape().length;
        int n = rank == 0 ? 1 : view.shape()[rank - 1];
        long stride = rank == 0 ? 1 : view.strides()[rank - 1];
        int rows = n == 0 ? 0 : Math.toIntExact(view.size() / n);
        int grain = threads == 1 ? rows : Math.max(1, GRAIN / Math.max(1, n));
        workers.forEach(rows, grain, (from, to) -> {
            for (int row = from; row < to; row++) {
                body.copy(view.offset() + rowOffset(view, row), (long) row * n, n, stride);
            }
        });
    }

    private static long rowOffset(StridedView view, int row) {
        long offset = 0;
        int rest = row;
        for (int axis = view.shape().length - 2; axis >= 0; axis--) {
            offset += rest % view.shape()[axis] * view.strides()[axis];
            rest /= view.shape()[axis];
        }
        return offset;
    }

    private static void requireLittleEndian() {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalStateException("the processor must be little-endian to map files, "
                    + "got " + JAVA_FLOAT_UNALIGNED.order());
        }
    }
}

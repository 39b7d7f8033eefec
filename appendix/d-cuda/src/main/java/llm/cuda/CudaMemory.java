package llm.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import llm.cuda.CudaStorage.Packing;
import llm.cuda.gpu.Gpu;
import llm.cuda.gpu.Grid;
import llm.tensor.backend.DType;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Indices;
import llm.tensor.backend.Memory;
import llm.tensor.backend.Storage;
import llm.tensor.backend.StridedView;

/// Allocation from a pool, transfer between host and device, and copies between layouts.
final class CudaMemory implements Memory {
    private static final int FIELDS = 10;                    // of a part, see layout.cu

    private final CudaBackend device;
    private final Gpu gpu;
    private final DevicePool pool;
    private final Kernels layout;
    private final Packer packer;

    CudaMemory(CudaBackend device) {
        this.device = device;
        gpu = device.gpu();
        pool = new DevicePool(gpu);
        layout = new Kernels(device, "layout.cu");
        packer = new Packer(device);
    }

    @Override
    public Storage allocate(long size) {
        return new CudaStorage(device, pool, pool.take(size * Float.BYTES), size,
                new Packing(DType.F32, 1, 1));
    }

    @Override
    public Storage allocate(int rows, int columns, DType dtype) {
        Packing packing = new Packing(dtype, rows, columns);
        return new CudaStorage(device, pool, pool.take(packing.bytes()), (long) rows * columns,
                packing);
    }

    @Override
    public Indices indices(int[] values) {
        return new CudaIndices(device, values);
    }

    @Override
    public Indices allocateIndices(int count) {
        return new CudaIndices(device, count);
    }

    @Override
    public long availableBytes() {
        return pool.availableBytes();
    }

    @Override
    public long bytesInUse() {
        return pool.bytesInUse();
    }

    @Override
    public void trim() {
        gpu.synchronize();
        pool.trim();
    }

    @Override
    public void write(float[] source, Storage target, long offset) {
        copyIn(MemorySegment.ofArray(source), source.length, device.storage(target), offset);
    }

    @Override
    public void write(MemorySegment source, Storage target) {
        copyIn(source, target.size(), device.storage(target), 0);
    }

    private void copyIn(MemorySegment source, long size, CudaStorage target, long offset) {
        if (size == 0) {
            return;
        }
        MemorySegment values = source.asSlice(0, size * Float.BYTES);
        if (target.dtype() == DType.F32) {
            gpu.copyIn(values, target.address() + offset * Float.BYTES);
            Reference.reachabilityFence(target);
            return;
        }
        Storage wide = allocate(size);
        gpu.copyIn(values, device.address(wide));
        packer.pack(wide, target, offset);
        wide.release();
    }

    @Override
    public void read(Storage source, long offset, float[] target) {
        copyOut(device.storage(source), offset, MemorySegment.ofArray(target));
    }

    @Override
    public void read(Storage source, MemorySegment target) {
        copyOut(device.storage(source), 0, target.asSlice(0, source.size() * Float.BYTES));
    }

    private void copyOut(CudaStorage source, long offset, MemorySegment target) {
        long size = target.byteSize() / Float.BYTES;
        if (size == 0) {
            return;
        }
        if (source.dtype() == DType.F32) {
            gpu.copyOut(source.addressToRead() + offset * Float.BYTES, target);
            Reference.reachabilityFence(source);
            return;
        }
        Storage wide = allocate(size);
        packer.unpack(source, offset, wide);
        gpu.copyOut(device.address(wide), target);
        wide.release();
    }

    @Override
    public void copy(Storage source, Storage target) {
        CudaStorage from = device.storage(source);
        CudaStorage to = device.storage(target);
        if (source.size() == 0) {
            return;
        }
        if (to.dtype() != DType.F32) {
            packer.pack(device.floats(source), to, 0);
        } else if (from.dtype() != DType.F32) {
            packer.unpack(from, 0, to);
        } else {
            gpu.copy(from.addressToRead(), to.address(), source.size() * Float.BYTES);
        }
        Reference.reachabilityFence(from);
        Reference.reachabilityFence(to);
    }

    @Override
    public void fill(Storage target, float value) {
        CudaStorage to = device.storage(target);
        if (target.size() == 0) {
            return;
        }
        if (to.dtype() == DType.F32) {
            gpu.fill(to.address(), Float.floatToRawIntBits(value), target.size());
            Reference.reachabilityFence(to);
            return;
        }
        Storage wide = allocate(target.size());
        fill(wide, value);
        packer.pack(wide, to, 0);
        wide.release();
    }

    @Override
    public void gatherInto(StridedView view, Target target) {
        Storage from = device.floats(view.storage());
        Storage to = device.floats(target.storage());
        for (FourAxes part : FourAxes.of(view)) {
            layout.overValues("gather_view", part.size(), from, part.offset(), part.n(1),
                    part.n(2), part.n(3), part.step(0), part.step(1), part.step(2), part.step(3),
                    device.address(to) + part.first() * Float.BYTES, part.size(), target.add());
        }
        Reference.reachabilityFence(to);
    }

    @Override
    public void scatter(Storage source, StridedView view, boolean add) {
        for (int axis = 0; axis < view.shape().length; axis++) {
            if (view.strides()[axis] == 0 && view.shape()[axis] > 1) {
                scatterRepeated(source, view, axis, add);
                return;
            }
        }
        CudaStorage from = device.floats(source);
        Storage to = device.floats(view.storage());
        for (FourAxes part : FourAxes.of(view)) {
            layout.overValues("scatter_view", part.size(),
                    from.addressToRead() + part.first() * Float.BYTES, to, part.offset(),
                    part.n(1), part.n(2), part.n(3), part.step(0), part.step(1), part.step(2),
                    part.step(3), part.size(), add);
        }
        Reference.reachabilityFence(from);
    }

    /// All entries along this axis are one value, as after broadcasting: what they are given is
    /// added up before, or the last of it is taken.
    private void scatterRepeated(Storage source, StridedView view, int axis, boolean add) {
        int[] shape = view.shape().clone();
        int n = shape[axis];
        int outer = Math.toIntExact(product(shape, 0, axis));
        int inner = Math.toIntExact(product(shape, axis + 1, shape.length));
        shape[axis] = 1;
        Storage once = allocate((long) outer * inner);       // (outer, n, inner) → (outer, inner)
        if (add) {
            device.rows().sum(source, outer, n, inner, once, false);
        } else {
            gather(new StridedView(source, (n - 1L) * inner, new int[] {outer, inner},
                    new long[] {(long) n * inner, 1}), once);
        }
        scatter(once, new StridedView(view.storage(), view.offset(), shape, view.strides()), add);
        once.release();
    }

    @Override
    public void scatterEach(List<Part> parts) {
        long[] table = parts.stream().flatMapToLong(this::fields).toArray();
        if (table.length == 0) {
            return;
        }
        Storage copy = allocate(2L * table.length);          // of 64 bits each
        gpu.copyIn(MemorySegment.ofArray(table), device.address(copy));
        long most = parts.stream().mapToLong(part -> part.view().size()).max().orElseThrow();
        Grid row = Grid.overValues(most);
        layout.run("scatter_parts", new Grid(row.x(), table.length / FIELDS, row.threads()), copy);
        copy.release();
        Reference.reachabilityFence(parts);
    }

    /// Where a part is and goes: see the kernel.
    private LongStream fields(Part part) {
        long from = device.floats(part.source()).addressToRead();
        long to = device.address(device.floats(part.view().storage()));
        return FourAxes.of(part.view()).stream().flatMapToLong(axes -> LongStream.of(
                from + (part.offset() + axes.first()) * Float.BYTES,
                to + axes.offset() * Float.BYTES, axes.n(1), axes.n(2), axes.n(3), axes.step(0),
                axes.step(1), axes.step(2), axes.step(3), axes.size()));
    }

    private static long product(int[] extents, int from, int to) {
        return Arrays.stream(extents, from, to).asLongStream().reduce(1, Math::multiplyExact);
    }
}

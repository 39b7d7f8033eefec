package llm.tensor.backend;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import llm.tensor.backend.ElementwiseKernels.Target;

/// Allocation, transfer between host and device, and copies between layouts.
public interface Memory {

    /// Room for `size` values, contents undefined.
    ///
    /// @throws IllegalStateException if the device has no room left
    Storage allocate(long size);

    /// Room for a `(rows, columns)` weight, contents undefined. What is kept in fewer bits than
    /// float32 can be written, read, copied and filled here, be the weight of
    /// [MatmulKernels#linear], and the table of [EmbeddingKernels#rows]; in BF16 it can hold the
    /// moments of [OptimizerKernels#adam]. Every other kernel refuses it.
    Storage allocate(int rows, int columns, DType dtype);

    /// A storage on native float32 memory of the host that belongs to `owner`, which stays alive as
    /// long as the storage; empty if this device cannot work there.
    default Optional<Storage> adopt(MemorySegment memory, Object owner) {
        return Optional.empty();
    }

    /// Whole numbers for kernels to read. The array must not change any more.
    default Indices indices(int[] values) {
        return Indices.onHost(values);
    }

    /// Room for whole numbers that a kernel writes.
    default Indices allocateIndices(int count) {
        return Indices.onHost(new int[count]);
    }

    /// Bytes that new storages can take, as far as the device can tell.
    long availableBytes();

    /// Bytes in use by live storages.
    long bytesInUse();

    /// Copies `source` into `target` from `offset` on; whole rows into a packed one.
    void write(float[] source, Storage target, long offset);

    /// Copies little-endian float32 values of host memory, such as a mapped file, into `target`.
    void write(MemorySegment source, Storage target);

    /// Copies `target.length` values from `offset` on to the host.
    void read(Storage source, long offset, float[] target);

    /// Copies all values to host memory as little-endian float32.
    void read(Storage source, MemorySegment target);

    /// Copies all values; they are rounded or widened where one of the two is packed.
    void copy(Storage source, Storage target);

    /// Returns memory that no storage uses to the operating system.
    void trim();

    /// Sets every value.
    void fill(Storage target, float value);

    /// Copies a view into contiguous memory: `target = view`.
    default void gather(StridedView view, Storage target) {
        gatherInto(view, new Target(target, false));
    }

    /// `target = view`, or `target += view`.
    void gatherInto(StridedView view, Target target);

    /// Copies contiguous memory into a view: `view = source`, or `view += source`.
    void scatter(Storage source, StridedView view, boolean add);

    /// Values of a storage from `offset` on, as many as `view` selects, and where they are to go.
    record Part(Storage source, long offset, StridedView view) {
    }

    /// Copies parts of contiguous memory, each into its view. No two views share a value.
    default void scatterEach(List<Part> parts) {
        for (Part part : parts) {
            int size = Math.toIntExact(part.view.size());
            Storage own = allocate(size);
            gather(new StridedView(part.source, part.offset, new int[] {size}, new long[] {1}),
                    own);
            scatter(own, part.view, false);
            own.release();
        }
    }
}

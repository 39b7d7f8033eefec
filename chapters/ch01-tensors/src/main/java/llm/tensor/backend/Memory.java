package llm.tensor.backend;

import java.lang.foreign.MemorySegment;
import llm.tensor.backend.Elements.Target;

/// Allocation, transfer between host and device, and copies between layouts.
public interface Memory {

    /// Room for `size` values, contents undefined.
    ///
    /// @throws IllegalStateException if the device has no room left
    Storage allocate(long size);

    /// Bytes in use by live storages.
    long bytesInUse();

    /// Copies `source` into `target` from `offset` on.
    void write(float[] source, Storage target, long offset);

    /// Copies little-endian float32 values of host memory, such as a mapped file, into `target`.
    void write(MemorySegment source, Storage target);

    /// Copies `target.length` values from `offset` on to the host.
    void read(Storage source, long offset, float[] target);

    /// Copies all values to host memory as little-endian float32.
    void read(Storage source, MemorySegment target);

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
}

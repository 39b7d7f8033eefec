package llm.cuda.gpu;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// A graphics processor, or what stands in for one: its memory, its kernels, and one queue of work.
///
/// [#launch], [#fill] and [#copy] only put work into the queue and return at once; the processor
/// does it later, in the order in which it came. [#copyOut] and [#synchronize] wait for all that
/// came before. A kernel that fails is told of by the next call that waits, and nothing works on
/// this processor from then on. Any thread may call; calls exclude each other.
public interface Gpu extends AutoCloseable {

    /// One line for people: model, compute capability, memory.
    String description();

    /// Bytes that nobody uses, and all that there are.
    Room room();

    /// How much memory there is.
    record Room(long freeBytes, long totalBytes) {
    }

    /// Memory of the device, aligned for any value, contents undefined.
    ///
    /// @return its address; 0 if there is no room for it
    long allocate(long bytes);

    /// Returns what [#allocate] gave, after the work that is in the queue.
    void free(long address);

    /// Copies host memory to the device. The host may change it as soon as this returns.
    void copyIn(MemorySegment source, long target);

    /// Copies device memory to the host, when all work before is done.
    void copyOut(long source, MemorySegment target);

    /// Copies within the device.
    void copy(long source, long target, long bytes);

    /// Sets each of `words` neighbouring 32-bit words to `word`.
    void fill(long target, int word, long words);

    /// A function of a source file, compiled for this processor when it is first asked for.
    Kernel kernel(KernelSource source, String name);

    /// Runs a kernel: `grid.threads()` threads in each of its blocks.
    ///
    /// @param arguments what the kernel's signature says: [Long] for an address or a `long long`,
    ///                  [Integer], [Float], [Double]
    /// @throws IllegalArgumentException if they are not that
    void launch(Kernel kernel, Grid grid, Object... arguments);

    /// The library for matrix products, if this processor has one.
    default Optional<Products> products() {
        return Optional.empty();
    }

    /// Waits until the queue is empty.
    void synchronize();

    @Override
    void close();
}

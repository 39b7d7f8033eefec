package llm.cuda;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import llm.cuda.gpu.Gpu;
import llm.cuda.gpu.Grid;
import llm.cuda.gpu.Kernel;
import llm.cuda.gpu.KernelSource;
import llm.cuda.gpu.Products;

/// Another processor, with a library for products if one is given, that notes what is started.
///
/// @param launches kernels in their order
record WatchedGpu(Gpu gpu, Optional<Products> products, List<Launch> launches) implements Gpu {

    /// A kernel that was started.
    record Launch(String kernel, Grid grid) {

        /// Threads of all blocks.
        long threads() {
            return (long) grid.x() * grid.y() * grid.threads();
        }
    }

    static WatchedGpu of(Gpu gpu) {
        return new WatchedGpu(gpu, Optional.empty(), new ArrayList<>());
    }

    static WatchedGpu with(Gpu gpu, Products library) {
        return new WatchedGpu(gpu, Optional.of(library), new ArrayList<>());
    }

    @Override
    public String description() {
        return gpu.description();
    }

    @Override
    public Room room() {
        return gpu.room();
    }

    @Override
    public long allocate(long bytes) {
        return gpu.allocate(bytes);
    }

    @Override
    public void free(long address) {
        gpu.free(address);
    }

    @Override
    public void copyIn(MemorySegment source, long target) {
        gpu.copyIn(source, target);
    }

    @Override
    public void copyOut(long source, MemorySegment target) {
        gpu.copyOut(source, target);
    }

    @Override
    public void copy(long source, long target, long bytes) {
        gpu.copy(source, target, bytes);
    }

    @Override
    public void fill(long target, int word, long words) {
        gpu.fill(target, word, words);
    }

    @Override
    public Kernel kernel(KernelSource source, String name) {
        return gpu.kernel(source, name);
    }

    @Override
    public void launch(Kernel kernel, Grid grid, Object... arguments) {
        launches.add(new Launch(kernel.signature().name(), grid));
        gpu.launch(kernel, grid, arguments);
    }

    @Override
    public void synchronize() {
        gpu.synchronize();
    }

    @Override
    public void close() {
        gpu.close();
    }
}

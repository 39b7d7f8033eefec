package llm.cuda.driver;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import llm.cpu.memory.NativeLibrary;
import llm.cuda.driver.CudaDriver.Processor;
import llm.cuda.gpu.Arguments;
import llm.cuda.gpu.Gpu;
import llm.cuda.gpu.Grid;
import llm.cuda.gpu.Kernel;
import llm.cuda.gpu.KernelSource;
import llm.cuda.gpu.Products;

/// An NVIDIA processor, called through its driver.
///
/// CUDA's state belongs to threads: each call makes the processor's context that of its thread.
public final class NvidiaGpu implements Gpu {
    private static final long STAGING_BYTES = 8L << 20;
    private static final long WORKSPACE_BYTES = 32L << 20;      // what NVIDIA suggests for an H100

    private final DriverFunctions cuda;
    private final MemorySegment context;
    private final Deque<Runnable> undo = new ArrayDeque<>();    // what close does, last come first
    private final Arguments arguments = new Arguments();
    private final MemorySegment stream;
    private final DeviceMemory memory;
    private final Staging staging;
    private final Modules modules;
    private final Optional<Products> products;
    private String description;
    private String lastKernel = "none";
    private boolean closed;

    /// The processor of this number, as [CudaDevices] lists them.
    ///
    /// @throws IllegalStateException with one sentence, if it cannot be used
    public static NvidiaGpu open(int index) {
        return open(index, CudaLibraries.ofThisMachine(),
                NativeLibrary.cache().resolve("cuda-kernels"));
    }

    /// @param kernels folder for compiled kernels
    static NvidiaGpu open(int index, CudaLibraries libraries, Path kernels) {
        CudaDriver driver = new CudaDriver(libraries);
        List<Processor> all = driver.processors();
        if (index < 0 || index >= all.size()) {
            throw new IllegalStateException("a processor's number must be one of the %d that the "
                    .formatted(all.size()) + "driver finds, counted from 0, got " + index);
        }
        Processor processor = all.get(index);
        Nvrtc compiler = new Nvrtc(libraries, driver.version().major());
        Modules modules = new Modules(driver, compiler, processor, kernels);
        NvidiaGpu gpu = new NvidiaGpu(driver, processor, modules, libraries);
        try {
            Sentinel.require(gpu);
        } catch (RuntimeException e) {
            gpu.closeAfter(e);
            throw e;
        }
        return gpu;
    }

    private NvidiaGpu(CudaDriver driver, Processor processor, Modules modules,
            CudaLibraries libraries) {
        this.modules = modules;
        description = "%s, %s".formatted(processor.description(), modules.versions());
        cuda = driver.functions();
        context = CudaDriver.pointerFrom(out ->
                cuda.cuDevicePrimaryCtxRetain(out, processor.handle()));
        undo.push(() -> cuda.cuDevicePrimaryCtxRelease_v2(processor.handle()));
        try {
            cuda.cuCtxSetCurrent(context);
            stream = CudaDriver.pointerFrom(out ->
                    cuda.cuStreamCreate(out, DriverFunctions.CU_STREAM_NON_BLOCKING));
            undo.push(() -> cuda.cuStreamDestroy_v2(stream));
            memory = new DeviceMemory(cuda, processor, stream);
            undo.push(memory::close);
            staging = new Staging(cuda, stream, STAGING_BYTES);
            undo.push(staging::close);
            undo.push(modules::close);
            products = products(libraries, driver);
            undo.push(() -> cuda.cuStreamSynchronize(stream));  // it may use what is given back
        } catch (RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    /// The library for products, if it is installed and can be used.
    private Optional<Products> products(CudaLibraries libraries, CudaDriver driver) {
        long workspace = 0;
        try {
            CudaLibraries.Loaded loaded =
                    libraries.load(CudaLibrary.CUBLAS_LT, driver.version().major());
            workspace = memory.allocate(WORKSPACE_BYTES);
            CublasLt library = new CublasLt(loaded, new CublasLt.Queue(this::inTurn, stream,
                    workspace, workspace == 0 ? 0 : WORKSPACE_BYTES));
            undo.push(library::close);
            return Optional.of(library);
        } catch (IllegalStateException e) {
            description += ", products by the book's own kernels: " + e.getMessage();
            if (workspace != 0) {
                memory.free(workspace);
            }
            return Optional.empty();
        }
    }

    /// Does work while no other thread calls, with this processor's context.
    private synchronized void inTurn(Runnable work) {
        if (closed) {
            throw new IllegalStateException(description + " must be open, but it was closed");
        }
        cuda.cuCtxSetCurrent(context);
        work.run();
    }

    /// The same for what waits for the queue, and so is told of what went wrong in it.
    private void waiting(Runnable work) {
        inTurn(() -> {
            try {
                work.run();
            } catch (CudaException e) {
                throw new CudaException(e.getMessage() + "; the kernel that was launched last is "
                        + lastKernel, e.status());
            }
        });
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Room room() {
        Room[] room = new Room[1];
        inTurn(() -> room[0] = memory.room());
        return room[0];
    }

    @Override
    public long allocate(long bytes) {
        long[] address = new long[1];
        waiting(() -> address[0] = memory.allocate(bytes));
        return address[0];
    }

    @Override
    public void free(long address) {
        waiting(() -> memory.free(address));
    }

    @Override
    public void copyIn(MemorySegment source, long target) {
        waiting(() -> staging.in(source, target));
    }

    @Override
    public void copyOut(long source, MemorySegment target) {
        waiting(() -> staging.out(source, target));
    }

    @Override
    public void copy(long source, long target, long bytes) {
        if (bytes > 0) {
            inTurn(() -> cuda.cuMemcpyDtoDAsync_v2(target, source, bytes, stream));
        }
    }

    @Override
    public void fill(long target, int word, long words) {
        if (words > 0) {
            inTurn(() -> cuda.cuMemsetD32Async(target, word, words, stream));
        }
    }

    @Override
    public Kernel kernel(KernelSource source, String name) {
        Kernel[] kernel = new Kernel[1];
        inTurn(() -> kernel[0] = modules.kernel(source, name));
        return kernel[0];
    }

    @Override
    public void launch(Kernel kernel, Grid grid, Object... values) {
        inTurn(() -> {
            MemorySegment pointers = arguments.of(kernel.signature(), values);
            cuda.cuLaunchKernel(MemorySegment.ofAddress(kernel.address()), grid.x(), grid.y(), 1,
                    grid.threads(), 1, 1, 0, stream, pointers, MemorySegment.NULL);
            lastKernel = kernel.signature().name();
        });
    }

    @Override
    public Optional<Products> products() {
        return products;
    }

    @Override
    public void synchronize() {
        waiting(() -> cuda.cuStreamSynchronize(stream));
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            cuda.cuCtxSetCurrent(context);
            undo().ifPresent(failure -> {
                throw failure;
            });
        }
    }

    private void closeAfter(RuntimeException failure) {
        undo().ifPresent(failure::addSuppressed);
    }

    /// Gives everything back, as far as a failure lets it; tells of the first.
    private Optional<RuntimeException> undo() {
        closed = true;
        Optional<RuntimeException> first = Optional.empty();
        while (!undo.isEmpty()) {
            try {
                undo.pop().run();
            } catch (RuntimeException e) {
                first = first.isPresent() ? first : Optional.of(e);
            }
        }
        return first;
    }
}

package llm.cuda;

import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import llm.cuda.gpu.Gpu;
import llm.cuda.gpu.Grid;
import llm.cuda.gpu.Kernel;
import llm.cuda.gpu.KernelSource;
import llm.cuda.gpu.Signature.Type;
import llm.tensor.backend.Storage;

/// Starts the kernels of one source file. Arguments are given as what they are: a [Storage] or
/// [CudaIndices] becomes its address, a truth value 0 or 1.
final class Kernels {
    private static final int WARP = 32;
    private static final int MOST_THREADS = 256;

    private final CudaBackend device;
    private final Gpu gpu;
    private final KernelSource source;
    private final Map<String, Kernel> ready = new ConcurrentHashMap<>();

    Kernels(CudaBackend device, String file) {
        this(device, KernelSource.of(file));
    }

    Kernels(CudaBackend device, KernelSource source) {
        this.device = device;
        this.source = source;
        gpu = device.gpu();
    }

    /// One thread for each of `n` values; nothing happens where there are none.
    void overValues(String kernel, long n, Object... arguments) {
        if (n != 0) {
            run(kernel, Grid.overValues(n), arguments);
        }
    }

    /// One block for each row, of as many threads as its columns can use.
    void overRows(String kernel, int rows, int columns, Object... arguments) {
        if (rows > 0 && columns > 0) {
            int warps = Math.clamp(Math.ceilDiv(columns, 4 * WARP), 1, MOST_THREADS / WARP);
            run(kernel, new Grid(rows, 1, warps * WARP), arguments);
        }
    }

    void run(String kernel, Grid grid, Object... arguments) {
        Kernel function = ready.computeIfAbsent(kernel, name -> gpu.kernel(source, name));
        List<Type> parameters = function.signature().parameters();
        Object[] plain = new Object[arguments.length];
        for (int i = 0; i < plain.length; i++) {
            boolean reads = i < parameters.size() && parameters.get(i) == Type.CONST_POINTER;
            plain[i] = switch (arguments[i]) {
                case Storage storage -> reads ? device.storage(storage).addressToRead()
                        : device.address(storage);
                case CudaIndices indices -> indices.address();
                case Boolean truth -> truth ? 1 : 0;
                default -> arguments[i];
            };
        }
        gpu.launch(function, grid, plain);
        Reference.reachabilityFence(arguments);              // their memory, until it is in the queue
    }
}

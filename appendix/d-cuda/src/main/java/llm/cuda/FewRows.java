package llm.cuda;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.Stream;
import llm.cuda.gpu.Grid;
import llm.cuda.gpu.KernelSource;
import llm.tensor.backend.DType;
import llm.tensor.backend.MatmulKernels.Activation;
import llm.tensor.backend.MatmulKernels.Matrix;
import llm.tensor.backend.MatmulKernels.Size;
import llm.tensor.backend.Storage;

/// Products of few rows with a weight, by `few_rows.cu`, in float32 whatever the precision. Each
/// row gets the same bits whoever is beside it, which a library that chooses a kernel by the number
/// of rows does not promise, and on which texts that are written together rely.
final class FewRows {
    /// Rows up to here are few.
    static final int MOST = 32;

    private static final int[] AT_A_TIME = {1, 2, 4, 8};     // ROWS of the kernel
    private static final int WARP = 32;
    private static final int WARPS = 8;                      // of a block, as in the kernel
    private static final int MANY_WARPS = 4096;              // keep the memory of any GPU busy
    private static final int LEAST_OF_A_WARP = 512;          // columns, so that sharing pays

    private final CudaBackend device;
    private final TreeMap<Integer, Kernels> kernels = new TreeMap<>();

    FewRows(CudaBackend device) {
        this.device = device;
        KernelSource source = KernelSource.of("few_rows.cu");
        for (int rows : AT_A_TIME) {
            kernels.put(rows, new Kernels(device, source.defining("ROWS", rows)));
        }
    }

    /// Whether a product is one of few rows with a weight `(n, k)`.
    static boolean are(Size size, Matrix a, Matrix b) {
        return size.m() <= MOST && !a.transposed() && b.transposed();
    }

    /// `c = a · b`, or `c += a · b`.
    void multiply(Size size, Matrix a, Matrix b, Matrix c, boolean add) {
        long y = inside(c, device.floats(c.storage()).address());
        run(size, inside(a, device.floats(a.storage()).addressToRead()), a.stride(),
                inside(b, device.floats(b.storage()).addressToRead()), b.stride(),
                DType.F32.ordinal(), 0L, 0L, false, y, y, c.stride(), false, add);
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(c);
    }

    private static long inside(Matrix matrix, long storage) {
        return storage + matrix.offset() * Float.BYTES;
    }

    /// See [llm.tensor.backend.MatmulKernels#linear].
    void linear(Size size, Storage x, CudaStorage weight, Storage bias, Storage inner, Storage y,
                Activation activation) {
        run(size, device.floats(x), size.k(), weight, size.k(), weight.dtype().ordinal(),
                weight.scales(), device.floats(bias), bias.size() > 0, device.floats(inner),
                device.floats(y), size.n(), activation == Activation.GELU_TANH, false);
    }

    /// @param matrices what the kernel is given before the sizes
    private void run(Size size, Object... matrices) {
        int each = warpsOfAnOutput(size);
        int rows = kernels.ceilingKey(Math.min(size.m(), kernels.lastKey()));
        int outputs = WARPS / each * Math.max(1, rows / 2);  // of a block
        int blocks = Math.multiplyExact(Math.ceilDiv(size.m(), rows),
                Math.ceilDiv(size.n(), outputs));
        Stream<Object> sizes = Stream.of(size.m(), size.n(), size.k(), each);
        kernels.get(rows).run("multiply_few", new Grid(blocks, 1, WARPS * WARP),
                Stream.concat(Arrays.stream(matrices), sizes).toArray());
    }

    /// More than one where there are few outputs of many columns. The number of rows has no say in
    /// it: it decides in which order sums are taken.
    private static int warpsOfAnOutput(Size size) {
        int each = 1;
        while (each < WARPS && (long) size.n() * each < MANY_WARPS
                && size.k() / (2 * each) >= LEAST_OF_A_WARP) {
            each *= 2;
        }
        return each;
    }
}

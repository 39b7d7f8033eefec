package llm.cuda;

import java.lang.ref.Reference;
import java.util.List;
import java.util.Optional;
import llm.cuda.gpu.Grid;
import llm.cuda.gpu.Products;
import llm.cuda.gpu.Products.Element;
import llm.cuda.gpu.Products.Epilogue;
import llm.cuda.gpu.Products.Product;
import llm.tensor.backend.DType;
import llm.tensor.backend.MatmulKernels;
import llm.tensor.backend.Precision;
import llm.tensor.backend.Storage;

/// Matrix products: those of few rows by [FewRows], others by the vendor's library where there is
/// one, else by our own tiles. In [Precision#BF16] what goes into a product of many rows is rounded
/// first.
final class CudaMatmul implements MatmulKernels {
    private static final int TILE = 64;
    private static final int THREADS = 256;
    private static final int MOST_BATCH = 65_535;

    private final CudaBackend device;
    private final Kernels kernels;
    private final Packer packer;
    private final FewRows fewRows;
    private final Optional<Products> library;

    CudaMatmul(CudaBackend device) {
        this.device = device;
        kernels = new Kernels(device, "product.cu");
        packer = new Packer(device);
        fewRows = new FewRows(device);
        library = device.gpu().products();
    }

    @Override
    public void multiply(Size size, Matrix a, Matrix b, Matrix c, boolean add) {
        if (FewRows.are(size, a, b) && size.m() > 0 && size.n() > 0) {
            fewRows.multiply(size, a, b, c, add);
        } else {
            multiplyBatch(size, new Batched(a, 0), new Batched(b, 0), new Batched(c, 0), 1, add);
        }
    }

    @Override
    public void multiplyBatch(Size size, Batched a, Batched b, Batched c, int batch, boolean add) {
        if (size.m() == 0 || size.n() == 0 || batch == 0) {
            return;
        }
        if (!byLibrary(new Product(size, batch, exactness(), add), a, b, c, batch == 1)) {
            byTiles(size, a, b, c, batch, add);
        }
    }

    private void byTiles(Size size, Batched a, Batched b, Batched c, int batch, boolean add) {
        int blocks = Math.ceilDiv(size.m(), TILE) * Math.ceilDiv(size.n(), TILE);
        for (int first = 0; first < batch; first += MOST_BATCH) {
            int part = Math.min(batch - first, MOST_BATCH);
            kernels.run("multiply", new Grid(blocks, part, THREADS),
                    address(a, first), rowStep(a), columnStep(a), a.batchStride(),
                    address(b, first), rowStep(b), columnStep(b), b.batchStride(),
                    address(c, first), rowStep(c), c.batchStride(),
                    size.m(), size.n(), size.k(), add, device.precision().ordinal());
        }
        fence(a, b, c);
    }

    /// @param keepsLeft whether `a` is likely to be a factor again before it changes; a single `b`,
    ///                  such as a weight, always is
    /// @return whether there is a library that can do it; if not, nothing is done
    private boolean byLibrary(Product product, Batched a, Batched b, Batched c,
                              boolean keepsLeft) {
        if (library.isEmpty() || product.size().k() == 0) {
            return false;
        }
        try (Operand left = operand(a.matrix().storage(), keepsLeft);
             Operand right = operand(b.matrix().storage(), product.batch() == 1)) {
            return library.get().multiply(product, left.matrix(a), right.matrix(b),
                    new Products.Matrix(address(c, 0), Element.FLOAT32, c.matrix().stride(), false,
                            c.batchStride()));
        } finally {
            fence(a, b, c);
        }
    }

    /// A storage as a product of the present precision reads it.
    private record Operand(CudaStorage values, Element element) implements AutoCloseable {

        Products.Matrix matrix(Batched of) {
            long address = values.addressToRead() + of.matrix().offset() * element.bytes();
            return new Products.Matrix(address, element, of.matrix().stride(),
                    of.matrix().transposed(), of.batchStride());
        }

        @Override
        public void close() {
            values.release();
        }
    }

    private Operand operand(Storage x, boolean keep) {
        CudaStorage here = device.storage(x);
        if (device.precision() != Precision.BF16) {
            return new Operand((CudaStorage) device.floats(x).share(), Element.FLOAT32);
        }
        return new Operand(device.storage(here.dtype() == DType.BF16 ? here.share()
                : here.rounded(this::rounded, keep)), Element.BFLOAT16);
    }

    private Storage rounded(Storage x) {
        Storage rounded = device.memory().allocate(Math.ceilDiv(x.size(), 2));
        packer.packBf16(device.floats(x), rounded);
        return rounded;
    }

    private Products.Precision exactness() {
        return device.precision() == Precision.TF32 ? Products.Precision.TF32
                : Products.Precision.FLOAT32;
    }

    private static Batched rows(Storage matrix, int columns) {
        return new Batched(Matrix.of(matrix, columns), 0);
    }

    private static Batched transposed(Storage matrix, int columns) {
        return new Batched(Matrix.of(matrix, columns).transpose(), 0);
    }

    private long address(Batched of, int number) {
        return device.address(device.floats(of.matrix().storage()))
                + (of.matrix().offset() + number * of.batchStride()) * Float.BYTES;
    }

    private static long rowStep(Batched of) {
        return of.matrix().transposed() ? 1 : of.matrix().stride();
    }

    private static long columnStep(Batched of) {
        return of.matrix().transposed() ? of.matrix().stride() : 1;
    }

    private static void fence(Batched a, Batched b, Batched c) {
        Reference.reachabilityFence(a.matrix().storage());
        Reference.reachabilityFence(b.matrix().storage());
        Reference.reachabilityFence(c.matrix().storage());
    }

    @Override
    public void linear(Size size, Storage x, Storage weight, Storage bias, Storage inner,
                       Storage y, Activation activation) {
        if (y.size() == 0) {
            return;
        }
        CudaStorage w = device.storage(weight);
        if (w.dtype() != DType.F32 && w.packing().columns() != size.k()) {
            throw new IllegalArgumentException("a weight kept in %s must have %d columns, got %d"
                    .formatted(w.dtype(), size.k(), w.packing().columns()));
        }
        if (size.m() <= FewRows.MOST) {
            fewRows.linear(size, x, w, bias, inner, y, activation);
            return;
        }
        if (isRead(w) && withEpilogue(size, x, w, bias, inner, y, activation)) {
            return;
        }
        product(size, x, w, inner);
        if (bias.size() > 0 || activation != Activation.NONE || inner != y) {
            kernels.overValues("bias_activation", y.size(), device.floats(inner),
                    device.floats(bias), bias.size() > 0, inner, device.floats(y),
                    activation == Activation.GELU_TANH, size.n(), y.size());
        }
    }

    /// Whether a product takes the weight as it is kept.
    private boolean isRead(CudaStorage weight) {
        return weight.dtype() == DType.F32 || weight.dtype() == DType.BF16
                && device.precision() == Precision.BF16 && library.isPresent();
    }

    /// The library may add the bias and apply the activation while it has the result at hand.
    private boolean withEpilogue(Size size, Storage x, CudaStorage weight, Storage bias,
                                 Storage inner, Storage y, Activation activation) {
        if (library.isEmpty() || bias.size() == 0) {
            return false;
        }
        try (Operand left = operand(x, false); Operand right = operand(weight, true)) {
            long innerAddress = inner == y ? 0 : device.address(device.floats(inner));
            return library.get().multiplyThen(new Product(size, 1, exactness(), false),
                    left.matrix(rows(x, size.k())), right.matrix(transposed(weight, size.k())),
                    Products.Matrix.of(device.address(y), Element.FLOAT32, size.n(), false),
                    new Epilogue(device.address(bias), innerAddress, activation));
        } finally {
            Reference.reachabilityFence(List.of(x, weight, bias, inner, y));
        }
    }

    /// `y = x · weightᵀ`; a weight that is not taken as it is kept is widened.
    private void product(Size size, Storage x, CudaStorage weight, Storage y) {
        Batched a = rows(x, size.k());
        Batched b = transposed(weight, size.k());
        Batched c = rows(y, size.n());
        Product product = new Product(size, 1, exactness(), false);
        if (isRead(weight) && byLibrary(product, a, b, c, false)) {
            return;
        }
        if (weight.dtype() == DType.F32) {
            byTiles(size, a, b, c, 1, false);
            return;
        }
        Storage wide = device.memory().allocate(weight.size());
        device.memory().copy(weight, wide);
        product(size, x, device.storage(wide), y);
        wide.release();
    }
}

package llm.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import llm.cuda.gpu.Products.Element;
import llm.cuda.gpu.Products.Matrix;
import llm.cuda.gpu.Products.Precision;
import llm.cuda.gpu.Products.Product;

/// Products of one kind as cuBLASLt is told of them, with the algorithm that it chose.
///
/// cuBLASLt's matrices are column-major: what is stored as rows looks transposed to it. So it is
/// asked for `cᵀ = bᵀ · aᵀ`, with our `b` for its first factor, and nothing need be moved.
final class MatmulPlan {
    private static final long BEST_ALIGNMENT = 256;             // of an address, in bytes
    /// What cuBLASLt says of a kind of product that it does not have.
    private static final Set<Integer> REFUSALS = Set.of(
            CublasLtFunctions.CUBLAS_STATUS_INVALID_VALUE,
            CublasLtFunctions.CUBLAS_STATUS_ARCH_MISMATCH,
            CublasLtFunctions.CUBLAS_STATUS_NOT_SUPPORTED);

    private final CublasLt.Library library;
    private final CublasLtFunctions cublas;
    private final Arena arena = Arena.ofAuto();
    private final List<Runnable> undo = new ArrayList<>();
    private final MemorySegment descriptor;
    private final MemorySegment first;
    private final MemorySegment second;
    private final MemorySegment result;
    private final Optional<MemorySegment> algorithm;
    private final MemorySegment one = arena.allocateFrom(JAVA_FLOAT, 1);
    private final MemorySegment kept;                           // 1 to add to what is there, or 0

    /// All on which the choice of an algorithm depends.
    ///
    /// @param epilogue cuBLASLt's number of what follows the product
    record Kind(Product product, Factor a, Factor b, Factor c, int epilogue) {
    }

    /// A matrix but for its address, of which only the alignment matters.
    record Factor(Element element, int stride, boolean transposed, long batchStride,
                  int alignment) {
        static Factor of(Matrix matrix) {
            return new Factor(matrix.element(), matrix.stride(), matrix.transposed(),
                    matrix.batchStride(),
                    (int) Long.lowestOneBit(matrix.address() | BEST_ALIGNMENT));
        }
    }

    /// Addresses of what an epilogue reads and writes; 0 for none.
    record Pointers(long bias, long inner) {
        static final Pointers NONE = new Pointers(0, 0);
    }

    /// @param pointers as aligned as those of all later products of this kind
    MatmulPlan(CublasLt.Library library, Kind kind, Pointers pointers) {
        this.library = library;
        cublas = library.functions();
        kept = arena.allocateFrom(JAVA_FLOAT, kind.product().add() ? 1 : 0);
        int m = kind.product().size().m();
        int n = kind.product().size().n();
        int k = kind.product().size().k();
        try {
            descriptor = descriptor(kind);
            first = layout(kind, kind.b(), k, n);
            second = layout(kind, kind.a(), m, k);
            result = layout(kind, kind.c(), m, n);
            point(pointers);
            algorithm = choose(kind);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Whether cuBLASLt can do it.
    boolean exists() {
        return algorithm.isPresent();
    }

    /// Puts one product, or one batch, into the queue.
    void run(Matrix a, Matrix b, Matrix c, Pointers pointers) {
        point(pointers);
        MemorySegment target = MemorySegment.ofAddress(c.address());
        cublas.cublasLtMatmul(library.handle(), descriptor, one,
                MemorySegment.ofAddress(b.address()), first,
                MemorySegment.ofAddress(a.address()), second, kept, target, result, target, result,
                algorithm.orElseThrow(), MemorySegment.ofAddress(library.queue().workspace()),
                library.queue().workspaceBytes(), library.queue().stream());
    }

    private MemorySegment descriptor(Kind kind) {
        boolean fast = kind.a().element() == Element.FLOAT32
                && kind.product().precision() == Precision.TF32;
        int compute = fast ? CublasLtFunctions.CUBLAS_COMPUTE_32F_FAST_TF32
                : CublasLtFunctions.CUBLAS_COMPUTE_32F;
        MemorySegment created = CudaDriver.pointerFrom(out ->
                cublas.cublasLtMatmulDescCreate(out, compute, CublasLtFunctions.CUDA_R_32F));
        undo.add(() -> cublas.cublasLtMatmulDescDestroy(created));
        Setter set = attributesOf(created, cublas::cublasLtMatmulDescSetAttribute);
        set.to(CublasLtFunctions.CUBLASLT_MATMUL_DESC_TRANSA, transpose(kind.b()));
        set.to(CublasLtFunctions.CUBLASLT_MATMUL_DESC_TRANSB, transpose(kind.a()));
        set.to(CublasLtFunctions.CUBLASLT_MATMUL_DESC_EPILOGUE, kind.epilogue());
        if (kind.epilogue() == CublasLtFunctions.CUBLASLT_EPILOGUE_GELU_AUX_BIAS) {
            set.to(CublasLtFunctions.CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_LD,
                    (long) kind.c().stride());
        }
        return created;
    }

    private static int transpose(Factor factor) {
        return factor.transposed() ? CublasLtFunctions.CUBLAS_OP_T : CublasLtFunctions.CUBLAS_OP_N;
    }

    /// @param rows    of the matrix as the product sees it
    /// @param columns of the same
    private MemorySegment layout(Kind kind, Factor factor, int rows, int columns) {
        int storedRows = factor.transposed() ? columns : rows;
        int storedColumns = factor.transposed() ? rows : columns;
        int type = factor.element() == Element.BFLOAT16 ? CublasLtFunctions.CUDA_R_16BF
                : CublasLtFunctions.CUDA_R_32F;
        int stride = storedRows == 1 ? storedColumns : factor.stride();     // 1 row: any will do
        MemorySegment created = CudaDriver.pointerFrom(out ->
                cublas.cublasLtMatrixLayoutCreate(out, type, storedColumns, storedRows, stride));
        undo.add(() -> cublas.cublasLtMatrixLayoutDestroy(created));
        Setter set = attributesOf(created, cublas::cublasLtMatrixLayoutSetAttribute);
        set.to(CublasLtFunctions.CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, kind.product().batch());
        set.to(CublasLtFunctions.CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, factor.batchStride());
        return created;
    }

    private void point(Pointers pointers) {
        Setter set = attributesOf(descriptor, cublas::cublasLtMatmulDescSetAttribute);
        if (pointers.bias() != 0) {
            set.to(CublasLtFunctions.CUBLASLT_MATMUL_DESC_BIAS_POINTER, pointers.bias());
        }
        if (pointers.inner() != 0) {
            set.to(CublasLtFunctions.CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_POINTER, pointers.inner());
        }
    }

    /// @return what cuBLASLt thinks fastest; empty if it has nothing for this kind
    private Optional<MemorySegment> choose(Kind kind) {
        MemorySegment preference = CudaDriver.pointerFrom(cublas::cublasLtMatmulPreferenceCreate);
        try {
            Setter set = attributesOf(preference, cublas::cublasLtMatmulPreferenceSetAttribute);
            set.to(CublasLtFunctions.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES,
                    library.queue().workspaceBytes());
            set.to(CublasLtFunctions.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES,
                    kind.b().alignment());
            set.to(CublasLtFunctions.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES,
                    kind.a().alignment());
            set.to(CublasLtFunctions.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES,
                    kind.c().alignment());
            set.to(CublasLtFunctions.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES,
                    kind.c().alignment());
            return best(preference);
        } finally {
            cublas.cublasLtMatmulPreferenceDestroy(preference);
        }
    }

    private Optional<MemorySegment> best(MemorySegment preference) {
        MemorySegment choice = arena.allocate(CublasLtFunctions.CHOICE_BYTES, Long.BYTES);
        MemorySegment found = arena.allocate(JAVA_INT);
        int status = cublas.cublasLtMatmulAlgoGetHeuristic(library.handle(), descriptor, first,
                second, result, result, preference, 1, choice, found);
        if (status != 0 && !REFUSALS.contains(status)) {
            throw CublasLt.failure(cublas, "cublasLtMatmulAlgoGetHeuristic", status);
        }
        return status == 0 && found.get(JAVA_INT, 0) > 0
                && choice.get(JAVA_INT, CublasLtFunctions.CHOICE_STATE) == 0
                ? Optional.of(choice.asSlice(0, CublasLtFunctions.ALGORITHM_BYTES))
                : Optional.empty();
    }

    /// Sets an attribute of something of cuBLASLt's to an [Integer] or a [Long].
    private interface Setter {
        void to(int attribute, Number value);
    }

    /// A function that sets an attribute of an object to the value at an address.
    private interface SetFunction {
        void call(MemorySegment object, int attribute, MemorySegment value, long bytes);
    }

    private static Setter attributesOf(MemorySegment object, SetFunction function) {
        return (attribute, value) -> {
            try (Arena values = Arena.ofConfined()) {
                MemorySegment at = value instanceof Integer
                        ? values.allocateFrom(JAVA_INT, value.intValue())
                        : values.allocateFrom(JAVA_LONG, value.longValue());
                function.call(object, attribute, at, at.byteSize());
            }
        };
    }

    void close() {
        undo.reversed().forEach(Runnable::run);
    }
}

package llm.cuda.driver;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import llm.cuda.driver.CudaDriver.Version;
import llm.cuda.driver.MatmulPlan.Factor;
import llm.cuda.driver.MatmulPlan.Kind;
import llm.cuda.driver.MatmulPlan.Pointers;
import llm.cuda.gpu.Products;
import llm.tensor.backend.MatmulKernels.Activation;

/// Products by cuBLASLt. What it chose for a kind of product is kept for the next one of the kind.
final class CublasLt implements Products {
    private static final int MOST_PLANS = 1024;
    private static final long POINTER_ALIGNMENT = 16;           // of a bias and a kept inner value
    private static final int INNER_STRIDE = 8;                  // that of the latter is a multiple

    private final Library library;
    private final Map<Kind, MatmulPlan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, MatmulPlan> eldest) {
            if (size() > MOST_PLANS) {
                eldest.getValue().close();
                return true;
            }
            return false;
        }
    };

    /// The queue that products are put into.
    ///
    /// @param inTurn         does work while no other thread uses the processor
    /// @param workspace      address of memory that algorithms may use, one at a time
    record Queue(Consumer<Runnable> inTurn, MemorySegment stream, long workspace,
                 long workspaceBytes) {
    }

    /// The library, ready for use with a queue.
    record Library(CublasLtFunctions functions, MemorySegment handle, Queue queue) {
    }

    /// The calling thread must have the processor's context.
    CublasLt(CudaLibraries.Loaded loaded, Queue queue) {
        CublasLtFunctions functions = functionsOf(loaded);
        MemorySegment handle = CudaDriver.pointerFrom(functions::cublasLtCreate);
        library = new Library(functions, handle, queue);
    }

    static CublasLtFunctions functionsOf(CudaLibraries.Loaded loaded) {
        CublasLtFunctions[] functions = new CublasLtFunctions[1];
        functions[0] = CFunctions.of(CublasLtFunctions.class, loaded,
                (function, status) -> failure(functions[0], function, status));
        return functions[0];
    }

    static CudaException failure(CublasLtFunctions functions, String function, int status) {
        return new CudaException("%s must succeed, got status %d (%s)".formatted(function, status,
                CFunctions.text(functions.cublasLtGetStatusString(status))), status);
    }

    /// The version of a library, such as 13.1.
    static Version versionOf(CublasLtFunctions functions) {
        int version = (int) functions.cublasLtGetVersion();     // such as 130101
        return new Version(version / 10_000, version / 100 % 100);
    }

    @Override
    public boolean multiply(Product product, Matrix a, Matrix b, Matrix c) {
        return runIfExists(product, a, b, c, CublasLtFunctions.CUBLASLT_EPILOGUE_DEFAULT,
                Pointers.NONE);
    }

    @Override
    public boolean multiplyThen(Product product, Matrix a, Matrix b, Matrix c, Epilogue epilogue) {
        int number = numberOf(epilogue);
        Pointers pointers = new Pointers(epilogue.bias(), epilogue.inner());
        boolean can = !product.add() && product.batch() == 1
                && (pointers.bias() | pointers.inner()) % POINTER_ALIGNMENT == 0
                && (pointers.inner() == 0 || c.stride() % INNER_STRIDE == 0)
                && number != CublasLtFunctions.CUBLASLT_EPILOGUE_DEFAULT;
        return can && runIfExists(product, a, b, c, number, pointers);
    }

    private boolean runIfExists(Product product, Matrix a, Matrix b, Matrix c, int epilogue,
            Pointers pointers) {
        boolean[] exists = new boolean[1];
        library.queue().inTurn().accept(() -> {
            MatmulPlan plan = plan(product, a, b, c, epilogue, pointers);
            exists[0] = plan.exists();
            if (exists[0]) {
                plan.run(a, b, c, pointers);
            }
        });
        return exists[0];
    }

    /// cuBLASLt's GELU is the approximation by tanh.
    private static int numberOf(Epilogue epilogue) {
        boolean keeps = epilogue.inner() != 0;
        if (epilogue.activation() == Activation.GELU_TANH) {
            return keeps ? CublasLtFunctions.CUBLASLT_EPILOGUE_GELU_AUX_BIAS
                    : CublasLtFunctions.CUBLASLT_EPILOGUE_GELU_BIAS;
        }
        return keeps ? CublasLtFunctions.CUBLASLT_EPILOGUE_DEFAULT
                : CublasLtFunctions.CUBLASLT_EPILOGUE_BIAS;
    }

    private MatmulPlan plan(Product product, Matrix a, Matrix b, Matrix c, int epilogue,
            Pointers pointers) {
        Kind kind = new Kind(product, Factor.of(a), Factor.of(b), Factor.of(c), epilogue);
        MatmulPlan known = plans.get(kind);
        if (known == null) {
            known = new MatmulPlan(library, kind, pointers);
            plans.put(kind, known);
        }
        return known;
    }

    void close() {
        plans.values().forEach(MatmulPlan::close);
        plans.clear();
        library.functions().cublasLtDestroy(library.handle());
    }
}

package llm.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.abort;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import llm.cuda.driver.MatmulPlan.Factor;
import llm.cuda.driver.MatmulPlan.Kind;
import llm.cuda.driver.MatmulPlan.Pointers;
import llm.cuda.gpu.Products.Element;
import llm.cuda.gpu.Products.Matrix;
import llm.cuda.gpu.Products.Precision;
import llm.cuda.gpu.Products.Product;
import llm.tensor.backend.MatmulKernels.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// cuBLASLt takes descriptions of products without a GPU: what it understood is read back.
@DisplayName("A plan of a product, by the real cuBLASLt")
class CublasLtLibraryTest {
    private static final int NOT_SUPPORTED = 15;

    private final CudaLibraries.Loaded library = library();
    private final List<String> understood = new ArrayList<>();

    private static CudaLibraries.Loaded library() {
        try {
            return CudaLibraries.ofThisMachine().load(CudaLibrary.CUBLAS_LT, 13);
        } catch (IllegalStateException e) {
            return abort(e.getMessage());
        }
    }

    /// Functions that only tests need.
    interface Getters {
        void cublasLtMatmulDescGetAttribute(MemorySegment descriptor, int attribute,
                MemorySegment value, long bytes, MemorySegment written);

        void cublasLtMatrixLayoutGetAttribute(MemorySegment layout, int attribute,
                MemorySegment value, long bytes, MemorySegment written);

        void cublasLtMatmulPreferenceGetAttribute(MemorySegment preference, int attribute,
                MemorySegment value, long bytes, MemorySegment written);
    }

    private interface Getter {
        void call(MemorySegment object, int attribute, MemorySegment value, long bytes,
                MemorySegment written);
    }

    private static long read(Getter getter, MemorySegment object, int attribute, int bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_LONG);
            MemorySegment written = arena.allocate(ValueLayout.JAVA_LONG);
            getter.call(object, attribute, value, bytes, written);
            assertEquals(bytes, written.get(ValueLayout.JAVA_LONG, 0));
            return value.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /// The real functions, but for the choice of an algorithm, which needs a GPU.
    private CublasLtFunctions functions() {
        CublasLtFunctions real = CublasLt.functionsOf(library);
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("cublasLtMatmulAlgoGetHeuristic")) {
                note(arguments);
                return NOT_SUPPORTED;
            }
            return method.invoke(real, arguments);
        };
        return (CublasLtFunctions) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {CublasLtFunctions.class}, handler);
    }

    private void note(Object[] arguments) {
        Getters getters = CFunctions.of(Getters.class, library, (function, status) ->
                new IllegalStateException(function + " " + status));
        MemorySegment descriptor = (MemorySegment) arguments[1];
        understood.add("compute %d, transposed %d %d, epilogue %d, bias %x, inner %x of %d"
                .formatted(
                read(getters::cublasLtMatmulDescGetAttribute, descriptor, 0, 4),
                read(getters::cublasLtMatmulDescGetAttribute, descriptor, 3, 4),
                read(getters::cublasLtMatmulDescGetAttribute, descriptor, 4, 4),
                read(getters::cublasLtMatmulDescGetAttribute, descriptor, 7, 4),
                read(getters::cublasLtMatmulDescGetAttribute, descriptor, 8, 8),
                read(getters::cublasLtMatmulDescGetAttribute, descriptor, 11, 8),
                read(getters::cublasLtMatmulDescGetAttribute, descriptor, 12, 8)));
        for (int i = 2; i < 6; i++) {
            MemorySegment layout = (MemorySegment) arguments[i];
            Getter get = getters::cublasLtMatrixLayoutGetAttribute;
            understood.add("type %d, %d × %d, leading %d, %d every %d".formatted(
                    read(get, layout, 0, 4), read(get, layout, 2, 8), read(get, layout, 3, 8),
                    read(get, layout, 4, 8), read(get, layout, 5, 4), read(get, layout, 6, 8)));
        }
        MemorySegment preference = (MemorySegment) arguments[6];
        Getter get = getters::cublasLtMatmulPreferenceGetAttribute;
        understood.add("workspace %d, alignments %d %d %d %d".formatted(
                read(get, preference, 1, 8), read(get, preference, 5, 4),
                read(get, preference, 6, 4), read(get, preference, 7, 4),
                read(get, preference, 8, 4)));
    }

    private void plan(Kind kind, Pointers pointers) {
        CublasLt.Queue queue = new CublasLt.Queue(Runnable::run, MemorySegment.NULL, 0, 1 << 20);
        MatmulPlan plan = new MatmulPlan(new CublasLt.Library(functions(), MemorySegment.NULL,
                queue), kind, pointers);
        assertFalse(plan.exists());
        plan.close();
    }

    @Test
    @DisplayName("is a batch of products of bfloat16, with either side transposed")
    void batch() {
        Factor a = Factor.of(new Matrix(0x1000, Element.BFLOAT16, 30, true, 900));
        Factor b = Factor.of(new Matrix(0x1010, Element.BFLOAT16, 40, false, 800));
        Factor c = Factor.of(new Matrix(0x1004, Element.FLOAT32, 50, false, 700));
        plan(new Kind(new Product(new Size(3, 5, 4), 6, Precision.TF32, true), a, b, c,
                CublasLtFunctions.CUBLASLT_EPILOGUE_DEFAULT), Pointers.NONE);
        assertEquals(List.of("compute 68, transposed 0 1, epilogue 1, bias 0, inner 0 of 0",
                "type 14, 5 × 4, leading 40, 6 every 800",      // b: rows of 5, as columns
                "type 14, 3 × 4, leading 30, 6 every 900",      // aᵀ is stored (4, 3)
                "type 0, 5 × 3, leading 50, 6 every 700",
                "type 0, 5 × 3, leading 50, 6 every 700",
                "workspace 1048576, alignments 16 256 4 4"), understood);
    }

    @Test
    @DisplayName("is a layer with bias and GELU that keeps what GELU is given")
    void layer() {
        Factor x = Factor.of(new Matrix(0x1000, Element.FLOAT32, 8, false, 0));
        Factor weight = Factor.of(new Matrix(0x2000, Element.FLOAT32, 8, true, 0));
        Factor y = Factor.of(new Matrix(0x3000, Element.FLOAT32, 16, false, 0));
        plan(new Kind(new Product(new Size(3, 16, 8), 1, Precision.TF32, false), x, weight, y,
                CublasLtFunctions.CUBLASLT_EPILOGUE_GELU_AUX_BIAS), new Pointers(0x40, 0x50));
        assertEquals(List.of("compute 77, transposed 1 0, epilogue 164, bias 40, inner 50 of 16",
                "type 0, 8 × 16, leading 8, 1 every 0", "type 0, 8 × 3, leading 8, 1 every 0",
                "type 0, 16 × 3, leading 16, 1 every 0", "type 0, 16 × 3, leading 16, 1 every 0",
                "workspace 1048576, alignments 256 256 256 256"), understood);
    }
}

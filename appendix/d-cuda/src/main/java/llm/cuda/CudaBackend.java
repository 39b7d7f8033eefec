package llm.cuda;

import llm.cuda.driver.NvidiaGpu;
import llm.cuda.gpu.Gpu;
import llm.cuda.twin.TwinGpu;
import llm.tensor.backend.AttentionKernels;
import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;
import llm.tensor.backend.ElementwiseKernels;
import llm.tensor.backend.EmbeddingKernels;
import llm.tensor.backend.Indices;
import llm.tensor.backend.MatmulKernels;
import llm.tensor.backend.Memory;
import llm.tensor.backend.OptimizerKernels;
import llm.tensor.backend.Precision;
import llm.tensor.backend.RowKernels;
import llm.tensor.backend.Storage;

/// A graphics processor, through CUDA.
public final class CudaBackend implements Backend {
    private final String name;
    private final Gpu gpu;
    private final Memory memory;
    private final ElementwiseKernels elementwise;
    private final RowKernels rows;
    private final MatmulKernels matmul;
    private final AttentionKernels attention;
    private final EmbeddingKernels embedding;
    private final OptimizerKernels optimizer;
    private volatile Precision precision = Precision.F32;

    /// @param which number of the processor, or `twin` for one that the host's processor plays
    /// @throws IllegalArgumentException with one sentence, if there is no such processor or
    ///                                  something that it needs is missing
    public CudaBackend(String which) {
        this("cuda:" + which, open(which));
    }

    private static Gpu open(String which) {
        try {
            return which.equals("twin") ? TwinGpu.open() : NvidiaGpu.open(Integer.parseInt(which));
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("device cuda must be followed by the number of a "
                    + "processor, as in cuda:1, got cuda:" + which);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("device cuda:" + which + " cannot be used: "
                    + e.getMessage(), e);
        }
    }

    /// @param name on the command line, such as `cuda:0`
    public CudaBackend(String name, Gpu gpu) {
        this.name = name;
        this.gpu = gpu;
        memory = new CudaMemory(this);
        elementwise = new CudaElementwise(this);
        rows = new CudaRows(this);
        matmul = new CudaMatmul(this);
        attention = new CudaAttention(this);
        embedding = new CudaEmbedding(this);
        optimizer = new CudaOptimizer(this);
    }

    Gpu gpu() {
        return gpu;
    }

    /// A storage that must live here.
    CudaStorage storage(Storage storage) {
        if (storage instanceof CudaStorage here && here.backend() == this) {
            here.requireAlive();
            return here;
        }
        throw new IllegalArgumentException("all tensors of an operation must be on one device, got "
                + name + " and " + storage.backend().name());
    }

    /// A storage of float32 values that must live here.
    CudaStorage floats(Storage storage) {
        CudaStorage here = storage(storage);
        if (here.dtype() != DType.F32) {
            throw new IllegalArgumentException("a weight must be kept in F32 for this operation, "
                    + "got " + here.dtype() + ", which linear layers and embeddings read; "
                    + "to(DType.F32) widens it");
        }
        return here;
    }

    /// Where the values of a storage are, for whoever may write there.
    long address(Storage storage) {
        return storage(storage).address();
    }

    /// Whole numbers as kernels read them: copied here if they are not here.
    CudaIndices indices(Indices indices) {
        return indices instanceof CudaIndices here && here.isOn(this) ? here
                : new CudaIndices(this, indices.values());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return gpu.description();
    }

    @Override
    public void synchronize() {
        gpu.synchronize();
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public void usePrecision(Precision precision) {
        this.precision = precision;
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public ElementwiseKernels elementwise() {
        return elementwise;
    }

    @Override
    public RowKernels rows() {
        return rows;
    }

    @Override
    public MatmulKernels matmul() {
        return matmul;
    }

    @Override
    public AttentionKernels attention() {
        return attention;
    }

    @Override
    public EmbeddingKernels embedding() {
        return embedding;
    }

    @Override
    public OptimizerKernels optimizer() {
        return optimizer;
    }
}

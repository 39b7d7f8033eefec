package llm.cpu;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import llm.cpu.gemm.Gemm;
import llm.cpu.memory.BlockSource;
import llm.cpu.memory.MemoryPool;
import llm.cpu.memory.Workers;
import llm.tensor.backend.AttentionKernels;
import llm.tensor.backend.Backend;
import llm.tensor.backend.ElementwiseKernels;
import llm.tensor.backend.EmbeddingKernels;
import llm.tensor.backend.MatmulKernels;
import llm.tensor.backend.Memory;
import llm.tensor.backend.OptimizerKernels;
import llm.tensor.backend.RowKernels;

/// The processor: one thread per core, vectors as wide as it has.
///
/// The system property `llm.threads` sets another number of threads, from 1 to 1024.
public final class CpuBackend implements Backend {
    private static final int MOST_THREADS = 1024;
    private static final String VECTORS = "jdk.incubator.vector";

    private final Workers workers = new Workers(threads());
    private final Gemm gemm = GemmChoice.best();
    private final CpuElementwise elementwise = new CpuElementwise(workers);
    private final CpuRows rows = new CpuRows(workers);
    private final CpuMemory memory;
    private final CpuMatmul matmul;
    private final CpuAttention attention;
    private final CpuEmbedding embedding = new CpuEmbedding(workers);
    private final CpuOptimizer optimizer = new CpuOptimizer(workers);

    /// @throws UnsupportedOperationException if the JVM was started without a flag that is needed
    public CpuBackend() {
        this(memoryPool());
    }

    /// @param blocks where tensors live
    CpuBackend(BlockSource blocks) {
        memory = new CpuMemory(this, workers, blocks);
        matmul = new CpuMatmul(workers, gemm, memory);
        attention = new CpuAttention(workers, gemm, memory);
    }

    /// The first thing that is made, before any class with vectors is loaded.
    private static BlockSource memoryPool() {
        if (ModuleLayer.boot().findModule(VECTORS).isEmpty()) {
            throw withoutFlag("--add-modules " + VECTORS);
        }
        try {
            MemorySegment.NULL.reinterpret(1);
        } catch (IllegalCallerException denied) {
            throw withoutFlag("--enable-native-access=ALL-UNNAMED");
        }
        return new MemoryPool();
    }

    private static UnsupportedOperationException withoutFlag(String flag) {
        return new UnsupportedOperationException("the JVM must be started with " + flag
                + ", got one without it; other devices are many times slower");
    }

    private static int threads() {
        String wanted = System.getProperty("llm.threads");
        int threads = wanted == null ? Runtime.getRuntime().availableProcessors()
                : Integer.getInteger("llm.threads", 0);      // 0 if it is no number
        if (threads < 1 || wanted != null && threads > MOST_THREADS) {
            throw new IllegalArgumentException(("the system property llm.threads must be from 1 to "
                    + "%d, got %s").formatted(MOST_THREADS, wanted));
        }
        return threads;
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public String description() {
        return "%d threads, %d-bit vectors, products by %s".formatted(workers.threads(),
                FloatVector.SPECIES_PREFERRED.vectorBitSize(), gemm.name());
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

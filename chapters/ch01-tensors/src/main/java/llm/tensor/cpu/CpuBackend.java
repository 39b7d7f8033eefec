package llm.tensor.cpu;

import jdk.incubator.vector.FloatVector;
import llm.tensor.backend.Attention;
import llm.tensor.backend.Backend;
import llm.tensor.backend.Elements;
import llm.tensor.backend.Lookup;
import llm.tensor.backend.Memory;
import llm.tensor.backend.Products;
import llm.tensor.backend.Rows;
import llm.tensor.backend.Updates;

/// The processor: one thread per core, vectors as wide as it has.
///
/// The system property `llm.threads` sets another number of threads.
public final class CpuBackend implements Backend {
    private static final Kernels KERNELS = new Kernels();

    /// Kernels are made once; the service loader may make many backends.
    private static final class Kernels {
        private final Workers workers = new Workers(
                Integer.getInteger("llm.threads", Runtime.getRuntime().availableProcessors()));
        private final Sgemm sgemm = Sgemm.best();
        private final CpuMemory memory = new CpuMemory(workers);
        private final CpuElements elements = new CpuElements(workers);
        private final CpuRows rows = new CpuRows(workers);
        private final CpuProducts products = new CpuProducts(workers, sgemm, memory);
        private final CpuAttention attention = new CpuAttention(workers, sgemm, memory);
        private final CpuLookup lookup = new CpuLookup(workers);
        private final CpuUpdates updates = new CpuUpdates(workers);
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public String description() {
        return "%d threads, %d-bit vectors, products by %s".formatted(KERNELS.workers.threads(),
                FloatVector.SPECIES_PREFERRED.vectorBitSize(), KERNELS.sgemm.name());
    }

    @Override
    public Memory memory() {
        return KERNELS.memory;
    }

    @Override
    public Elements elements() {
        return KERNELS.elements;
    }

    @Override
    public Rows rows() {
        return KERNELS.rows;
    }

    @Override
    public Products products() {
        return KERNELS.products;
    }

    @Override
    public Attention attention() {
        return KERNELS.attention;
    }

    @Override
    public Lookup lookup() {
        return KERNELS.lookup;
    }

    @Override
    public Updates updates() {
        return KERNELS.updates;
    }
}

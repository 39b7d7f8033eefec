package llm.tensor.plain;

import llm.tensor.backend.AttentionKernels;
import llm.tensor.backend.Backend;
import llm.tensor.backend.ElementwiseKernels;
import llm.tensor.backend.EmbeddingKernels;
import llm.tensor.backend.MatmulKernels;
import llm.tensor.backend.Memory;
import llm.tensor.backend.OptimizerKernels;
import llm.tensor.backend.RowKernels;

/// Plain loops over Java arrays: what every device must do, to be read.
public final class PlainBackend implements Backend {
    private final Memory memory = new PlainMemory(this);

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public String description() {
        return "plain loops over Java arrays, one thread";
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public ElementwiseKernels elementwise() {
        return new PlainElementwise();
    }

    @Override
    public RowKernels rows() {
        return new PlainRows();
    }

    @Override
    public MatmulKernels matmul() {
        return new PlainMatmul();
    }

    @Override
    public AttentionKernels attention() {
        return new PlainAttention();
    }

    @Override
    public EmbeddingKernels embedding() {
        return new PlainEmbedding();
    }

    @Override
    public OptimizerKernels optimizer() {
        return new PlainOptimizer();
    }
}

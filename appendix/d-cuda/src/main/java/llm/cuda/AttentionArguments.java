package llm.cuda;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import llm.cuda.gpu.Grid;
import llm.tensor.backend.AttentionKernels.AttentionOptions;
import llm.tensor.backend.AttentionKernels.Heads;
import llm.tensor.backend.Storage;

/// Arguments of a kernel of attention, in its order.
final class AttentionArguments {
    private final CudaBackend device;
    private final List<Object> values = new ArrayList<>();
    private final List<Storage> storages = new ArrayList<>();

    AttentionArguments(CudaBackend device) {
        this.device = device;
    }

    /// For each of these: its first value, then the strides of batch, head and token.
    AttentionArguments heads(Heads... all) {
        for (Heads heads : all) {
            storages.add(heads.storage());
            values.add(device.floats(heads.storage()).address() + heads.offset() * Float.BYTES);
            values.addAll(List.of(heads.batchStride(), heads.headStride(),
                    (long) heads.tokenStride()));
        }
        return this;
    }

    AttentionArguments storages(Storage... all) {
        for (Storage storage : all) {
            storages.add(storage);
            values.add(device.address(storage));
        }
        return this;
    }

    AttentionArguments options(AttentionOptions options) {
        values.addAll(List.of(options.batch(), options.queries(), options.keys(), options.heads(),
                options.kvHeads(), options.headDim(), options.scale(), options.window(),
                options.dropout(), (float) (1 / (1.0 - options.dropout())), options.seed()));
        return this;
    }

    AttentionArguments number(Object value) {
        values.add(value);
        return this;
    }

    /// The addresses and strides.
    long[] asLongs() {
        return values.stream().mapToLong(value -> (Long) value).toArray();
    }

    void run(Kernels kernels, String kernel, Grid grid) {
        kernels.run(kernel, grid, values.toArray());
        Reference.reachabilityFence(storages);               // until the kernel is in the queue
    }
}

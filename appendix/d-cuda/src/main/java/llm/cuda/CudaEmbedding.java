package llm.cuda;

import llm.cuda.CudaIndices.Groups;
import llm.cuda.gpu.Grid;
import llm.tensor.backend.DType;
import llm.tensor.backend.EmbeddingKernels;
import llm.tensor.backend.Indices;
import llm.tensor.backend.Storage;

/// Tables read by index.
final class CudaEmbedding implements EmbeddingKernels {
    private static final int THREADS = 128;

    private final CudaBackend device;
    private final Kernels kernels;
    private final Kernels packed;

    CudaEmbedding(CudaBackend device) {
        this.device = device;
        kernels = new Kernels(device, "embedding.cu");
        packed = new Kernels(device, "quantized.cu");
    }

    @Override
    public void rows(Storage table, Indices ids, int columns, Storage y) {
        CudaStorage weight = device.storage(table);
        if (weight.dtype() == DType.F32) {
            kernels.overValues("embed", y.size(), weight, device.indices(ids), columns,
                    device.floats(y), y.size());
        } else {
            packed.overValues("embed_packed", y.size(), weight, weight.scales(), weight.isInt8(),
                    device.indices(ids), columns, device.floats(y), y.size());
        }
    }

    @Override
    public void rowsBackward(Storage gy, Indices ids, int columns, Storage gTable) {
        if (ids.count() == 0) {
            return;
        }
        CudaIndices here = device.indices(ids);
        Groups groups = here.groups();
        kernels.run("embed_backward",
                new Grid(groups.distinct(), Math.ceilDiv(columns, THREADS), THREADS),
                device.floats(gy), here, groups.order(), groups.starts(), columns,
                device.floats(gTable));
    }

    @Override
    public void gather(Storage x, Indices ids, int columns, Storage y) {
        kernels.overValues("gather", ids.count(), device.floats(x), device.indices(ids), columns,
                device.floats(y), (long) ids.count());
    }

    @Override
    public void gatherBackward(Storage gy, Indices ids, int columns, Storage gx) {
        kernels.overValues("gather_backward", ids.count(), device.floats(gy), device.indices(ids),
                columns, device.floats(gx), (long) ids.count());
    }
}

package llm.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import llm.cpu.memory.Workers;
import llm.cpu.quantized.QuantizedStorage;
import llm.tensor.backend.EmbeddingKernels;
import llm.tensor.backend.Indices;
import llm.tensor.backend.Storage;

/// Tables read by index.
final class CpuEmbedding implements EmbeddingKernels {
    private static final int GRAIN = 1 << 14;

    private final Workers workers;

    CpuEmbedding(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void rows(Storage table, Indices indices, int columns, Storage y) {
        int[] ids = indices.values();
        if (table instanceof QuantizedStorage quantized) {
            quantized.requireAlive();
            for (int i = 0; i < ids.length; i++) {
                quantized.dequantize(ids[i], CpuStorage.segment(y), (long) i * columns);
            }
            return;
        }
        MemorySegment from = CpuStorage.segment(table);
        MemorySegment to = CpuStorage.segment(y);
        long bytes = (long) columns * Float.BYTES;
        for (int i = 0; i < ids.length; i++) {
            MemorySegment.copy(from, ids[i] * bytes, to, i * bytes, bytes);
        }
    }

    /// Threads share the columns, not the ids: a repeated id then has one writer per column.
    @Override
    public void rowsBackward(Storage gy, Indices indices, int columns, Storage gTable) {
        int[] ids = indices.values();
        MemorySegment from = CpuStorage.segment(gy);
        MemorySegment to = CpuStorage.segment(gTable);
        workers.forEach(columns, Math.max(64, GRAIN / Math.max(1, ids.length)), (start, end) -> {
            for (int i = 0; i < ids.length; i++) {
                RowMath.addScaled(from, (long) i * columns + start, 1f, to,
                        (long) ids[i] * columns + start, end - start);
            }
        });
    }

    @Override
    public void gather(Storage x, Indices indices, int columns, Storage y) {
        int[] ids = indices.values();
        MemorySegment from = CpuStorage.segment(x);
        MemorySegment to = CpuStorage.segment(y);
        for (int i = 0; i < ids.length; i++) {
            to.setAtIndex(JAVA_FLOAT, i, from.getAtIndex(JAVA_FLOAT, (long) i * columns + ids[i]));
        }
    }

    @Override
    public void gatherBackward(Storage gy, Indices indices, int columns, Storage gx) {
        int[] ids = indices.values();
        MemorySegment from = CpuStorage.segment(gy);
        MemorySegment to = CpuStorage.segment(gx);
        for (int i = 0; i < ids.length; i++) {
            long at = (long) i * columns + ids[i];
            to.setAtIndex(JAVA_FLOAT, at,
                    to.getAtIndex(JAVA_FLOAT, at) + from.getAtIndex(JAVA_FLOAT, i));
        }
    }
}

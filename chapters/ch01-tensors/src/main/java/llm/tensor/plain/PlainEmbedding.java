package llm.tensor.plain;

import static llm.tensor.plain.PlainStorage.values;
import static llm.tensor.plain.PlainStorage.weights;

import llm.tensor.backend.EmbeddingKernels;
import llm.tensor.backend.Storage;

/// Tables read by index.
final class PlainEmbedding implements EmbeddingKernels {

    @Override
    public void rows(Storage table, int[] ids, int columns, Storage y) {
        for (int i = 0; i < ids.length; i++) {
            System.arraycopy(weights(table), ids[i] * columns, values(y), i * columns, columns);
        }
    }

    @Override
    public void rowsBackward(Storage gy, int[] ids, int columns, Storage gTable) {
        for (int i = 0; i < ids.length; i++) {
            for (int j = 0; j < columns; j++) {
                values(gTable)[ids[i] * columns + j] += values(gy)[i * columns + j];
            }
        }
    }

    @Override
    public void gather(Storage x, int[] ids, int columns, Storage y) {
        for (int i = 0; i < ids.length; i++) {
            values(y)[i] = values(x)[i * columns + ids[i]];
        }
    }

    @Override
    public void gatherBackward(Storage gy, int[] ids, int columns, Storage gx) {
        for (int i = 0; i < ids.length; i++) {
            values(gx)[i * columns + ids[i]] += values(gy)[i];
        }
    }
}

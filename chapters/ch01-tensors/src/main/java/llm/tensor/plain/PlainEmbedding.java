package llm.tensor.plain;

import static llm.tensor.plain.PlainStorage.values;
import static llm.tensor.plain.PlainStorage.weights;

import llm.tensor.backend.EmbeddingKernels;
import llm.tensor.backend.Indices;
import llm.tensor.backend.Storage;

/// Tables read by index.
final class PlainEmbedding implements EmbeddingKernels {

    /// `y[i] = table[ids[i]]`, a row at a time
    @Override
    public void rows(Storage table, Indices indices, int columns, Storage y) {
        int[] ids = indices.values();
        for (int i = 0; i < ids.length; i++) {
            System.arraycopy(weights(table), ids[i] * columns, values(y), i * columns, columns);
        }
    }

    /// `gTable[ids[i]] += gy[i]`: an id that came twice adds up both
    @Override
    public void rowsBackward(Storage gy, Indices indices, int columns, Storage gTable) {
        int[] ids = indices.values();
        float[] gOut = values(gy);
        float[] gRows = values(gTable);
        for (int i = 0; i < ids.length; i++) {
            for (int j = 0; j < columns; j++) {
                gRows[ids[i] * columns + j] += gOut[i * columns + j];
            }
        }
    }

    /// `y[i] = x[i, ids[i]]`
    @Override
    public void gather(Storage x, Indices indices, int columns, Storage y) {
        int[] ids = indices.values();
        float[] in = values(x);
        float[] out = values(y);
        for (int i = 0; i < ids.length; i++) {
            out[i] = in[i * columns + ids[i]];
        }
    }

    /// `gx[i, ids[i]] += gy[i]`
    @Override
    public void gatherBackward(Storage gy, Indices indices, int columns, Storage gx) {
        int[] ids = indices.values();
        float[] gOut = values(gy);
        float[] gIn = values(gx);
        for (int i = 0; i < ids.length; i++) {
            gIn[i * columns + ids[i]] += gOut[i];
        }
    }
}

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/// With ND4J: both are products with the one-hot rows of the ids, backward with their transpose.
public final class Ex29EmbeddingGradient {
    private Ex29EmbeddingGradient() {}

    public static float[][] lookup(float[][] table, int[] ids) {
        return oneHot(ids, table.length).mmul(Nd4j.createFromArray(table)).toFloatMatrix();
    }

    public static float[][] backward(int[] ids, float[][] gradient, int vocabSize) {
        return oneHot(ids, vocabSize).transpose().mmul(Nd4j.createFromArray(gradient))
                .toFloatMatrix();
    }

    private static INDArray oneHot(int[] ids, int vocabSize) {
        INDArray rows = Nd4j.zeros(DataType.FLOAT, ids.length, vocabSize);
        for (int t = 0; t < ids.length; t++) {
            if (ids[t] < 0 || ids[t] >= vocabSize) {
                throw new IllegalArgumentException(
                        "id must be from 0 to %d, got %d".formatted(vocabSize - 1, ids[t]));
            }
            rows.putScalar(t, ids[t], 1);
        }
        return rows;
    }
}

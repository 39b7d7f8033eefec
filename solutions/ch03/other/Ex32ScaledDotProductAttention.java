import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/// With ND4J: whole matrices, and a hidden score that is so far below all others that it is
/// nothing.
public final class Ex32ScaledDotProductAttention {
    private Ex32ScaledDotProductAttention() {}

    public static float[][] attention(float[][] q, float[][] k, float[][] v, float[][] mask) {
        INDArray scores = Nd4j.create(q).mmul(Nd4j.create(k).transpose())
                .div(Math.sqrt(q[0].length))
                .sub(Nd4j.create(mask).mul(1e9));                   // (queries, keys)
        INDArray raised = Transforms.exp(scores.subColumnVector(scores.max(true, 1)));
        INDArray weights = raised.divColumnVector(raised.sum(true, 1));
        return weights.mmul(Nd4j.create(v)).toFloatMatrix();        // (queries, valueDim)
    }
}

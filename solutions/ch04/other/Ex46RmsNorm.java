import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/// With ND4J: all rows at once, by operations on rows and columns.
public final class Ex46RmsNorm {
    private Ex46RmsNorm() {}

    public static float[][] rmsNorm(float[][] x, float[] gain, double epsilon) {
        INDArray rows = Nd4j.createFromArray(x);            // (tokens, embDim)
        INDArray roots = Transforms.sqrt(rows.mul(rows).mean(true, 1).addi(epsilon));
        return rows.divColumnVector(roots)
                .muliRowVector(Nd4j.createFromArray(gain)).toFloatMatrix();
    }
}

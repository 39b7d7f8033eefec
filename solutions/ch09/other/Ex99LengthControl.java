import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.inverse.InvertMatrix;
import org.nd4j.linalg.ops.transforms.Transforms;

/// With ND4J: Newton's steps `(X W Xᵀ)⁻¹ X (y − p)` as products of matrices.
public final class Ex99LengthControl {
    private Ex99LengthControl() {}

    public static double[] fit(double[] preferences, int[] lengthDifferences) {
        int pairs = preferences.length;
        INDArray d = Nd4j.createFromArray(
                IntStream.of(lengthDifferences).asDoubleStream().toArray());        // (pairs)
        INDArray x = Transforms.tanh(d.div(d.stdNumber().doubleValue()));
        INDArray inputs = Nd4j.vstack(x, Nd4j.onesLike(x));                         // (2, pairs)
        INDArray y = Nd4j.createFromArray(preferences).sub(1).reshape(1, pairs);
        INDArray curve = Nd4j.zeros(y.dataType(), 1, 2);                            // (1, 2)
        for (int step = 0; step < 15; step++) {
            INDArray p = Transforms.sigmoid(curve.mmul(inputs));                    // (1, pairs)
            INDArray slope = y.sub(p).mmul(inputs.transpose());                     // (1, 2)
            INDArray curvature = inputs.mulRowVector(p.mul(p.rsub(1)))
                    .mmul(inputs.transpose());                                      // (2, 2)
            curve.addi(slope.mmul(InvertMatrix.invert(curvature, false)));
        }
        return curve.toDoubleVector();
    }

    public static double winRate(double[] preferences, int[] lengthDifferences) {
        return 100 / (1 + Math.exp(-fit(preferences, lengthDifferences)[1]));
    }
}

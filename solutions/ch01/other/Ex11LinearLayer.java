import org.nd4j.linalg.factory.Nd4j;

/// With ND4J: a product with the transposed weights, and the bias added to every row.
public final class Ex11LinearLayer {
    private Ex11LinearLayer() {}

    public static float[][] forward(float[][] x, float[][] weight, float[] bias) {
        if (x[0].length != weight[0].length) {
            throw new IllegalArgumentException("x must be (rows, in=" + weight[0].length
                    + "), got rows of " + x[0].length);
        }
        return Nd4j.create(x).mmul(Nd4j.create(weight).transpose())
                .addRowVector(Nd4j.create(bias)).toFloatMatrix();
    }
}

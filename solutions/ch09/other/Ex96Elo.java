import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/// With ND4J: a matrix of ratings, a row for each battle, and a tanh for the expectation.
public final class Ex96Elo {
    private Ex96Elo() {}

    public static double expectedScore(double a, double b) {
        return 0.5 + 0.5 * Math.tanh(Math.log(10) * (a - b) / 800);
    }

    public static double[][] ratings(int models, int[][] battles, double[] scores, double k) {
        INDArray ratings = Nd4j.valueArrayOf(new long[] {battles.length + 1, models}, 1000.0,
                DataType.DOUBLE);                           // (battles + 1, models)
        for (int i = 0; i < battles.length; i++) {
            int one = battles[i][0];
            int other = battles[i][1];
            double a = ratings.getDouble(i, one);
            double b = ratings.getDouble(i, other);
            INDArray next = ratings.getRow(i).dup();        // (models)
            next.putScalar(one, a + k * (scores[i] - expectedScore(a, b)));
            next.putScalar(other, b + k * (1 - scores[i] - expectedScore(b, a)));
            ratings.putRow(i + 1, next);
        }
        return ratings.toDoubleMatrix();
    }
}

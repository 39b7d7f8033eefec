import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/// With ND4J: the mask as ones and zeros, and one column of the batch after the other.
public final class Ex88GeneralizedAdvantage {
    private final double gamma;
    private final double lambda;

    public Ex88GeneralizedAdvantage(double gamma, double lambda) {
        this.gamma = gamma;
        this.lambda = lambda;
    }

    public double[][] rewards(double[] scores, double[][] kl, double price, boolean[][] mask) {
        INDArray counts = ones(mask);                                       // (answers, tokens)
        INDArray rewards = Nd4j.createFromArray(kl).mul(counts).mul(-price);
        int[] lengths = counts.sum(1).toIntVector();                        // (answers)
        for (int row = 0; row < lengths.length; row++) {
            int last = lengths[row] - 1;
            rewards.putScalar(row, last, rewards.getDouble(row, last) + scores[row]);
        }
        return rewards.toDoubleMatrix();
    }

    public double[][] advantages(double[][] rewards, double[][] values, boolean[][] mask) {
        INDArray counts = ones(mask);                                       // (answers, tokens)
        INDArray earned = Nd4j.createFromArray(rewards).mul(counts);
        INDArray expected = Nd4j.createFromArray(values).mul(counts);
        INDArray advantages = earned.sub(expected);
        for (int t = mask[0].length - 2; t >= 0; t--) {
            INDArray later = advantages.getColumn(t + 1).mul(lambda)
                    .add(expected.getColumn(t + 1)).mul(gamma);             // (answers)
            advantages.putColumn(t, advantages.getColumn(t).add(later).mul(counts.getColumn(t)));
        }
        return advantages.toDoubleMatrix();
    }

    public double[][] returns(double[][] advantages, double[][] values, boolean[][] mask) {
        return Nd4j.createFromArray(advantages).add(Nd4j.createFromArray(values))
                .mul(ones(mask)).toDoubleMatrix();
    }

    public double[][] whitened(double[][] advantages, boolean[][] mask) {
        INDArray counts = ones(mask);                                       // (answers, tokens)
        double count = counts.sumNumber().doubleValue();
        INDArray values = Nd4j.createFromArray(advantages).mul(counts);
        double mean = values.sumNumber().doubleValue() / count;
        INDArray centred = values.sub(mean).mul(counts);
        double squares = Transforms.pow(centred, 2).sumNumber().doubleValue();
        return centred.div(Math.sqrt(squares / Math.max(1, count - 1) + 1e-8)).toDoubleMatrix();
    }

    private static INDArray ones(boolean[][] mask) {
        double[][] ones = new double[mask.length][mask[0].length];
        for (int row = 0; row < mask.length; row++) {
            boolean[] counts = mask[row];
            Arrays.setAll(ones[row], t -> counts[t] ? 1 : 0);
        }
        return Nd4j.createFromArray(ones);
    }
}

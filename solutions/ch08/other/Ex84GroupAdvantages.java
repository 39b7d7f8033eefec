import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/// With ND4J: a row for each group, its mean and deviation as columns, subtracted by broadcast.
public final class Ex84GroupAdvantages {
    private Ex84GroupAdvantages() {}

    public static double[] advantages(double[] rewards, int groupSize, boolean byDeviation) {
        if (groupSize < 1 || rewards.length % groupSize != 0) {
            throw new IllegalArgumentException("rewards must be whole groups, got " + rewards.length
                    + " rewards and a groupSize of " + groupSize);
        }
        int groups = rewards.length / groupSize;
        INDArray rows = Nd4j.createFromArray(rewards).castTo(DataType.DOUBLE)
                .reshape(groups, groupSize);                // (groups, groupSize)
        INDArray above = rows.subColumnVector(rows.mean(true, 1));
        if (byDeviation && groupSize > 1) {
            INDArray variance = above.mul(above).sum(true, 1).div(groupSize - 1);
            above = above.divColumnVector(Transforms.sqrt(variance).add(1e-4));
        }
        return above.reshape(rewards.length).toDoubleVector();
    }
}

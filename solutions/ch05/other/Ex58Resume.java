import java.util.Map;
import java.util.stream.IntStream;

/// All that changes lies in one array, which is the checkpoint: weights, moments, powers of the
/// two betas in place of the step, and the halves of the random state.
public final class Ex58Resume {
    private static final String NAME = "all";

    private final double[][] inputs;
    private final double[] targets;
    private final int count;
    private double[] all;                                   // (3 weights + 2 powers + 2 halves)

    public Ex58Resume(double[][] inputs, double[] targets, long seed) {
        this.inputs = inputs;
        this.targets = targets;
        count = inputs[0].length;
        all = new double[3 * count + 4];
        all[3 * count] = 1;
        all[3 * count + 1] = 1;
        keep(seed);
    }

    private void keep(long state) {
        all[3 * count + 2] = (int) (state >> 32);
        all[3 * count + 3] = (int) state;
    }

    private long state() {
        return (long) all[3 * count + 2] << 32 | Integer.toUnsignedLong((int) all[3 * count + 3]);
    }

    public double step() {
        keep(state() * 6364136223846793005L + 1442695040888963407L);
        int example = (int) ((state() >>> 33) % targets.length);
        double[] x = inputs[example];
        double error = IntStream.range(0, count).mapToDouble(i -> all[i] * x[i]).sum()
                - targets[example];
        all[3 * count] *= 0.9;
        all[3 * count + 1] *= 0.999;
        for (int i = 0; i < count; i++) {
            int m = count + i;
            int v = 2 * count + i;
            all[m] += 0.1 * (error * x[i] - all[m]);
            all[v] += 0.001 * (Math.pow(error * x[i], 2) - all[v]);
            all[i] -= 0.1 * (all[m] / (1 - all[3 * count]))
                    / (Math.sqrt(all[v] / (1 - all[3 * count + 1])) + 1e-8);
        }
        return Math.pow(error, 2) / 2;
    }

    public double[] weights() {
        return IntStream.range(0, count).mapToDouble(i -> all[i]).toArray();
    }

    public Map<String, double[]> save() {
        return Map.of(NAME, all.clone());
    }

    public void restore(Map<String, double[]> checkpoint) {
        double[] saved = checkpoint.getOrDefault(NAME, new double[0]);
        if (saved.length != all.length) {
            throw new IllegalArgumentException("a checkpoint must have " + all.length
                    + " numbers, got " + saved.length);
        }
        all = saved.clone();
    }
}

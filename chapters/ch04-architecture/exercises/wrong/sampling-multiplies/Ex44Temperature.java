import java.util.random.RandomGenerator;

public final class Ex44Temperature {
    private Ex44Temperature() {}

    public static int[] draw(float[] logits, double temperature, int count,
            RandomGenerator random) {
        if (!(temperature >= 0)) {
            throw new IllegalArgumentException("temperature must be 0 or more, got " + temperature);
        }
        int best = argmax(logits);
        double[] weights = new double[logits.length];
        double sum = 0;
        for (int id = 0; id < logits.length && temperature > 0; id++) {
            weights[id] = Math.exp((logits[id] - logits[best]) * temperature);
            sum += weights[id];
        }
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = temperature == 0 ? best : first(weights, random.nextDouble() * sum);
        }
        return ids;
    }

    private static int first(double[] weights, double u) {
        double cumulative = 0;
        int last = 0;
        for (int id = 0; id < weights.length; id++) {
            cumulative += weights[id];
            if (weights[id] > 0) {
                last = id;
            }
            if (cumulative > u) {
                return id;
            }
        }
        return last;
    }

    private static int argmax(float[] logits) {
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            if (logits[id] > logits[best]) {
                best = id;
            }
        }
        return best;
    }
}

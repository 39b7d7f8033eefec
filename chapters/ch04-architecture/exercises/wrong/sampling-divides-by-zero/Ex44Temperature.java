import java.util.random.RandomGenerator;

public final class Ex44Temperature {
    private Ex44Temperature() {}

    public static int[] draw(float[] logits, double temperature, int count,
            RandomGenerator random) {
        if (!(temperature >= 0)) {
            throw new IllegalArgumentException("temperature must be 0 or more, got " + temperature);
        }
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double[] p = new double[logits.length];
        double sum = 0;
        for (int id = 0; id < p.length; id++) {
            p[id] = Math.exp((logits[id] - max) / temperature);
            sum += p[id];
        }
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            double u = random.nextDouble();
            int id = 0;
            double upTo = p[0] / sum;
            while (!(upTo > u) && id < p.length - 1) {
                id++;
                upTo += p[id] / sum;
            }
            ids[i] = id;
        }
        return ids;
    }
}

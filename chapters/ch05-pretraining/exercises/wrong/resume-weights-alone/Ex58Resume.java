import java.util.Map;

public final class Ex58Resume {
    private final double[][] inputs;
    private final double[] targets;
    private double[] w;
    private double[] m;
    private double[] v;
    private int steps;
    private long state;

    public Ex58Resume(double[][] inputs, double[] targets, long seed) {
        this.inputs = inputs;
        this.targets = targets;
        w = new double[inputs[0].length];
        m = new double[w.length];
        v = new double[w.length];
        state = seed;
    }

    public double step() {
        state = state * 6364136223846793005L + 1442695040888963407L;
        int example = (int) ((state >>> 33) % inputs.length);
        double[] x = inputs[example];
        double error = -targets[example];
        for (int i = 0; i < w.length; i++) {
            error += w[i] * x[i];
        }
        steps++;
        for (int i = 0; i < w.length; i++) {
            double g = error * x[i];
            m[i] = 0.9 * m[i] + 0.1 * g;
            v[i] = 0.999 * v[i] + 0.001 * g * g;
            double mean = m[i] / (1 - Math.pow(0.9, steps));
            double square = v[i] / (1 - Math.pow(0.999, steps));
            w[i] -= 0.1 * mean / (Math.sqrt(square) + 1e-8);
        }
        return error * error / 2;
    }

    public double[] weights() {
        return w.clone();
    }

    public Map<String, double[]> save() {
        return Map.of("w", w.clone());
    }

    public void restore(Map<String, double[]> checkpoint) {
        for (String name : new String[] {"w"}) {
            if (!checkpoint.containsKey(name)) {
                throw new IllegalArgumentException("there must be " + name);
            }
        }
        if (checkpoint.get("w").length != w.length) {
            throw new IllegalArgumentException("the weights must be " + w.length);
        }
        w = checkpoint.get("w").clone();
    }
}

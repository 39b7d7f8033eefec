import java.util.Map;

/// Exercise 5.8: stop and go on without a trace.
///
/// **Why.** A step reads all that earlier steps have left: weights, Adam's moments, how many steps
/// there were, for the correction of the moments, and the state of the random numbers. A checkpoint
/// is complete if no field outside it changes what comes next. "To the last bit" is the only test
/// of that which needs no tolerance: a forgotten field may cost a percent that nobody would notice.
///
/// **Complexity.** Three times the weights for each checkpoint: with Adam it is three times as
/// large as the model.
///
/// **Common mistakes.** The weights alone, after which Adam leaps; the moments without the step, so
/// that their correction begins anew; the random state as one `double`, which rounds it; arrays
/// that the trainer goes on to change after `save`; a `restore` that has changed half of the
/// trainer when it finds that the rest is missing.
public final class Ex58Resume {
    private static final double RATE = 0.1;
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;
    private static final long LOW_HALF = 0xFFFFFFFFL;

    private final double[][] inputs;                        // (examples, weights)
    private final double[] targets;                         // (examples)
    private double[] weights;                               // (weights)
    private double[] means;                                 // (weights): Adam's m
    private double[] squares;                               // (weights): Adam's v
    private int steps;
    private long state;

    public Ex58Resume(double[][] inputs, double[] targets, long seed) {
        this.inputs = inputs;
        this.targets = targets;
        weights = new double[inputs[0].length];
        means = new double[inputs[0].length];
        squares = new double[inputs[0].length];
        state = seed;
    }

    public double step() {
        state = state * 6364136223846793005L + 1442695040888963407L;
        int example = (int) ((state >>> 33) % inputs.length);
        double[] x = inputs[example];                       // (weights)
        double error = -targets[example];
        for (int i = 0; i < x.length; i++) {
            error += weights[i] * x[i];
        }
        steps++;
        for (int i = 0; i < x.length; i++) {
            double g = error * x[i];
            means[i] = BETA_1 * means[i] + (1 - BETA_1) * g;
            squares[i] = BETA_2 * squares[i] + (1 - BETA_2) * g * g;
            double mean = means[i] / (1 - Math.pow(BETA_1, steps));
            double square = squares[i] / (1 - Math.pow(BETA_2, steps));
            weights[i] -= RATE * mean / (Math.sqrt(square) + EPSILON);
        }
        return 0.5 * error * error;
    }

    public double[] weights() {
        return weights.clone();
    }

    public Map<String, double[]> save() {
        return Map.of("weights", weights.clone(), "means", means.clone(),
                "squares", squares.clone(), "steps", new double[] {steps},
                "state", new double[] {state >>> 32, state & LOW_HALF});
    }

    public void restore(Map<String, double[]> checkpoint) {
        double[] savedWeights = part(checkpoint, "weights", weights.length);
        double[] savedMeans = part(checkpoint, "means", weights.length);
        double[] savedSquares = part(checkpoint, "squares", weights.length);
        double[] savedSteps = part(checkpoint, "steps", 1);
        double[] halves = part(checkpoint, "state", 2);
        weights = savedWeights;                             // all is there: nothing fails now
        means = savedMeans;
        squares = savedSquares;
        steps = (int) savedSteps[0];
        state = (long) halves[0] << 32 | (long) halves[1];
    }

    /// A copy of what a checkpoint holds under a name.
    private static double[] part(Map<String, double[]> checkpoint, String name, int length) {
        double[] part = checkpoint.get(name);
        if (part == null || part.length != length) {
            throw new IllegalArgumentException(("a checkpoint must have %d numbers of %s, got %s")
                    .formatted(length, name, part == null ? "none" : "" + part.length));
        }
        return part.clone();
    }
}

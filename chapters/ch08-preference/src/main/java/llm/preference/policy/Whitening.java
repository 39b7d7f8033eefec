package llm.preference.policy;

/// Brings values to mean 0 and deviation 1, so that a learning rate means the same whatever the
/// size of rewards is.
final class Whitening {
    private static final double EPSILON = 1e-8;              // of a variance

    private Whitening() {
    }

    /// `(x − mean) / √(variance + 1e-8)` over what counts, with `n − 1`; 0 elsewhere.
    ///
    /// @param values   `(rows, tokens)` flat
    /// @param keepMean whether the mean is added again
    /// @return `(rows, tokens)` flat
    static float[] of(float[] values, TokenMask mask, boolean keepMean) {
        double mean = mask.mean(values);
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            squares += mask.counts(i) ? (values[i] - mean) * (values[i] - mean) : 0;
        }
        double deviation = Math.sqrt(squares / Math.max(1, mask.count() - 1) + EPSILON);
        float[] white = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            double value = (values[i] - mean) / deviation + (keepMean ? mean : 0);
            white[i] = mask.counts(i) ? (float) value : 0;
        }
        return white;
    }
}

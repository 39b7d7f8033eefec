package llm.format.gguf;

/// The scale `s` and the minimum `m`, neither below 0, with which `s q − m` of whole numbers `q`
/// comes near a group of values: weighted least squares, where a value counts the more the larger
/// it is beside the others.
///
/// Which `q` a value gets depends on the step; some steps around the range of the group divided by
/// the largest `q` are tried, the best scale and minimum for their numbers found, and those kept
/// that leave the least error.
record AffineFit(float scale, float minimum) {
    private static final int TRIES = 21;
    private static final double EPSILON = 1e-9;              // below it all q are one number
    private static final double SPREAD = 1;                  // of the largest q, up and down

    /// @param steps the largest `q`
    static AffineFit of(float[] values, int from, int count, int steps) {
        float least = 0;                                     // so that the minimum is not below 0
        float most = values[from];
        double squares = 0;
        for (int i = from; i < from + count; i++) {
            least = Math.min(least, values[i]);
            most = Math.max(most, values[i]);
            squares += (double) values[i] * values[i];
        }
        if (most <= least) {
            return new AffineFit(0, 0 - least);
        }
        Sums sums = new Sums(values, from, count, Math.sqrt(squares / count));
        AffineFit best = null;
        double leastError = Double.POSITIVE_INFINITY;
        for (int t = 0; t < TRIES; t++) {
            double tried = steps + SPREAD * (2.0 * t / (TRIES - 1) - 1);
            AffineFit fit = sums.fit(tried / (most - least), least, steps);
            double error = sums.error(fit, steps);
            if (best == null || error < leastError) {
                best = fit;
                leastError = error;
            }
        }
        return best;
    }

    /// The whole number of 0 to `steps` whose `s q − m` is nearest to `value`.
    static int nearest(float value, float scale, float minimum, int steps) {
        return scale == 0 ? 0 : Math.clamp(Math.round((value + minimum) / scale), 0, steps);
    }

    /// A group and the weights of its values.
    private record Sums(float[] values, int from, int count, double size) {

        private double weight(int i) {
            return size + Math.abs(values[i]);
        }

        /// The best scale and minimum for the numbers that so many steps per unit give.
        AffineFit fit(double perUnit, float least, int steps) {
            double w = 0;
            double wq = 0;
            double wqq = 0;
            double wx = 0;
            double wqx = 0;
            for (int i = from; i < from + count; i++) {
                double q = Math.clamp(Math.round((values[i] - least) * perUnit), 0, steps);
                double weight = weight(i);
                w += weight;
                wq += weight * q;
                wqq += weight * q * q;
                wx += weight * values[i];
                wqx += weight * q * values[i];
            }
            double determinant = w * wqq - wq * wq;
            double scale = (w * wqx - wq * wx) / determinant;
            double minimum = (wq * wqx - wqq * wx) / determinant;
            return determinant > EPSILON * w * wqq && scale > 0 && minimum > 0
                    ? new AffineFit((float) scale, (float) minimum)
                    : new AffineFit((float) (wqq == 0 ? 0 : Math.max(0, wqx / wqq)), 0);
        }

        double error(AffineFit fit, int steps) {
            double error = 0;
            for (int i = from; i < from + count; i++) {
                int q = nearest(values[i], fit.scale, fit.minimum, steps);
                double off = fit.scale * q - fit.minimum - values[i];
                error += weight(i) * off * off;
            }
            return error;
        }
    }
}

package llm.attention;

import java.util.Map;

/// Multi-head latent attention for one sequence in double precision, in plain loops: an oracle that
/// knows nothing of tensors.
///
/// @param config sizes; rotary pairs are `(i, i + rotaryDim/2)`
/// @param x      `(tokens, embDim)`
/// @param w      row-major weights by the name of their layer
record LatentFormula(LatentConfig config, double[][] x, Map<String, double[]> w) {

    /// `(tokens, embDim)`
    double[][] forward() {
        double[][] context = new double[x.length][config.heads() * config.headDim()];
        for (int token = 0; token < x.length; token++) {
            for (int head = 0; head < config.heads(); head++) {
                gather(token, head, context[token]);
            }
        }
        double[][] y = new double[x.length][];
        for (int token = 0; token < x.length; token++) {
            y[token] = product("output", context[token]);
        }
        return y;
    }

    private void gather(int token, int head, double[] context) {
        double[] weights = new double[token + 1];
        double sum = 0;
        for (int seen = 0; seen <= token; seen++) {
            weights[seen] = Math.exp(score(token, seen, head));
            sum += weights[seen];
        }
        for (int seen = 0; seen <= token; seen++) {
            double[] v = head(product("value", product("compress", x[seen])), head);
            for (int i = 0; i < v.length; i++) {
                context[head * config.headDim() + i] += weights[seen] / sum * v[i];
            }
        }
    }

    private double score(int token, int seen, int head) {
        double what = dot(head(product("query", x[token]), head),
                head(product("key", product("compress", x[seen])), head));
        double where = dot(rotated(product("queryRotary", x[token]), head, token),
                rotated(product("keyRotary", x[seen]), 0, seen));
        return (what + where) / Math.sqrt(config.headDim() + config.rotaryDim());
    }

    private double[] head(double[] all, int head) {
        double[] one = new double[config.headDim()];
        System.arraycopy(all, head * one.length, one, 0, one.length);
        return one;
    }

    private double[] rotated(double[] all, int head, int position) {
        int half = config.rotaryDim() / 2;
        int from = head * config.rotaryDim();
        double[] rotated = new double[config.rotaryDim()];
        for (int i = 0; i < half; i++) {
            double angle = position * Math.pow(config.rotary().theta(), -(double) i / half);
            double a = all[from + i];
            double b = all[from + half + i];
            rotated[i] = a * Math.cos(angle) - b * Math.sin(angle);
            rotated[half + i] = b * Math.cos(angle) + a * Math.sin(angle);
        }
        return rotated;
    }

    private double[] product(String layer, double[] vector) {
        double[] matrix = w.get(layer);
        double[] y = new double[matrix.length / vector.length];
        for (int i = 0; i < matrix.length; i++) {
            y[i / vector.length] += matrix[i] * vector[i % vector.length];
        }
        return y;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /// `d(Σ g · forward()) / d(values)` by central differences.
    ///
    /// @param values a row of `x`, or one of the weights
    /// @param g      `(tokens · embDim)`
    double[] differences(double[] values, float[] g) {
        double step = 1e-5;
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double original = values[i];
            values[i] = original + step;
            double above = weighted(g);
            values[i] = original - step;
            double below = weighted(g);
            values[i] = original;
            result[i] = (above - below) / (2 * step);
        }
        return result;
    }

    private double weighted(float[] g) {
        double[][] y = forward();
        double sum = 0;
        for (int i = 0; i < g.length; i++) {
            sum += g[i] * y[i / config.embDim()][i % config.embDim()];
        }
        return sum;
    }
}

package llm.model;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// A mixture of experts in double precision, token by token in plain loops: an oracle that knows
/// nothing of tensors.
///
/// @param chosen  experts of a token
/// @param router  `(experts, embDim)`, row-major
/// @param experts the matrices gate and up, `(ffDim, embDim)`, and down, `(embDim, ffDim)`, of each
record ExpertsFormula(int chosen, double[] router, List<double[][]> experts) {

    /// The answer to one token, `(embDim)`.
    double[] answer(double[] token) {
        double[] scores = product(router, token);
        List<Integer> best = IntStream.range(0, scores.length).boxed()
                .sorted(Comparator.comparingDouble(e -> -scores[e])).limit(chosen).toList();
        double sum = best.stream().mapToDouble(e -> Math.exp(scores[e])).sum();
        double[] y = new double[token.length];
        for (int expert : best) {
            double[] said = expert(experts.get(expert), token);
            for (int i = 0; i < y.length; i++) {
                y[i] += Math.exp(scores[expert]) / sum * said[i];
            }
        }
        return y;
    }

    private static double[] expert(double[][] matrices, double[] token) {
        double[] open = product(matrices[0], token);
        double[] wide = product(matrices[1], token);
        for (int i = 0; i < wide.length; i++) {
            wide[i] *= open[i] / (1 + Math.exp(-open[i]));
        }
        return product(matrices[2], wide);
    }

    private static double[] product(double[] matrix, double[] vector) {
        double[] y = new double[matrix.length / vector.length];
        for (int i = 0; i < matrix.length; i++) {
            y[i / vector.length] += matrix[i] * vector[i % vector.length];
        }
        return y;
    }

    /// `d(Σ g · answer(token)) / d(values)` over all tokens, by central differences.
    ///
    /// @param values a token, or one of the matrices
    /// @param g      `(tokens, embDim)`
    double[] differences(double[] values, List<double[]> tokens, List<double[]> g) {
        double step = 1e-5;
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double original = values[i];
            values[i] = original + step;
            double above = weighted(tokens, g);
            values[i] = original - step;
            double below = weighted(tokens, g);
            values[i] = original;
            result[i] = (above - below) / (2 * step);
        }
        return result;
    }

    private double weighted(List<double[]> tokens, List<double[]> g) {
        double sum = 0;
        for (int token = 0; token < tokens.size(); token++) {
            double[] y = answer(tokens.get(token));
            for (int i = 0; i < y.length; i++) {
                sum += g.get(token)[i] * y[i];
            }
        }
        return sum;
    }
}

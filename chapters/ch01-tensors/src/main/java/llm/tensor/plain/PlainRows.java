package llm.tensor.plain;

import static llm.tensor.plain.PlainElementwise.put;
import static llm.tensor.plain.PlainStorage.values;

import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.RowKernels;
import llm.tensor.backend.Storage;

/// Kernels on the rows of a matrix. `at` is the index at which a row begins.
final class PlainRows implements RowKernels {

    @Override
    public void softmax(Storage x, Storage y, int rows, int columns) {
        float[] in = values(x);
        float[] out = values(y);
        for (int at = 0; at < rows * columns; at += columns) {
            double total = logSumExp(in, at, columns);
            for (int i = at; i < at + columns; i++) {
                out[i] = (float) Math.exp(in[i] - total);
            }
        }
    }

    /// `gx = y ⊙ (gy − Σ gy·y)`
    @Override
    public void softmaxBackward(Storage y, Storage gy, Target gx, int rows, int columns) {
        float[] out = values(y);
        float[] gOut = values(gy);
        for (int at = 0; at < rows * columns; at += columns) {
            double dot = 0;
            for (int i = at; i < at + columns; i++) {
                dot += (double) gOut[i] * out[i];
            }
            for (int i = at; i < at + columns; i++) {
                put(out[i] * (gOut[i] - dot), values(gx), i, gx.add());
            }
        }
    }

    /// `ln Σ eˣ`, with the largest value taken out first, so that no exponential overflows.
    private static double logSumExp(float[] x, int at, int columns) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = at; i < at + columns; i++) {
            max = Math.max(max, x[i]);
        }
        double sum = 0;
        for (int i = at; i < at + columns; i++) {
            sum += Math.exp(x[i] - max);
        }
        return max + Math.log(sum);
    }

    @Override
    public void logSoftmax(Storage x, Storage y, int rows, int columns) {
        float[] in = values(x);
        float[] out = values(y);
        for (int at = 0; at < rows * columns; at += columns) {
            double total = logSumExp(in, at, columns);
            for (int i = at; i < at + columns; i++) {
                out[i] = (float) (in[i] - total);
            }
        }
    }

    /// `gx = gy − eʸ Σ gy`
    @Override
    public void logSoftmaxBackward(Storage y, Storage gy, Target gx, int rows, int columns) {
        float[] out = values(y);
        float[] gOut = values(gy);
        for (int at = 0; at < rows * columns; at += columns) {
            double sum = 0;
            for (int i = at; i < at + columns; i++) {
                sum += gOut[i];
            }
            for (int i = at; i < at + columns; i++) {
                put(gOut[i] - Math.exp(out[i]) * sum, values(gx), i, gx.add());
            }
        }
    }

    @Override
    public void layerNorm(Norm norm, Storage x, Storage weight, Storage bias, Storage y,
                          Storage statistics) {
        float[] in = values(x);
        float[] w = values(weight);
        float[] b = values(bias);
        float[] out = values(y);
        float[] saved = values(statistics);
        int n = norm.columns();
        for (int row = 0; row < norm.rows(); row++) {
            int at = row * n;
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += in[at + i];
            }
            double mean = sum / n;
            double squares = 0;
            for (int i = 0; i < n; i++) {
                squares += (in[at + i] - mean) * (in[at + i] - mean);
            }
            double factor = 1 / Math.sqrt(squares / n + norm.epsilon());
            for (int i = 0; i < n; i++) {
                out[at + i] = (float) ((in[at + i] - mean) * factor * w[i] + b[i]);
            }
            saved[2 * row] = (float) mean;
            saved[2 * row + 1] = (float) factor;
        }
    }

    /// With `x̂ = (x − mean) · factor` and `d = gy ⊙ weight`:
    /// `gx = factor · (d − mean(d) − x̂ · mean(d ⊙ x̂))`
    @Override
    public void layerNormBackward(Norm norm, Storage x, Storage weight, Storage statistics,
                                  Storage gy, Target gx) {
        float[] saved = values(statistics);
        for (int row = 0; row < norm.rows(); row++) {
            normBackward(new NormRow(norm, row, saved[2 * row], saved[2 * row + 1]), values(x),
                    values(weight), 0, values(gy), gx, true);
        }
    }

    /// `gWeight = Σ gy ⊙ x̂` and `gBias = Σ gy`, over all rows
    @Override
    public void layerNormBackward(Norm norm, Storage x, Storage statistics, Storage gy,
                                  Target gWeight, Target gBias) {
        float[] saved = values(statistics);
        weightGradient(norm, x, gy, gWeight, row -> saved[2 * row], row -> saved[2 * row + 1]);
        sum(gy, 1, norm.rows(), norm.columns(), gBias.storage(), gBias.add());
    }

    @Override
    public void rmsNorm(Norm norm, Storage x, Storage weight, float shift, Storage y,
                        Storage statistics) {
        float[] in = values(x);
        float[] w = values(weight);
        float[] out = values(y);
        int n = norm.columns();
        for (int row = 0; row < norm.rows(); row++) {
            double squares = 0;
            for (int i = row * n; i < row * n + n; i++) {
                squares += (double) in[i] * in[i];
            }
            double factor = 1 / Math.sqrt(squares / n + norm.epsilon());
            for (int i = 0; i < n; i++) {
                out[row * n + i] = (float) (in[row * n + i] * factor * (w[i] + shift));
            }
            values(statistics)[row] = (float) factor;
        }
    }

    /// As for layer norm, with a mean of 0: `gx = factor · (d − x̂ · mean(d ⊙ x̂))`
    @Override
    public void rmsNormBackward(Norm norm, Storage x, Storage weight, float shift,
                                Storage statistics, Storage gy, Target gx) {
        for (int row = 0; row < norm.rows(); row++) {
            normBackward(new NormRow(norm, row, 0, values(statistics)[row]), values(x),
                    values(weight), shift, values(gy), gx, false);
        }
    }

    @Override
    public void rmsNormBackward(Norm norm, Storage x, Storage statistics, Storage gy,
                                Target gWeight) {
        weightGradient(norm, x, gy, gWeight, _ -> 0, row -> values(statistics)[row]);
    }

    /// One row and how it was normalised.
    private record NormRow(Norm norm, int row, float mean, float factor) {

        double normalised(float[] x, int i) {
            return (x[row * norm.columns() + i] - mean) * factor;
        }
    }

    private static void normBackward(NormRow row, float[] x, float[] w, float shift, float[] gy,
                                     Target gx, boolean centred) {
        int n = row.norm.columns();
        int at = row.row * n;
        double mean = 0;
        double meanTimesX = 0;
        for (int i = 0; i < n; i++) {
            double d = gy[at + i] * (w[i] + shift);
            mean += centred ? d / n : 0;
            meanTimesX += d * row.normalised(x, i) / n;
        }
        for (int i = 0; i < n; i++) {
            double d = gy[at + i] * (w[i] + shift);
            put(row.factor * (d - mean - row.normalised(x, i) * meanTimesX), values(gx), at + i,
                    gx.add());
        }
    }

    /// A number of each row.
    @FunctionalInterface
    private interface OfRow {
        float of(int row);
    }

    private static void weightGradient(Norm norm, Storage x, Storage gy, Target gWeight, OfRow mean,
                                       OfRow factor) {
        int n = norm.columns();
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int row = 0; row < norm.rows(); row++) {
                sum += values(gy)[row * n + i]
                        * (values(x)[row * n + i] - mean.of(row)) * factor.of(row);
            }
            put(sum, values(gWeight), i, gWeight.add());
        }
    }

    @Override
    public void crossEntropy(Storage logits, int[] targets, int ignored, Storage losses,
                             Storage logSumExp) {
        float[] in = values(logits);
        int columns = in.length / targets.length;
        for (int row = 0; row < targets.length; row++) {
            double total = logSumExp(in, row * columns, columns);
            values(logSumExp)[row] = (float) total;
            values(losses)[row] = targets[row] == ignored ? 0
                    : (float) (total - in[row * columns + targets[row]]);
        }
    }

    /// `gx = scale · (softmax(x) − onehot(target))`
    @Override
    public void crossEntropyBackward(Storage logits, int[] targets, int ignored,
                                     Storage logSumExp, float scale, Target gx) {
        float[] in = values(logits);
        int columns = in.length / targets.length;
        for (int i = 0; i < in.length; i++) {
            int row = i / columns;
            double p = Math.exp(in[i] - values(logSumExp)[row]);
            double hit = i % columns == targets[row] ? 1 : 0;
            put(targets[row] == ignored ? 0 : scale * (p - hit), values(gx), i, gx.add());
        }
    }

    @Override
    public void sum(Storage x, int outer, int n, int inner, Storage y, boolean add) {
        float[] in = values(x);
        for (int i = 0; i < outer * inner; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += in[(i / inner * n + j) * inner + i % inner];
            }
            put(sum, values(y), i, add);
        }
    }

    @Override
    public void max(Storage x, int outer, int n, int inner, Storage y, int[] position) {
        float[] in = values(x);
        for (int i = 0; i < outer * inner; i++) {
            int first = i / inner * n * inner + i % inner;
            int best = 0;
            for (int j = 1; j < n; j++) {
                best = in[first + j * inner] > in[first + best * inner] ? j : best;
            }
            position[i] = best;
            values(y)[i] = in[first + best * inner];
        }
    }

    @Override
    public double sumOfSquares(Storage x) {
        double sum = 0;
        for (float value : values(x)) {
            sum += (double) value * value;
        }
        return sum;
    }
}

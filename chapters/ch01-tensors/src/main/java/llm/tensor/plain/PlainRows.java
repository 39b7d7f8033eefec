package llm.tensor.plain;

import static llm.tensor.plain.PlainStorage.values;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Indices;
import llm.tensor.backend.RowKernels;
import llm.tensor.backend.Storage;
import llm.tensor.plain.PlainStorage.Output;

/// Kernels on the rows of a matrix. `at` is the index at which a row begins.
final class PlainRows implements RowKernels {

    /// `y = eˣ / Σ eˣ`, as `e^(x − ln Σ eˣ)`
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

    /// `ln Σ eˣ = max + ln Σ e^(x − max)`: with the largest value taken out, no exponential
    /// overflows.
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

    /// `gx = y ⊙ (gy − Σ gy·y)`
    @Override
    public void softmaxBackward(Storage y, Storage gy, Target gx, int rows, int columns) {
        float[] out = values(y);
        float[] gOut = values(gy);
        Output gIn = Output.of(gx);
        for (int at = 0; at < rows * columns; at += columns) {
            double dot = 0;
            for (int i = at; i < at + columns; i++) {
                dot += (double) gOut[i] * out[i];
            }
            for (int i = at; i < at + columns; i++) {
                gIn.put(i, out[i] * (gOut[i] - dot));
            }
        }
    }

    /// `y = x − ln Σ eˣ`
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
        Output gIn = Output.of(gx);
        for (int at = 0; at < rows * columns; at += columns) {
            double sum = 0;
            for (int i = at; i < at + columns; i++) {
                sum += gOut[i];
            }
            for (int i = at; i < at + columns; i++) {
                gIn.put(i, gOut[i] - Math.exp(out[i]) * sum);
            }
        }
    }

    /// `losses = ln Σ eˣ − x[target]`, in each row
    @Override
    public void crossEntropy(Storage logits, Indices indices, int ignored, Storage losses,
                             Storage logSumExp) {
        int[] targets = indices.values();
        float[] in = values(logits);
        float[] totals = values(logSumExp);
        float[] out = values(losses);
        int columns = in.length / targets.length;
        for (int row = 0; row < targets.length; row++) {
            int at = row * columns;
            double total = logSumExp(in, at, columns);
            totals[row] = (float) total;
            out[row] = targets[row] == ignored ? 0 : (float) (total - in[at + targets[row]]);
        }
    }

    /// `gx = gLoss · (softmax(x) − onehot(target))`
    @Override
    public void crossEntropyBackward(Storage logits, Indices indices, int ignored,
                                     Storage logSumExp, Storage gLoss, Target gx) {
        int[] targets = indices.values();
        float[] scale = values(gLoss);
        float[] in = values(logits);
        float[] totals = values(logSumExp);
        Output gIn = Output.of(gx);
        int columns = in.length / targets.length;
        for (int i = 0; i < in.length; i++) {
            int row = i / columns;
            double p = Math.exp(in[i] - totals[row]);
            int hit = i % columns == targets[row] ? 1 : 0;
            gIn.put(i, targets[row] == ignored ? 0 : scale[row % scale.length] * (p - hit));
        }
    }

    /// `y = x̂ · weight + bias` with `x̂ = (x − mean) · factor`, `factor = 1 / √(variance + ε)`
    @Override
    public void layerNorm(Norm norm, Storage x, Storage weight, Storage bias, Storage y,
                          Storage statistics) {
        float[] in = values(x);
        float[] w = values(weight);
        float[] b = values(bias);
        float[] out = values(y);
        int n = norm.columns();
        for (int row = 0; row < norm.rows(); row++) {
            int at = row * n;
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += in[at + i];
            }
            double mean = sum / n;                           // exact where all values are equal
            double squares = 0;
            for (int i = 0; i < n; i++) {
                squares += (in[at + i] - mean) * (in[at + i] - mean);
            }
            double factor = 1 / Math.sqrt(squares / n + norm.epsilon());
            for (int i = 0; i < n; i++) {
                out[at + i] = (float) ((in[at + i] - mean) * factor * w[i] + b[i]);
            }
            values(statistics)[2 * row] = (float) mean;
            values(statistics)[2 * row + 1] = (float) factor;
        }
    }

    @Override
    public void layerNormBackward(Norm norm, Storage x, Storage weight, Storage statistics,
                                  Storage gy, Target gx) {
        normBackward(Normalized.layer(norm, x, statistics), values(weight), 0, values(gy),
                Output.of(gx));
    }

    @Override
    public void layerNormBackward(Norm norm, Storage x, Storage statistics, Storage gy,
                                  Target gWeight, Target gBias) {
        weightBackward(Normalized.layer(norm, x, statistics), values(gy), Output.of(gWeight));
        sum(gy, 1, norm.rows(), norm.columns(), gBias.storage(), gBias.add());
    }

    /// `y = x̂ · (weight + shift)` with `x̂ = x · factor`, `factor = 1 / √(mean(x²) + ε)`
    @Override
    public void rmsNorm(Norm norm, Storage x, Storage weight, float shift, Storage y,
                        Storage statistics) {
        float[] in = values(x);
        float[] w = values(weight);
        float[] out = values(y);
        int n = norm.columns();
        for (int row = 0; row < norm.rows(); row++) {
            int at = row * n;
            double squares = 0;
            for (int i = 0; i < n; i++) {
                squares += (double) in[at + i] * in[at + i];
            }
            double factor = 1 / Math.sqrt(squares / n + norm.epsilon());
            for (int i = 0; i < n; i++) {
                out[at + i] = (float) (in[at + i] * factor * (w[i] + shift));
            }
            values(statistics)[row] = (float) factor;
        }
    }

    @Override
    public void rmsNormBackward(Norm norm, Storage x, Storage weight, float shift,
                                Storage statistics, Storage gy, Target gx) {
        normBackward(Normalized.rms(norm, x, statistics), values(weight), shift, values(gy),
                Output.of(gx));
    }

    @Override
    public void rmsNormBackward(Norm norm, Storage x, Storage statistics, Storage gy,
                                Target gWeight) {
        weightBackward(Normalized.rms(norm, x, statistics), values(gy), Output.of(gWeight));
    }

    /// `x̂ = (x − mean) · factor`, from the statistics that forward saved; RMS norm has no mean.
    private record Normalized(Norm norm, boolean centered, float[] x, float[] statistics) {

        static Normalized layer(Norm norm, Storage x, Storage statistics) {
            return new Normalized(norm, true, values(x), values(statistics));
        }

        static Normalized rms(Norm norm, Storage x, Storage statistics) {
            return new Normalized(norm, false, values(x), values(statistics));
        }

        float factor(int row) {
            return centered ? statistics[2 * row + 1] : statistics[row];
        }

        double at(int row, int column) {
            float mean = centered ? statistics[2 * row] : 0;
            return (x[row * norm.columns() + column] - mean) * factor(row);
        }
    }

    /// `gx = factor · (h − mean(h) − x̂ · mean(h ⊙ x̂))` with `h = gy ⊙ (weight + shift)`, in each
    /// row. `mean(h)` comes from taking the mean of `x` away, which RMS norm does not.
    private static void normBackward(Normalized xHat, float[] weight, float shift, float[] gy,
                                     Output gx) {
        int n = xHat.norm.columns();
        for (int row = 0; row < xHat.norm.rows(); row++) {
            double[] h = new double[n];
            double mean = 0;
            double meanTimesXHat = 0;
            for (int i = 0; i < n; i++) {
                h[i] = gy[row * n + i] * (weight[i] + shift);
                mean += xHat.centered ? h[i] / n : 0;
                meanTimesXHat += h[i] * xHat.at(row, i) / n;
            }
            for (int i = 0; i < n; i++) {
                gx.put(row * n + i,
                        xHat.factor(row) * (h[i] - mean - xHat.at(row, i) * meanTimesXHat));
            }
        }
    }

    /// `gWeight = Σ gy ⊙ x̂`, over all rows
    private static void weightBackward(Normalized xHat, float[] gy, Output gWeight) {
        int n = xHat.norm.columns();
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int row = 0; row < xHat.norm.rows(); row++) {
                sum += gy[row * n + i] * xHat.at(row, i);
            }
            gWeight.put(i, sum);
        }
    }

    /// `y[o, i] = Σⱼ x[o, j, i]`
    @Override
    public void sum(Storage x, int outer, int n, int inner, Storage y, boolean add) {
        float[] in = values(x);
        Output out = Output.of(y, add);
        for (int i = 0; i < outer * inner; i++) {
            int first = i / inner * n * inner + i % inner;   // of the values that add up to y[i]
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += in[first + j * inner];
            }
            out.put(i, sum);
        }
    }

    /// `y[o, i] = maxⱼ x[o, j, i]`, and the `j` where it was
    @Override
    public void max(Storage x, int outer, int n, int inner, Storage y, Indices position) {
        int[] best = position.values();
        float[] in = values(x);
        float[] out = values(y);
        for (int i = 0; i < outer * inner; i++) {
            int first = i / inner * n * inner + i % inner;
            best[i] = 0;
            for (int j = 1; j < n; j++) {
                best[i] = in[first + j * inner] > in[first + best[i] * inner] ? j : best[i];
            }
            out[i] = in[first + best[i] * inner];
        }
    }

    /// `gx[o, position, i] = gy[o, i]`, 0 elsewhere
    @Override
    public void maxBackward(Storage gy, Indices position, int outer, int n, int inner,
                            Target gx) {
        float[] gOut = values(gy);
        Output gIn = Output.of(gx);
        for (int i = 0; i < outer * n * inner; i++) {
            int from = i / (n * inner) * inner + i % inner;
            int j = i / inner % n;
            gIn.put(i, position.values()[from] == j ? gOut[from] : 0);
        }
    }

    /// Positions in the order of their values, as far as `k`
    @Override
    public void topK(Storage x, int rows, int columns, int k, Storage y, Indices position) {
        float[] in = values(x);
        for (int row = 0; row < rows; row++) {
            int at = row * columns;
            int[] best = IntStream.range(0, columns).boxed()
                    .sorted(Comparator.comparing(i -> -in[at + i]))      // equal ones stay in order
                    .limit(k).mapToInt(i -> i).toArray();
            for (int i = 0; i < k; i++) {
                values(y)[row * k + i] = in[at + best[i]];
                position.values()[row * k + i] = best[i];
            }
        }
    }

    @Override
    public double sumOfSquares(List<Storage> all) {
        double sum = 0;
        for (Storage x : all) {
            for (float value : values(x)) {
                sum += (double) value * value;
            }
        }
        return sum;
    }
}

import java.util.Map;
import java.util.TreeMap;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;

/// With loops over arrays, token by token: nothing but sums of products.
public final class Ex49LlamaModel {
    private Ex49LlamaModel() {}

    public static Tensor block(Tensor x, Map<String, Tensor> weights, int heads) {
        int tokens = x.size(1);
        int width = x.size(2);
        float[] y = x.toArray();                            // (batch, tokens, embDim)
        for (int text = 0; text < x.size(0); text++) {
            double[][] rows = new double[tokens][width];
            for (int i = 0; i < tokens * width; i++) {
                rows[i / width][i % width] = y[text * tokens * width + i];
            }
            transform(rows, weights, heads);
            for (int i = 0; i < tokens * width; i++) {
                y[text * tokens * width + i] = (float) rows[i / width][i % width];
            }
        }
        return Tensor.of(y, x.shape().toArray());
    }

    public static Tensor logits(int[] ids, Map<String, Tensor> weights, int layers, int heads) {
        Tensor x = weights.get("tokenEmbedding.weight").rows(IntTensor.of(ids, 1, ids.length));
        for (int layer = 0; layer < layers; layer++) {
            var own = new TreeMap<String, Tensor>();
            String prefix = "blocks." + layer + ".";
            weights.forEach((name, weight) -> {
                if (name.startsWith(prefix)) {
                    own.put(name.substring(prefix.length()), weight);
                }
            });
            x = block(x, own, heads);
        }
        Tensor head = weights.get("head.weight");
        float[] gain = weights.get("finalNorm.weight").toArray();
        float[] last = x.toArray();                         // (tokens, embDim)
        float[] scores = new float[ids.length * head.size(0)];
        for (int token = 0; token < ids.length; token++) {
            double[] row = new double[gain.length];
            for (int i = 0; i < row.length; i++) {
                row[i] = last[token * row.length + i];
            }
            double[] scored = times(head, normed(row, gain));
            for (int id = 0; id < scored.length; id++) {
                scores[token * scored.length + id] = (float) scored[id];
            }
        }
        return Tensor.of(scores, ids.length, head.size(0));
    }

    /// From the last token to the first: then the keys and values of earlier ones, which are made
    /// anew each time, still come from what the block was given.
    private static void transform(double[][] x, Map<String, Tensor> weights, int heads) {
        for (int token = x.length - 1; token >= 0; token--) {
            double[] context = attend(x, token, weights, heads);
            add(x[token], times(weights.get("attention.output.weight"), context));
            double[] normed = normed(x[token], weights.get("feedForwardNorm.weight").toArray());
            double[] open = times(weights.get("feedForward.gate.weight"), normed);
            double[] wide = times(weights.get("feedForward.up.weight"), normed);
            for (int i = 0; i < wide.length; i++) {
                wide[i] *= open[i] / (1 + Math.exp(-open[i]));
            }
            add(x[token], times(weights.get("feedForward.down.weight"), wide));
        }
    }

    private static double[] attend(double[][] x, int token, Map<String, Tensor> weights,
            int heads) {
        float[] gain = weights.get("attentionNorm.weight").toArray();
        int headDim = x[0].length / heads;
        double[] q = rotated(times(weights.get("attention.query.weight"), normed(x[token], gain)),
                headDim, token);
        double[][] sums = new double[heads][headDim];
        double[] total = new double[heads];
        for (int past = 0; past <= token; past++) {
            double[] normed = normed(x[past], gain);
            double[] k = rotated(times(weights.get("attention.key.weight"), normed), headDim, past);
            double[] v = times(weights.get("attention.value.weight"), normed);
            for (int head = 0; head < heads; head++) {
                double score = 0;
                for (int i = head * headDim; i < (head + 1) * headDim; i++) {
                    score += q[i] * k[i] / Math.sqrt(headDim);
                }
                total[head] += Math.exp(score);
                for (int i = 0; i < headDim; i++) {
                    sums[head][i] += Math.exp(score) * v[head * headDim + i];
                }
            }
        }
        double[] context = new double[x[0].length];         // (heads · headDim)
        for (int i = 0; i < context.length; i++) {
            context[i] = sums[i / headDim][i % headDim] / total[i / headDim];
        }
        return context;
    }

    private static double[] rotated(double[] x, int headDim, int position) {
        double[] turned = x.clone();
        for (int at = 0; at < x.length; at++) {
            int i = at % headDim;
            if (i < headDim / 2) {
                double angle = position * Math.pow(10_000, -2.0 * i / headDim);
                int partner = at + headDim / 2;
                turned[at] = x[at] * Math.cos(angle) - x[partner] * Math.sin(angle);
                turned[partner] = x[at] * Math.sin(angle) + x[partner] * Math.cos(angle);
            }
        }
        return turned;
    }

    private static double[] normed(double[] x, float[] gain) {
        double squares = 0;
        for (double value : x) {
            squares += value * value;
        }
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = gain[i] * x[i] / Math.sqrt(squares / x.length + 1e-5);
        }
        return y;
    }

    private static double[] times(Tensor matrix, double[] x) {
        float[] values = matrix.toArray();                  // (out, in)
        double[] y = new double[matrix.size(0)];
        for (int i = 0; i < values.length; i++) {
            y[i / x.length] += values[i] * x[i % x.length];
        }
        return y;
    }

    private static void add(double[] x, double[] made) {
        for (int i = 0; i < x.length; i++) {
            x[i] += made[i];
        }
    }
}

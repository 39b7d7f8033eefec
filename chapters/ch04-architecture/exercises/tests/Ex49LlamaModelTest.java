import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import llm.model.DecoderModel;
import llm.model.LlamaConfig;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 4.9: a Llama of your own")
class Ex49LlamaModelTest {
    private static final double TOLERANCE = 1e-3;            // float32, through several layers

    /// The model, and what is often made of it.
    private enum Form {
        RIGHT, POST_NORM, RESIDUAL_OF_NORM, MIXED_HEADS, SCALED_BY_WIDTH, UNSCALED, UNROTATED,
        QUERIES_ONLY, INTERLEAVED, UNMASKED, WITHOUT_LAST_NORM, TIED_HEAD
    }

    @Test
    @DisplayName("one token gives the vector in the text")
    void givesTheWorkedExample() {
        Tensor one = Tensor.of(new float[][] {{1, 0}, {0, 1}});
        Tensor exchange = Tensor.of(new float[][] {{0, 1}, {1, 0}});
        Tensor odd = Tensor.of(new float[][] {{2, 1}, {-1, 3}});
        Map<String, Tensor> weights = Map.of(
                "attentionNorm.weight", Tensor.of(new float[] {1, 2}, 2),
                "attention.query.weight", odd, "attention.key.weight", odd,
                "attention.value.weight", one, "attention.output.weight", exchange,
                "feedForwardNorm.weight", Tensor.ones(2), "feedForward.gate.weight", odd,
                "feedForward.up.weight", odd, "feedForward.down.weight", Tensor.zeros(2, 2));
        block("the worked example", Tensor.of(new float[] {3, 4}, 1, 1, 2), weights, 1)
                .toBe(new double[][][] {{{5.2627, 4.8485}}}, TOLERANCE);
    }

    @Test
    @DisplayName("a block does what the library's does")
    void blockDoesAsTheLibrary() {
        DecoderModel model = model(new RandomState(2), 12, 2, 1);
        Tensor x = new RandomState(3).normal(1, 2, 5, 12);   // (batch, tokens, embDim)
        block("two texts of five tokens", x, blockWeights(model, 0), 2)
                .toBe(model.blocks().getFirst().forward(x), TOLERANCE);
    }

    @Test
    @DisplayName("a model of two blocks does what the library's does")
    void modelDoesAsTheLibrary() {
        DecoderModel model = model(new RandomState(5), 8, 2, 2);
        logits("the scores of four tokens", model, 3, 0, 7, 3);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("a block of any size does what the library's does")
    void anyBlockDoesAsTheLibrary(RandomGenerator random) {
        int heads = random.nextInt(2, 5);
        int embDim = heads * 2 * random.nextInt(2, 4);
        DecoderModel model = model(new RandomState(random.nextLong()), embDim, heads, 1);
        Tensor x = new RandomState(random.nextLong())
                .normal(1, random.nextInt(1, 3), random.nextInt(4, 7), embDim);
        block("a random block", x, blockWeights(model, 0), heads)
                .toBe(model.blocks().getFirst().forward(x), TOLERANCE);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("a model of any size does what the library's does")
    void anyModelDoesAsTheLibrary(RandomGenerator random) {
        int heads = random.nextInt(2, 4);
        int embDim = heads * 2 * random.nextInt(2, 4);
        DecoderModel model = model(new RandomState(random.nextLong()), embDim, heads,
                random.nextInt(1, 4));
        logits("the scores of a random model", model,
                random.ints(random.nextInt(4, 8), 0, model.vocabSize()).toArray());
    }

    /// A small Llama with weights large enough to tell mistakes apart.
    private static DecoderModel model(RandomState random, int embDim, int heads, int layers) {
        var model = new DecoderModel(LlamaConfig.builder().vocabSize(11).contextLength(16)
                .embDim(embDim).heads(heads).layers(layers).ffDim(embDim + 3).build(), 1);
        model.namedParameters().values().forEach(weight -> weight.copyFrom(weight.rank() == 1
                ? random.normal(0.3, embDim).add(1)
                : random.normal(1 / Math.sqrt(embDim), weight.shape().toArray()).mul(1.5)));
        return model;
    }

    private static Map<String, Tensor> weights(DecoderModel model) {
        var weights = new LinkedHashMap<String, Tensor>();
        model.namedParameters().forEach((name, weight) ->
                weights.put(name, Tensor.of(weight.toArray(), weight.shape().toArray())));
        return weights;
    }

    private static Map<String, Tensor> blockWeights(DecoderModel model, int layer) {
        return inside("blocks." + layer + ".", weights(model));
    }

    private static Map<String, Tensor> inside(String prefix, Map<String, Tensor> weights) {
        var inside = new LinkedHashMap<String, Tensor>();
        weights.forEach((name, weight) -> {
            if (name.startsWith(prefix)) {
                inside.put(name.substring(prefix.length()), weight);
            }
        });
        return inside;
    }

    private static Expect block(String what, Tensor x, Map<String, Tensor> weights, int heads) {
        Expect expect = expect(what, Ex49LlamaModel.block(x, weights, heads));
        return named(expect, form -> {
            int text = x.size(1) * x.size(2);
            float[] values = x.toArray();
            float[] y = new float[values.length];
            for (int from = 0; from < y.length; from += text) {
                double[] made = block(form, doubles(values, from, from + text), weights, heads);
                for (int i = 0; i < text; i++) {
                    y[from + i] = (float) made[i];
                }
            }
            return Tensor.of(y, x.shape().toArray());
        });
    }

    private static void logits(String what, DecoderModel model, int... ids) {
        int layers = model.blocks().size();
        int heads = model.config().block(0).attention().heads();
        Map<String, Tensor> weights = weights(model);
        Expect expect = expect(what,
                Ex49LlamaModel.logits(ids, weights, layers, heads));
        named(expect, form -> logits(form, ids, weights, layers, heads))
                .toBe(model.forward(IntTensor.of(ids, 1, ids.length))
                        .reshape(ids.length, model.vocabSize()), TOLERANCE);
    }

    private interface Forms {
        Object of(Form form);
    }

    private static Expect named(Expect expect, Forms forms) {
        return expect
                .mistake("llama-post-norm", "the norms stand behind the sums, but each stands "
                        + "before its layer", forms.of(Form.POST_NORM))
                .mistake("llama-residual-of-norm", "the residual starts behind the norm, but what "
                        + "a norm reads is added, not what it makes",
                        forms.of(Form.RESIDUAL_OF_NORM))
                .mistake("llama-mixed-heads", "the heads are split by a reshape alone, which mixes "
                        + "tokens and heads: the axes must be exchanged",
                        forms.of(Form.MIXED_HEADS))
                .mistake("llama-scaled-by-width", "the scores are divided by the root of embDim, "
                        + "but headDim belongs there", forms.of(Form.SCALED_BY_WIDTH))
                .mistake("llama-unscaled", "the scores are not divided by the root of headDim",
                        forms.of(Form.UNSCALED))
                .mistake("llama-unrotated", "queries and keys are not rotated, and so the model "
                        + "does not know the order of its tokens", forms.of(Form.UNROTATED))
                .mistake("llama-queries-only", "only queries are rotated, but their angle to a key "
                        + "tells the distance only if keys are rotated, too",
                        forms.of(Form.QUERIES_ONLY))
                .mistake("llama-interleaved", "neighbours are paired for the rotation, but i and "
                        + "i + headDim/2 are a pair", forms.of(Form.INTERLEAVED))
                .mistake("llama-unmasked", "tokens attend to those behind them: the causal mask is "
                        + "missing", forms.of(Form.UNMASKED))
                .mistake("llama-without-last-norm", "the norm between the last block and the head "
                        + "is missing", forms.of(Form.WITHOUT_LAST_NORM))
                .mistake("llama-tied-head", "the token table is used as the head, but the head has "
                        + "a matrix of its own", forms.of(Form.TIED_HEAD));
    }

    private static double[][] logits(Form form, int[] ids, Map<String, Tensor> weights,
            int layers, int heads) {
        double[] table = doubles(weights.get("tokenEmbedding.weight"));
        double[] gain = doubles(weights.get("finalNorm.weight"));
        int width = gain.length;
        double[] x = new double[ids.length * width];
        for (int i = 0; i < x.length; i++) {
            x[i] = table[ids[i / width] * width + i % width];
        }
        for (int layer = 0; layer < layers; layer++) {
            x = block(form, x, inside("blocks." + layer + ".", weights), heads);
        }
        double[] last = form == Form.WITHOUT_LAST_NORM ? x : norm(x, gain);
        double[] head = form == Form.TIED_HEAD ? table : doubles(weights.get("head.weight"));
        double[] scores = linear(last, head, width);
        double[][] rows = new double[ids.length][];
        int vocabSize = scores.length / ids.length;
        for (int token = 0; token < rows.length; token++) {
            rows[token] = Arrays.copyOfRange(scores, token * vocabSize, (token + 1) * vocabSize);
        }
        return rows;
    }

    /// @param x one text, `(tokens · embDim)`
    private static double[] block(Form form, double[] x, Map<String, Tensor> weights, int heads) {
        double[] attentionGain = doubles(weights.get("attentionNorm.weight"));
        double[] feedForwardGain = doubles(weights.get("feedForwardNorm.weight"));
        if (form == Form.POST_NORM) {
            double[] y = norm(sum(x, attention(form, x, weights, heads)), attentionGain);
            return norm(sum(y, feedForward(y, weights)), feedForwardGain);
        }
        boolean ofNorm = form == Form.RESIDUAL_OF_NORM;
        double[] normed = norm(x, attentionGain);
        double[] y = sum(ofNorm ? normed : x, attention(form, normed, weights, heads));
        double[] normedAgain = norm(y, feedForwardGain);
        return sum(ofNorm ? normedAgain : y, feedForward(normedAgain, weights));
    }

    private static double[] attention(Form form, double[] x, Map<String, Tensor> weights,
            int heads) {
        int width = weights.get("attentionNorm.weight").size(0);
        int headDim = width / heads;
        int tokens = x.length / width;
        double[] q = linear(x, doubles(weights.get("attention.query.weight")), width);
        double[] k = linear(x, doubles(weights.get("attention.key.weight")), width);
        double[] v = linear(x, doubles(weights.get("attention.value.weight")), width);
        if (form != Form.UNROTATED) {
            rotate(form, q, tokens, headDim);
        }
        if (form != Form.UNROTATED && form != Form.QUERIES_ONLY) {
            rotate(form, k, tokens, headDim);
        }
        double scale = form == Form.UNSCALED ? 1
                : Math.sqrt(form == Form.SCALED_BY_WIDTH ? width : headDim);
        double[] context = new double[x.length];
        for (int head = 0; head < heads; head++) {
            for (int query = 0; query < tokens; query++) {
                int seen = form == Form.UNMASKED ? tokens : query + 1;
                double[] shares = new double[seen];
                int at = start(form, head, query, tokens, width, headDim);
                for (int key = 0; key < seen; key++) {
                    int other = start(form, head, key, tokens, width, headDim);
                    double score = 0;
                    for (int i = 0; i < headDim; i++) {
                        score += q[at + i] * k[other + i];
                    }
                    shares[key] = Math.exp(score / scale);
                }
                double total = Arrays.stream(shares).sum();
                for (int key = 0; key < seen; key++) {
                    int other = start(form, head, key, tokens, width, headDim);
                    for (int i = 0; i < headDim; i++) {
                        context[at + i] += shares[key] / total * v[other + i];
                    }
                }
            }
        }
        return linear(context, doubles(weights.get("attention.output.weight")), width);
    }

    /// Where a head of a token begins.
    private static int start(Form form, int head, int token, int tokens, int width, int headDim) {
        return form == Form.MIXED_HEADS ? (head * tokens + token) * headDim
                : token * width + head * headDim;
    }

    private static void rotate(Form form, double[] x, int tokens, int headDim) {
        for (int from = 0; from < x.length; from += headDim) {
            int position = from / (x.length / tokens);
            for (int i = 0; i < headDim / 2; i++) {
                int a = from + (form == Form.INTERLEAVED ? 2 * i : i);
                int b = form == Form.INTERLEAVED ? a + 1 : a + headDim / 2;
                double angle = position / Math.pow(10_000, 2.0 * i / headDim);
                double argument = Math.atan2(x[b], x[a]) + angle;
                double length = Math.hypot(x[a], x[b]);
                x[a] = length * Math.cos(argument);
                x[b] = length * Math.sin(argument);
            }
        }
    }

    private static double[] feedForward(double[] x, Map<String, Tensor> weights) {
        int width = weights.get("feedForwardNorm.weight").size(0);
        double[] gate = linear(x, doubles(weights.get("feedForward.gate.weight")), width);
        double[] up = linear(x, doubles(weights.get("feedForward.up.weight")), width);
        for (int i = 0; i < up.length; i++) {
            up[i] *= gate[i] / (1 + Math.exp(-gate[i]));
        }
        Tensor down = weights.get("feedForward.down.weight");
        return linear(up, doubles(down), down.size(1));
    }

    private static double[] norm(double[] x, double[] gain) {
        double[] y = new double[x.length];
        for (int from = 0; from < x.length; from += gain.length) {
            double squares = 0;
            for (int i = 0; i < gain.length; i++) {
                squares += x[from + i] * x[from + i] / gain.length;
            }
            for (int i = 0; i < gain.length; i++) {
                y[from + i] = gain[i] * x[from + i] / Math.sqrt(squares + 1e-5);
            }
        }
        return y;
    }

    /// `(rows · in)` by a matrix `(out, in)` → `(rows · out)`
    private static double[] linear(double[] x, double[] matrix, int in) {
        int out = matrix.length / in;
        double[] y = new double[x.length / in * out];
        for (int at = 0; at < y.length; at++) {
            for (int i = 0; i < in; i++) {
                y[at] += x[at / out * in + i] * matrix[at % out * in + i];
            }
        }
        return y;
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }

    private static double[] doubles(Tensor x) {
        return doubles(x.toArray(), 0, Math.toIntExact(x.elements()));
    }

    private static double[] doubles(float[] values, int from, int to) {
        double[] doubles = new double[to - from];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[from + i];
        }
        return doubles;
    }
}

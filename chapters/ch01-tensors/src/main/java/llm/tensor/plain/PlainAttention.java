package llm.tensor.plain;

import static llm.tensor.plain.PlainStorage.values;

import java.util.Arrays;
import java.util.function.Consumer;
import llm.tensor.backend.AttentionKernels;
import llm.tensor.backend.DropoutMask;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Storage;
import llm.tensor.plain.PlainStorage.Output;

/// Causal attention, one query of one head at a time: `S` are its scores of the keys that it sees,
/// `P = softmax(S)` their weights.
final class PlainAttention implements AttentionKernels {

    /// `S = scale · q kᵀ`, `out = dropout(P) v`
    @Override
    public void forward(Call call) {
        AttentionOptions options = call.options();
        float[] totals = values(call.logSumExp());
        forEachQuery(options, query -> {
            double[] scores = new double[query.visibleKeys()];
            Arrays.setAll(scores, i ->
                    options.scale() * query.in(call.q()).dot(query.key(call.k(), query.firstKey() + i)));
            double total = logSumExp(scores);
            Vector context = query.in(call.out());
            context.clear();
            for (int i = 0; i < scores.length; i++) {
                int key = query.firstKey() + i;
                double p = Math.exp(scores[i] - total);
                context.add(p * query.dropoutFactor(key), query.key(call.v(), key));
            }
            totals[query.row()] = (float) total;
        });
    }

    /// With the factors of dropout `D`, each 0 or `1 / (1 − rate)`, and `g = gOut`:
    /// `gv = (P ⊙ D)ᵀ g`, `gP = g vᵀ ⊙ D`, `gS = P ⊙ (gP − Σ gP ⊙ P)`, `gq = scale · gS k`,
    /// `gk = scale · gSᵀ q`. The sum over the keys, `Σ gP ⊙ P`, is also `g · out`.
    @Override
    public void backward(Call call, Heads gOut, Heads gq, Heads gk, Heads gv) {
        AttentionOptions options = call.options();
        clear(options, gq, options.heads(), options.queries());
        clear(options, gk, options.kvHeads(), options.keys());
        clear(options, gv, options.kvHeads(), options.keys());
        float[] totals = values(call.logSumExp());
        forEachQuery(options, query -> {
            Vector g = query.in(gOut);
            Vector q = query.in(call.q());
            double sum = g.dot(query.in(call.out()));
            for (int key = query.firstKey(); key <= query.position(); key++) {
                Vector k = query.key(call.k(), key);
                double p = Math.exp(options.scale() * q.dot(k) - totals[query.row()]);
                double d = query.dropoutFactor(key);
                double gP = g.dot(query.key(call.v(), key)) * d;
                double gS = p * (gP - sum);
                query.key(gv, key).add(p * d, g);
                query.in(gq).add(options.scale() * gS, k);
                query.key(gk, key).add(options.scale() * gS, q);
            }
        });
    }

    private static void forEachQuery(AttentionOptions options, Consumer<Query> body) {
        for (int batch = 0; batch < options.batch(); batch++) {
            for (int head = 0; head < options.heads(); head++) {
                for (int i = 0; i < options.queries(); i++) {
                    body.accept(new Query(options, batch, head, i));
                }
            }
        }
    }

    /// One query, and what it sees.
    private record Query(AttentionOptions options, int batch, int head, int index) {

        /// Where the query stands among the keys, which is the last one that it sees: the causal
        /// mask.
        int position() {
            return options.keys() - options.queries() + index;
        }

        /// The first key that the query sees: windows end.
        int firstKey() {
            return Math.max(0, position() - options.window() + 1);
        }

        int visibleKeys() {
            return position() + 1 - firstKey();
        }

        /// This query's vector in queries, results or their gradients.
        Vector in(Heads queries) {
            return Vector.of(queries, batch, head, index, options.headDim());
        }

        /// The vector of a key, of its value or of their gradients.
        Vector key(Heads keys, int key) {
            int kvHead = head / (options.heads() / options.kvHeads());
            return Vector.of(keys, batch, kvHead, key, options.headDim());
        }

        /// Index into `(batch, heads, queries)`.
        int row() {
            return (batch * options.heads() + head) * options.queries() + index;
        }

        double dropoutFactor(int key) {
            if (options.dropout() == 0) {
                return 1;
            }
            long seed = DropoutMask.ofHead(options, batch, head);
            boolean kept = DropoutMask.keeps(seed, (long) index * options.keys() + key,
                    options.dropout());
            return kept ? 1 / (1.0 - options.dropout()) : 0;
        }
    }

    /// `n` neighbouring values of an array.
    private record Vector(float[] values, int start, int n) {

        static Vector of(Heads heads, int batch, int head, int token, int headDim) {
            long start = heads.at(batch, head) + (long) token * heads.tokenStride();
            return new Vector(PlainStorage.values(heads.storage()), Math.toIntExact(start),
                    headDim);
        }

        double dot(Vector other) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += (double) values[start + i] * other.values[other.start + i];
            }
            return sum;
        }

        void add(double factor, Vector other) {
            for (int i = 0; i < n; i++) {
                values[start + i] += (float) (factor * other.values[other.start + i]);
            }
        }

        void clear() {
            Arrays.fill(values, start, start + n, 0f);
        }
    }

    /// `ln Σ eˣ`, with the largest value taken out first, so that no exponential overflows.
    private static double logSumExp(double[] x) {
        double max = Arrays.stream(x).max().orElseThrow();
        return max + Math.log(Arrays.stream(x).map(value -> Math.exp(value - max)).sum());
    }

    private static void clear(AttentionOptions options, Heads x, int heads, int tokens) {
        for (int batch = 0; batch < options.batch(); batch++) {
            for (int head = 0; head < heads; head++) {
                for (int token = 0; token < tokens; token++) {
                    Vector.of(x, batch, head, token, options.headDim()).clear();
                }
            }
        }
    }

    /// `(a, b)` becomes `(a cos − b sin, b cos + a sin)`. Backward is the same with the opposite
    /// sign: turning back undoes it.
    @Override
    public void rotate(Rotation rotation, Storage cosines, Storage sines, Storage x, Target y) {
        int half = rotation.headDim() / 2;
        int step = rotation.interleaved() ? 2 : 1;           // from one pair to the next
        int partner = rotation.interleaved() ? 1 : half;     // from `a` to its `b`
        float[] in = values(x);
        Output out = Output.of(y);
        for (int row = 0; row < rotation.rows(); row++) {
            int position = row / rotation.repeat() % rotation.tokens();
            for (int i = 0; i < half; i++) {
                double cos = values(cosines)[position * half + i];
                double sin = rotation.sign() * values(sines)[position * half + i];
                int at = row * rotation.headDim() + i * step;
                float a = in[at];
                float b = in[at + partner];
                out.put(at, a * cos - b * sin);
                out.put(at + partner, b * cos + a * sin);
            }
        }
    }
}

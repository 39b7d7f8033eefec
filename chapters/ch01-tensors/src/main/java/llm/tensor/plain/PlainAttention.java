package llm.tensor.plain;

import static llm.tensor.plain.PlainElementwise.put;
import static llm.tensor.plain.PlainStorage.values;

import java.util.Arrays;
import llm.tensor.backend.AttentionKernels;
import llm.tensor.backend.DropoutMask;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Storage;

/// Causal attention, one query of one head at a time. `P` are the weights, `S` the scaled scores.
final class PlainAttention implements AttentionKernels {

    /// One query: where it stands, and its weights for the keys that it sees.
    private record Query(AttentionOptions options, int batch, int head, int index) {

        int position() {
            return options.keys() - options.queries() + index;
        }

        /// The first key that the query sees: windows end, and padding only sees itself.
        int firstKey() {
            int windowStart = Math.max(0, position() - options.window() + 1);
            return Math.max(windowStart, Math.min(options.paddingOf(batch), position()));
        }

        int kvHead() {
            return head / (options.heads() / options.kvHeads());
        }

        int logSumExpIndex() {
            return (batch * options.heads() + head) * options.queries() + index;
        }

        /// `0` or `1 / (1 − rate)`
        double dropoutFactor(int key) {
            long seed = DropoutMask.ofHead(options, batch, head);
            long at = (long) index * options.keys() + key;
            return options.dropout() == 0 ? 1
                    : DropoutMask.keeps(seed, at, options.dropout()) ? 1 / (1.0 - options.dropout())
                    : 0;
        }
    }

    private interface ForQuery {
        void run(Query query);
    }

    private static void forEachQuery(AttentionOptions options, ForQuery body) {
        for (int batch = 0; batch < options.batch(); batch++) {
            for (int head = 0; head < options.heads(); head++) {
                for (int i = 0; i < options.queries(); i++) {
                    body.run(new Query(options, batch, head, i));
                }
            }
        }
    }

    /// Where the vector of a token begins.
    private static int at(Heads heads, int batch, int head, int token) {
        return Math.toIntExact(heads.at(batch, head) + (long) token * heads.tokenStride());
    }

    private static double dot(float[] a, int atA, float[] b, int atB, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (double) a[atA + i] * b[atB + i];
        }
        return sum;
    }

    /// `S = scale · q kᵀ`, one score
    private static double score(Query query, Heads q, Heads k, int key) {
        AttentionOptions o = query.options;
        return o.scale() * dot(values(q.storage()), at(q, query.batch, query.head, query.index),
                values(k.storage()), at(k, query.batch, query.kvHead(), key), o.headDim());
    }

    /// `out = dropout(softmax(S)) v`
    @Override
    public void forward(AttentionOptions options, Heads q, Heads k, Heads v, Heads out,
                        Storage logSumExp) {
        forEachQuery(options, query -> {
            int end = query.position() + 1;                  // the causal mask
            double max = Double.NEGATIVE_INFINITY;
            for (int key = query.firstKey(); key < end; key++) {
                max = Math.max(max, score(query, q, k, key));
            }
            double sum = 0;
            for (int key = query.firstKey(); key < end; key++) {
                sum += Math.exp(score(query, q, k, key) - max);
            }
            double total = max + Math.log(sum);
            double[] context = new double[options.headDim()];
            for (int key = query.firstKey(); key < end; key++) {
                double weight = Math.exp(score(query, q, k, key) - total)
                        * query.dropoutFactor(key);
                int value = at(v, query.batch, query.kvHead(), key);
                for (int i = 0; i < context.length; i++) {
                    context[i] += weight * values(v.storage())[value + i];
                }
            }
            int at = at(out, query.batch, query.head, query.index);
            for (int i = 0; i < context.length; i++) {
                values(out.storage())[at + i] = (float) context[i];
            }
            values(logSumExp)[query.logSumExpIndex()] = (float) total;
        });
    }

    /// `gv += Pᵀ gOut`, `gP = gOut vᵀ`, `gS = P ⊙ (gP − Σ gOut·out)`, `gq = scale · gS k`,
    /// `gk += scale · gSᵀ q`, where dropout multiplies `P` and `gP` alike.
    @Override
    public void backward(AttentionOptions options, Saved saved, Heads gOut, Heads gq, Heads gk,
                         Heads gv) {
        clear(options, gq, options.heads(), options.queries());
        clear(options, gk, options.kvHeads(), options.keys());
        clear(options, gv, options.kvHeads(), options.keys());
        int n = options.headDim();
        forEachQuery(options, query -> {
            float[] g = values(gOut.storage());
            int atG = at(gOut, query.batch, query.head, query.index);
            int atQ = at(saved.q(), query.batch, query.head, query.index);
            int atGq = at(gq, query.batch, query.head, query.index);
            double total = values(saved.logSumExp())[query.logSumExpIndex()];
            double outDot = dot(values(saved.out().storage()),
                    at(saved.out(), query.batch, query.head, query.index), g, atG, n);
            for (int key = query.firstKey(); key <= query.position(); key++) {
                double p = Math.exp(score(query, saved.q(), saved.k(), key) - total);
                double kept = query.dropoutFactor(key);
                int atK = at(saved.k(), query.batch, query.kvHead(), key);
                int atV = at(saved.v(), query.batch, query.kvHead(), key);
                int atGk = at(gk, query.batch, query.kvHead(), key);
                int atGv = at(gv, query.batch, query.kvHead(), key);
                double gP = kept * dot(g, atG, values(saved.v().storage()), atV, n);
                double gS = p * (gP - outDot) * options.scale();
                for (int i = 0; i < n; i++) {
                    put(p * kept * g[atG + i], values(gv.storage()), atGv + i, true);
                    put(gS * values(saved.k().storage())[atK + i], values(gq.storage()), atGq + i,
                            true);
                    put(gS * values(saved.q().storage())[atQ + i], values(gk.storage()), atGk + i,
                            true);
                }
            }
        });
    }

    private static void clear(AttentionOptions options, Heads x, int heads, int tokens) {
        for (int batch = 0; batch < options.batch(); batch++) {
            for (int head = 0; head < heads; head++) {
                for (int token = 0; token < tokens; token++) {
                    int at = at(x, batch, head, token);
                    Arrays.fill(values(x.storage()), at, at + options.headDim(), 0f);
                }
            }
        }
    }

    /// `(a, b)` becomes `(a cos − b sin, b cos + a sin)`; the angle of the opposite sign undoes it.
    @Override
    public void rotate(Rotation rotation, Storage cosines, Storage sines, Storage x, Target y) {
        int half = rotation.headDim() / 2;
        int step = rotation.interleaved() ? 2 : 1;
        int partner = rotation.interleaved() ? 1 : half;
        float[] in = values(x);
        for (int row = 0; row < rotation.rows(); row++) {
            int position = row / rotation.repeat() % rotation.tokens();
            for (int i = 0; i < half; i++) {
                double cos = values(cosines)[position * half + i];
                double sin = rotation.sign() * values(sines)[position * half + i];
                int at = row * rotation.headDim() + i * step;
                float a = in[at];
                float b = in[at + partner];
                put(a * cos - b * sin, values(y), at, y.add());
                put(b * cos + a * sin, values(y), at + partner, y.add());
            }
        }
    }
}

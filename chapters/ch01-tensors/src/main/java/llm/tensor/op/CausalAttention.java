package llm.tensor.op;

import java.util.List;
import java.util.stream.IntStream;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.AttentionKernels;
import llm.tensor.backend.AttentionKernels.AttentionOptions;
import llm.tensor.backend.AttentionKernels.Call;
import llm.tensor.backend.AttentionKernels.Heads;
import llm.tensor.backend.Storage;

/// Scaled dot-product attention in which no token sees a later one:
/// `softmax(q kᵀ · scale + mask) v`, for every head at once.
///
/// Backward: with the weights `P` and `gP = g vᵀ`, `dL/dv = Pᵀ g`, and through the softmax
/// `gS = P ⊙ (gP − Σ gP⊙P)`, `dL/dq = gS k · scale`, `dL/dk = gSᵀ q · scale`. The weights are
/// rebuilt from the saved log-sum-exp of each row instead of being kept.
/// Source: Vaswani et al. (2017), §3.2.1; Dao et al. (2022), §3.1.
public final class CausalAttention {

    private CausalAttention() {
    }

    /// Rules of one call.
    ///
    /// @param scale   factor of the scores; NaN for `1/√headDim`
    /// @param window  how many of the last keys a query sees, itself included
    /// @param dropout share of the weights set to 0
    /// @param seed    chooses which
    public record Rules(double scale, int window, double dropout, long seed) {
        /// `1/√headDim`, all keys, no dropout.
        public static final Rules PLAIN = new Rules(Double.NaN, Integer.MAX_VALUE, 0, 0);

        /// The same with dropout.
        public static Rules withDropout(double dropout, long seed) {
            return new Rules(Double.NaN, Integer.MAX_VALUE, dropout, seed);
        }

        public Rules {
            if (window < 1 || !(dropout >= 0 && dropout < 1)) {
                throw new IllegalArgumentException("window must be 1 or more and dropout in [0, 1), "
                        + "got window=" + window + ", dropout=" + dropout);
            }
        }

        private float scale(int headDim) {
            return (float) (Double.isNaN(scale) ? 1 / Math.sqrt(headDim) : scale);
        }
    }

    /// Attention with the heads on an axis of their own.
    ///
    /// @param q `(batch, heads, queries, headDim)`
    /// @param k `(batch, kvHeads, keys, headDim)`; query head `h` reads key/value head
    ///          `h / (heads / kvHeads)`
    /// @param v as `k`
    /// @return `(batch, heads, queries, headDim)`
    public static Tensor attend(Tensor q, Tensor k, Tensor v, Rules rules) {
        if (q.rank() != 4 || k.rank() != 4 || !k.shape().equals(v.shape())) {
            throw new IllegalArgumentException("q, k and v must be (batch, heads, tokens, headDim), "
                    + "k and v alike, got " + q.shape() + ", " + k.shape() + ", " + v.shape());
        }
        AttentionOptions options = options(q.size(0), q.size(2), k.size(2), q.size(1), k.size(1),
                q.size(3), rules);
        requireFitting(options, q.size(0) == k.size(0) && q.size(3) == k.size(3));
        return attend(options, q, k, v, CausalAttention::apart);
    }

    /// Attention with the heads side by side in the last axis, as linear layers leave them.
    ///
    /// @param q `(batch, queries, heads · headDim)`
    /// @param k `(batch, keys, kvHeads · headDim)`
    /// @param v as `k`
    /// @return `(batch, queries, heads · headDim)`
    public static Tensor attend(Tensor q, Tensor k, Tensor v, int headDim, Rules rules) {
        requireSideBySide(q, k, v, headDim);
        AttentionOptions options = options(q.size(0), q.size(1), k.size(1), q.size(2) / headDim,
                k.size(2) / headDim, headDim, rules);
        requireFitting(options, q.size(0) == k.size(0));
        return attend(options, q, k, v, (storage, x) -> sideBySide(storage, x, 0, headDim));
    }

    /// Keys and values of the tokens seen so far, with room for more.
    ///
    /// @param keys   `(batch, kvHeads, room, headDim)`
    /// @param values as `keys`
    /// @param length tokens of each sequence that are there
    public record Cached(Tensor keys, Tensor values, int length) {
    }

    /// Attention to what has been cached; not recorded.
    ///
    /// @param q      `(batch, queries, heads · headDim)`, the newest of the tokens
    /// @param cached for all sequences, or one for each, whose lengths may differ
    /// @return `(batch, queries, heads · headDim)`
    public static Tensor attendCached(Tensor q, List<Cached> cached, Rules rules) {
        Tensor out = Tensor.empty(q.shape(), q.backend());
        int batch = q.size(0) / cached.size();
        q.backend().attention().forwardEach(IntStream.range(0, cached.size())
                .mapToObj(i -> call(q, out, i * batch, batch, cached.get(i), rules)).toList());
        return out;
    }

    private static Call call(Tensor q, Tensor out, int first, int batch, Cached cached,
                             Rules rules) {
        Tensor k = cached.keys;
        requireCached(q, k, cached.values);
        AttentionOptions options = options(batch, q.size(1), cached.length,
                q.size(2) / k.size(3), k.size(1), k.size(3), rules);
        requireFitting(options, batch == k.size(0) && cached.length <= k.size(2));
        return new Call(options, sideBySide(q.storage(), q, first, k.size(3)),
                apart(k.storage(), k), apart(cached.values.storage(), k),
                sideBySide(out.storage(), q, first, k.size(3)), logSumExp(options, q));
    }

    private static void requireCached(Tensor q, Tensor k, Tensor v) {
        if (q.rank() != 3 || k.rank() != 4 || !k.shape().equals(v.shape())
                || q.size(2) % k.size(3) != 0) {
            throw new IllegalArgumentException(("q must be (batch, queries, heads · headDim), and "
                    + "the cached k and v (batch, kvHeads, room, headDim), alike, got %s, %s, %s")
                    .formatted(q.shape(), k.shape(), v.shape()));
        }
    }

    private static void requireSideBySide(Tensor q, Tensor k, Tensor v, int headDim) {
        if (q.rank() != 3 || k.rank() != 3 || !k.shape().equals(v.shape())
                || q.size(2) % headDim != 0 || k.size(2) % headDim != 0) {
            throw new IllegalArgumentException(("q, k and v must be (batch, tokens, heads · "
                    + "headDim=%d), k and v alike, got %s, %s, %s").formatted(headDim, q.shape(),
                    k.shape(), v.shape()));
        }
    }

    private static Heads apart(Storage storage, Tensor like) {
        long[] strides = like.shape().strides();
        return new Heads(storage, 0, strides[0], strides[1], like.size(3));
    }

    private static Heads sideBySide(Storage storage, Tensor like, int first, int headDim) {
        long sequence = (long) like.size(1) * like.size(2);
        return new Heads(storage, first * sequence, sequence, headDim, like.size(2));
    }

    /// Where the heads of a tensor are.
    @FunctionalInterface
    private interface Placement {
        Heads of(Storage storage, Tensor like);
    }

    private static Tensor attend(AttentionOptions options, Tensor q, Tensor k, Tensor v,
                                 Placement heads) {
        Tensor out = Tensor.empty(q.shape(), q.backend());
        AttentionKernels attention = q.backend().attention();
        Call call = new Call(options, heads.of(q.storage(), q), heads.of(k.storage(), k),
                heads.of(v.storage(), v), heads.of(out.storage(), out), logSumExp(options, q));
        attention.forward(call);
        return out.madeBy("causalAttention", g -> {
            Tensor gq = Tensor.empty(q.shape(), q.backend());
            Tensor gk = Tensor.empty(k.shape(), k.backend());
            Tensor gv = Tensor.empty(v.shape(), v.backend());
            attention.backward(call, heads.of(g.storage(), g), heads.of(gq.storage(), gq),
                    heads.of(gk.storage(), gk), heads.of(gv.storage(), gv));
            q.receive(gq);
            k.receive(gk);
            v.receive(gv);
        }, q, k, v).saving(q, k, v, out);
    }

    private static Storage logSumExp(AttentionOptions options, Tensor like) {
        return Tensor.empty(Shape.of(options.batch(), options.heads(), options.queries()),
                like.backend()).storage();
    }

    private static AttentionOptions options(int batch, int queries, int keys, int heads,
                                            int kvHeads, int headDim, Rules rules) {
        return new AttentionOptions(batch, queries, keys, heads, kvHeads, headDim,
                rules.scale(headDim), rules.window(), (float) rules.dropout(), rules.seed());
    }

    private static void requireFitting(AttentionOptions options, boolean sameBatchAndWidth) {
        if (!sameBatchAndWidth || options.queries() > options.keys()
                || options.kvHeads() < 1 || options.heads() % options.kvHeads() != 0) {
            throw new IllegalArgumentException("attention must have one batch and headDim, no more "
                    + "queries than keys, and heads a multiple of kvHeads, got " + options);
        }
    }
}

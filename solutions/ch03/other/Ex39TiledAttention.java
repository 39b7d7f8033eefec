import java.util.ArrayList;
import java.util.List;
import llm.tensor.Operations;
import llm.tensor.Tensor;

/// With tensors: tiles of queries, too, each with its own context and log-sum-exp so far. Two parts
/// of the keys are merged by the shares that their log-sum-exps give them.
public final class Ex39TiledAttention {
    private final int tile;
    private final boolean causal;
    private final List<Float> logSumExp = new ArrayList<>();

    public Ex39TiledAttention(int tile, boolean causal) {
        if (tile < 1) {
            throw new IllegalArgumentException("a tile must have a token, got tile=" + tile);
        }
        this.tile = tile;
        this.causal = causal;
    }

    public float[][] forward(float[][] q, float[][] k, float[][] v) {
        logSumExp.clear();
        float[][] contexts = new float[q.length][v[0].length];      // (tokens, headDim)
        for (int first = 0; first < q.length; first += tile) {
            float[] context = tile(Tensor.of(q), Tensor.of(k), Tensor.of(v), first).toArray();
            for (int i = 0; i < context.length; i++) {
                contexts[first + i / v[0].length][i % v[0].length] = context[i];
            }
        }
        return contexts;
    }

    /// The queries of the tile that begins at `first`.
    private Tensor tile(Tensor q, Tensor k, Tensor v, int first) {
        int last = Math.min(first + tile, q.size(0));
        Tensor queries = q.slice(0, first, last).mul(1 / Math.sqrt(q.size(1)));
        Tensor context = Tensor.zeros(last - first, q.size(1));     // (queries, headDim)
        Tensor total = Tensor.full(-1e30, last - first, 1);         // (queries, 1)
        for (int from = 0; from < (causal ? last : k.size(0)); from += tile) {
            int to = Math.min(from + tile, k.size(0));
            Tensor scores = hidden(queries.matmulTransposed(k.slice(0, from, to)), first, from);
            Tensor largest = scores.max(1).reshape(last - first, 1);
            Tensor sum = scores.sub(largest).exp().sum(1).reshape(last - first, 1)
                    .log().add(largest);                            // (queries, 1)
            Tensor part = scores.softmax().matmul(v.slice(0, from, to));
            Tensor both = Operations.concat(1, total, sum);         // (queries, 2)
            Tensor share = both.softmax().slice(1, 1, 2);           // of the new part
            context = context.add(part.sub(context).mul(share));
            total = sum.sub(both.logSoftmax().slice(1, 1, 2));
        }
        for (float value : total.toArray()) {
            logSumExp.add(value);
        }
        return context;
    }

    private Tensor hidden(Tensor scores, int first, int from) {
        float[][] mask = new float[scores.size(0)][scores.size(1)];
        for (int query = 0; query < mask.length; query++) {
            for (int key = 0; key < mask[query].length; key++) {
                mask[query][key] = causal && from + key > first + query ? 1 : 0;
            }
        }
        return scores.maskedFill(Tensor.of(mask), Double.NEGATIVE_INFINITY);
    }

    public float[] logSumExp() {
        float[] all = new float[logSumExp.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = logSumExp.get(i);
        }
        return all;
    }
}

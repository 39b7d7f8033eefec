import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.tensor.Tensor;

/// Exercise 3.3: the transfer of weights.
///
/// **Why.** `x · Wᵀ` and `x · M` are the same for every `x` only if `M = Wᵀ`. GPT-2's published
/// weights are a case in point: they lie as `(in, out)`, and whoever loads them into `(out, in)`
/// layers turns over every one. A bias has no place in `x · M`, and to drop it in silence would
/// give a model that is nearly right, which is the worst kind of wrong.
///
/// **Complexity.** The transfer touches each weight once. The attention costs O(tokens · embDim ·
/// headDim + tokens² · headDim) for each sequence.
///
/// **Common mistakes.** No transpose, which a square matrix lets pass without an error; `reshape`
/// instead of `transpose`, which has the right shape and the wrong numbers; √embDim for √headDim.
public final class Ex33WeightTransfer {
    private Ex33WeightTransfer() {}

    public static Map<String, Tensor> matrices(Map<String, Tensor> state) {
        Map<String, Tensor> matrices = new LinkedHashMap<>();
        for (String name : List.of("query", "key", "value")) {
            Tensor weight = state.get(name + ".weight");            // (headDim, embDim)
            if (weight == null || state.containsKey(name + ".bias")) {
                throw new IllegalArgumentException("the state must have " + name + ".weight and no "
                        + "bias, got " + state.keySet());
            }
            matrices.put(name, weight.transpose(0, 1));             // (embDim, headDim)
        }
        return matrices;
    }

    public static Tensor forward(Tensor x, Map<String, Tensor> matrices) {
        Tensor q = x.matmul(matrices.get("query"));                 // (batch, tokens, headDim)
        Tensor k = x.matmul(matrices.get("key"));                   // (batch, tokens, headDim)
        Tensor v = x.matmul(matrices.get("value"));                 // (batch, tokens, headDim)
        Tensor scores = q.matmul(k.transpose(1, 2))                 // (batch, tokens, tokens)
                .mul(1 / Math.sqrt(q.size(2)));
        return scores.softmax().matmul(v);                          // (batch, tokens, headDim)
    }
}

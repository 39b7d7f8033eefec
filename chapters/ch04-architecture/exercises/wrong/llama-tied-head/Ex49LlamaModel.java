import java.util.Map;
import java.util.stream.Collectors;
import llm.attention.CausalMask;
import llm.attention.Heads;
import llm.attention.rotary.RotaryConfig;
import llm.attention.rotary.RotaryEmbedding;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;

public final class Ex49LlamaModel {
    private static final double EPSILON = 1e-5;
    private static final double BASE = 10_000;

    private Ex49LlamaModel() {}

    public static Tensor block(Tensor x, Map<String, Tensor> weights, int heads) {
        Tensor y = x.add(attention(norm(x, weights.get("attentionNorm.weight")),
                inside("attention.", weights), heads));
        return y.add(feedForward(norm(y, weights.get("feedForwardNorm.weight")),
                inside("feedForward.", weights)));
    }

    public static Tensor logits(int[] ids, Map<String, Tensor> weights, int layers, int heads) {
        Tensor x = weights.get("tokenEmbedding.weight")
                .rows(IntTensor.of(ids, 1, ids.length));
        for (int layer = 0; layer < layers; layer++) {
            x = block(x, inside("blocks." + layer + ".", weights), heads);
        }
        Tensor scores = norm(x, weights.get("finalNorm.weight"))
                .matmulTransposed(weights.get("tokenEmbedding.weight"));
        return scores.reshape(ids.length, scores.size(2));
    }

    private static Tensor norm(Tensor x, Tensor gain) {
        Tensor root = x.square().mean(2).add(EPSILON).sqrt()
                .reshape(x.size(0), x.size(1), 1);
        return x.div(root).mul(gain);
    }

    private static Tensor attention(Tensor x, Map<String, Tensor> weights, int heads) {
        int headDim = x.size(2) / heads;
        Tensor q = rotated(x.matmulTransposed(weights.get("query.weight")), headDim);
        Tensor k = rotated(x.matmulTransposed(weights.get("key.weight")), headDim);
        Tensor v = Heads.split(x.matmulTransposed(weights.get("value.weight")), heads);
        Tensor scores = q.matmulTransposed(k).mul(1 / Math.sqrt(headDim));
        Tensor shares = scores
                .maskedFill(CausalMask.of(x.size(1)), Double.NEGATIVE_INFINITY).softmax();
        return Heads.merge(shares.matmul(v)).matmulTransposed(weights.get("output.weight"));
    }

    private static Tensor rotated(Tensor x, int headDim) {
        Tensor split = x.reshape(x.size(0), x.size(1), x.size(2) / headDim, headDim);
        return new RotaryEmbedding(RotaryConfig.of(BASE), headDim).forward(split, 0)
                .transpose(1, 2);
    }

    private static Tensor feedForward(Tensor x, Map<String, Tensor> weights) {
        Tensor open = x.matmulTransposed(weights.get("gate.weight")).silu();
        Tensor wide = x.matmulTransposed(weights.get("up.weight"));
        return open.mul(wide).matmulTransposed(weights.get("down.weight"));
    }

    private static Map<String, Tensor> inside(String prefix, Map<String, Tensor> weights) {
        return weights.entrySet().stream().filter(it -> it.getKey().startsWith(prefix))
                .collect(Collectors.toMap(it -> it.getKey().substring(prefix.length()),
                        Map.Entry::getValue));
    }
}

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.tensor.Tensor;

public final class Ex33WeightTransfer {
    private Ex33WeightTransfer() {}

    public static Map<String, Tensor> matrices(Map<String, Tensor> state) {
        Map<String, Tensor> matrices = new LinkedHashMap<>();
        for (String name : List.of("query", "key", "value")) {
            Tensor weight = state.get(name + ".weight");
            if (weight == null || state.containsKey(name + ".bias")) {
                throw new IllegalArgumentException("the state must have " + name + ".weight and no "
                        + "bias, got " + state.keySet());
            }
            matrices.put(name, weight.transpose(0, 1));
        }
        return matrices;
    }

    public static Tensor forward(Tensor x, Map<String, Tensor> matrices) {
        Tensor q = x.matmul(matrices.get("query"));
        Tensor k = x.matmul(matrices.get("key"));
        Tensor v = x.matmul(matrices.get("value"));
        Tensor scores = k.matmul(q.transpose(1, 2))
                .mul(1 / Math.sqrt(k.size(2)));
        return scores.softmax().matmul(v);
    }
}

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llm.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/// With streams for the names, and with ND4J one sequence after the other.
public final class Ex33WeightTransfer {
    private Ex33WeightTransfer() {}

    public static Map<String, Tensor> matrices(Map<String, Tensor> state) {
        if (!state.keySet().equals(Set.of("query.weight", "key.weight", "value.weight"))) {
            throw new IllegalArgumentException("the state must have the weights of query, key and "
                    + "value, and nothing else, got " + state.keySet());
        }
        return Stream.of("query", "key", "value").collect(Collectors.toMap(name -> name,
                name -> Tensor.of(state.get(name + ".weight").nd().transpose())));
    }

    public static Tensor forward(Tensor x, Map<String, Tensor> matrices) {
        INDArray[] contexts = new INDArray[x.size(0)];
        for (int i = 0; i < contexts.length; i++) {
            INDArray tokens = x.slice(0, i, i + 1).nd().reshape(x.size(1), x.size(2));
            INDArray q = tokens.mmul(matrices.get("query").nd());   // (tokens, headDim)
            INDArray k = tokens.mmul(matrices.get("key").nd());
            INDArray v = tokens.mmul(matrices.get("value").nd());
            INDArray scores = q.mmul(k.transpose()).div(Math.sqrt(q.columns()));
            contexts[i] = Transforms.softmax(scores).mmul(v);       // (tokens, headDim)
        }
        return Tensor.of(Nd4j.stack(0, contexts).dup('c'));         // (batch, tokens, headDim)
    }
}

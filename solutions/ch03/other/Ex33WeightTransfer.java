import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.tensor.Operations;
import llm.tensor.Tensor;

/// With loops over plain arrays for the matrices, and attention one sequence after the other.
public final class Ex33WeightTransfer {
    private Ex33WeightTransfer() {}

    public static Map<String, Tensor> matrices(Map<String, Tensor> state) {
        if (!state.keySet().equals(Set.of("query.weight", "key.weight", "value.weight"))) {
            throw new IllegalArgumentException("the state must have the weights of query, key and "
                    + "value, and nothing else, got " + state.keySet());
        }
        return Stream.of("query", "key", "value").collect(Collectors.toMap(name -> name,
                name -> turned(state.get(name + ".weight"))));
    }

    private static Tensor turned(Tensor weight) {
        float[][] turned = new float[weight.size(1)][weight.size(0)];
        for (int i = 0; i < turned.length; i++) {
            for (int j = 0; j < turned[i].length; j++) {
                turned[i][j] = weight.at(j, i);
            }
        }
        return Tensor.of(turned);                                   // (embDim, headDim)
    }

    public static Tensor forward(Tensor x, Map<String, Tensor> matrices) {
        return Operations.concat(0, IntStream.range(0, x.size(0))
                .mapToObj(i -> x.slice(0, i, i + 1).reshape(x.size(1), x.size(2)))
                .map(tokens -> sequence(tokens, matrices))          // (1, tokens, headDim)
                .toArray(Tensor[]::new));                           // (batch, tokens, headDim)
    }

    private static Tensor sequence(Tensor tokens, Map<String, Tensor> matrices) {
        Tensor v = tokens.matmul(matrices.get("value"));            // (tokens, headDim)
        Tensor q = tokens.matmul(matrices.get("query")).div(Math.sqrt(v.size(1)));
        return q.matmulTransposed(tokens.matmul(matrices.get("key"))).softmax()
                .matmul(v).reshape(1, v.size(0), v.size(1));
    }
}

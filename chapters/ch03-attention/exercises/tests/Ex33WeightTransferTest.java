import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import llm.attention.SelfAttention;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 3.3: the transfer of weights")
class Ex33WeightTransferTest {
    private static final double TOLERANCE = 1e-4;

    @Test
    @DisplayName("a weight of three outputs and two inputs becomes the matrix in the text")
    void givesTheWorkedExample() {
        float[][] weight = {{1, 2}, {3, 4}, {5, 6}};
        float[][] other = {{1, 0}, {0, 1}, {7, 8}};
        matrices("the matrices of the example", Map.of("query.weight", Tensor.of(weight),
                "key.weight", Tensor.of(other), "value.weight", Tensor.of(weight)))
                .toBe(List.of(new float[][] {{1, 3, 5}, {2, 4, 6}},
                        new float[][] {{1, 0, 7}, {0, 1, 8}},
                        new float[][] {{1, 3, 5}, {2, 4, 6}}));
    }

    @Test
    @DisplayName("attention with plain matrices gives the context vectors of SelfAttention")
    void attendsWithPlainMatrices() {
        RandomState random = new RandomState(1);
        forward("the context vectors", random.normal(1, 2, 5, 6), state(random, 6, 3));
    }

    @Test
    @DisplayName("square matrices are turned over, too")
    void turnsSquareMatrices() {
        Map<String, Tensor> state = state(new RandomState(2), 4, 4);
        matrices("matrices as wide as high", state)
                .toBe(inOrder(each(state, weight -> weight.transpose(0, 1))));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("transferred weights compute what SelfAttention does")
    void computesTheSame(RandomGenerator random) {
        RandomState numbers = new RandomState(random.nextLong());
        int embDim = random.nextInt(5, 9);
        int headDim = random.nextInt(2, 5);
        Map<String, Tensor> state = state(numbers, embDim, headDim);
        Tensor x = numbers.normal(1, 2, random.nextInt(3, 7), embDim);
        matrices("matrices of other sizes", state)
                .toBe(inOrder(each(state, weight -> weight.transpose(0, 1))));
        forward("context vectors of other sizes", x, state);
        expect("context vectors by transferred weights",
                Ex33WeightTransfer.forward(x, Ex33WeightTransfer.matrices(state)))
                .toBe(linear(x, state), TOLERANCE);
    }

    @Test
    @DisplayName("refuses a bias, which would be lost, and a weight that is missing")
    void refusesWhatItCannotTransfer() {
        Map<String, Tensor> biased = new HashMap<>(state(new RandomState(3), 4, 2));
        biased.put("value.bias", Tensor.ones(2));
        expectRefusal("a state with a bias", () -> Ex33WeightTransfer.matrices(biased));
        Map<String, Tensor> partial = new HashMap<>(state(new RandomState(4), 4, 2));
        partial.remove("key.weight");
        expectRefusal("a state without a key.weight", () -> Ex33WeightTransfer.matrices(partial));
    }

    private static Expect matrices(String what, Map<String, Tensor> state) {
        Map<String, Tensor> matrices = Ex33WeightTransfer.matrices(state);
        expect("the names of the matrices", matrices.keySet().stream().sorted().toList())
                .toBe(List.of("key", "query", "value"));
        return expect(what, inOrder(matrices))
                .mistake("transfer-without-transpose", "the weights are taken as they lie, but "
                        + "x · W needs them turned over", inOrder(each(state, weight -> weight)))
                .mistake("transfer-reshapes", "the numbers are read under another shape, in the "
                        + "same order: to turn a matrix over, entry [i][j] must go to [j][i]",
                        inOrder(each(state, weight ->
                                weight.reshape(weight.size(1), weight.size(0)))));
    }

    private static void forward(String what, Tensor x, Map<String, Tensor> state) {
        Map<String, Tensor> matrices = each(state, weight -> weight.transpose(0, 1));
        double headDim = matrices.get("query").size(1);
        expect(what, Ex33WeightTransfer.forward(x, matrices))
                .mistake("transfer-scales-by-emb-dim", "the scores are divided by √embDim, but "
                        + "each is a sum of headDim terms", scaled(x, state, headDim / x.size(2)))
                .mistake("transfer-without-scale", "the scores are not divided by √headDim",
                        scaled(x, state, headDim))
                .mistake("transfer-swaps-query-and-key", "the keys ask and the queries are asked",
                        linear(x, Map.of("query.weight", state.get("key.weight"), "key.weight",
                                state.get("query.weight"), "value.weight",
                                state.get("value.weight"))))
                .toBe(linear(x, state), TOLERANCE);
    }

    /// What the library's attention gives.
    private static Tensor linear(Tensor x, Map<String, Tensor> state) {
        SelfAttention attention = new SelfAttention(x.size(2), state.get("query.weight").size(0),
                false, new RandomState(0));
        attention.loadStateDict(state);
        return attention.forward(x).detach();
    }

    /// The same with scores that are `√factor` times as large.
    private static Tensor scaled(Tensor x, Map<String, Tensor> state, double factor) {
        Map<String, Tensor> scaled = new HashMap<>(state);
        scaled.put("query.weight", state.get("query.weight").mul(Math.sqrt(factor)));
        return linear(x, scaled);
    }

    private static Map<String, Tensor> state(RandomState random, int embDim, int headDim) {
        return Map.of("query.weight", random.normal(1, headDim, embDim),
                "key.weight", random.normal(1, headDim, embDim),
                "value.weight", random.normal(1, headDim, embDim));
    }

    /// The weights under the names of the matrices, each changed.
    private static Map<String, Tensor> each(Map<String, Tensor> state,
            UnaryOperator<Tensor> change) {
        Map<String, Tensor> changed = new TreeMap<>();
        state.forEach((name, weight) ->
                changed.put(name.substring(0, name.indexOf('.')), change.apply(weight)));
        return changed;
    }

    /// A map's tensors in a fixed order, null where one is missing.
    private static List<Tensor> inOrder(Map<String, Tensor> matrices) {
        return Arrays.asList(matrices.get("query"), matrices.get("key"), matrices.get("value"));
    }
}

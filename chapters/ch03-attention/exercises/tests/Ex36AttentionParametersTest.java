import static llm.exercise.Expect.expect;

import java.util.random.RandomGenerator;
import llm.attention.AttentionConfig;
import llm.attention.GroupedQueryAttention;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 3.6: the parameters of multi-head attention")
class Ex36AttentionParametersTest {
    @Test
    @DisplayName("a layer of GPT-2 small has as many as the text says")
    void countsTheWorkedExample() {
        parameters("the parameters of a layer of GPT-2 small without biases of queries, keys and "
                + "values", AttentionConfig.multiHead(768, 12, 0, false)).toBe(2_360_064L);
        parameters("the parameters of a layer of GPT-2 small",
                AttentionConfig.multiHead(768, 12, 0, true)).toBe(2_362_368L);
    }

    @Test
    @DisplayName("shared keys and values make a layer of Llama 3 smaller")
    void countsSharedHeads() {
        parameters("the parameters of a layer of Llama 3 with 8 billion parameters",
                AttentionConfig.builder(4096, 32).kvHeads(8).build()).toBe(41_943_040L);
    }

    @Test
    @DisplayName("heads may be wider together than the input, as in Qwen3")
    void countsWideHeads() {
        parameters("the parameters of a layer of Qwen3 with 0.6 billion parameters",
                AttentionConfig.builder(1024, 16).kvHeads(8).headDim(128).build())
                .toBe(6_291_456L);
    }

    @Test
    @DisplayName("a very wide layer is counted without overflow")
    void countsVeryWideLayers() {
        parameters("the parameters of a layer that is 40,000 wide",
                AttentionConfig.builder(40_000, 400).headDim(100).build()).toBe(6_400_000_000L);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any layer has as many as the library's layer of that form")
    void countsAnyLayer(RandomGenerator random) {
        for (int i = 0; i < 4; i++) {
            int kvHeads = random.nextInt(2, 4);
            int heads = kvHeads * random.nextInt(2, 4);
            int headDim = random.nextInt(3, 6);
            AttentionConfig config = AttentionConfig.builder(heads * (headDim + 2), heads)
                    .kvHeads(kvHeads).headDim(headDim).qkvBias(i % 2 == 0).outBias(i < 2).build();
            var layer = new GroupedQueryAttention(config, new RandomState(1));
            parameters("the parameters of other layers", config).toBe(layer.stateDict().values()
                    .stream().mapToLong(Tensor::elements).sum());
        }
    }

    private static Expect parameters(String what, AttentionConfig config) {
        long embDim = config.embDim();
        long width = (long) config.heads() * config.headDim();
        long kvWidth = config.kvWidth();
        long right = count(config, width, kvWidth, embDim, embDim);
        return expect(what, Ex36AttentionParameters.parameters(config))
                .mistake("attention-parameters-without-output", "the output projection is missing",
                        embDim * (width + 2 * kvWidth)
                                + (config.qkvBias() ? width + 2 * kvWidth : 0))
                .mistake("attention-parameters-keys-as-wide-as-queries",
                        "keys and values are counted as wide as queries, but they have kvHeads "
                                + "heads",
                        count(config, width, width, embDim, embDim))
                .mistake("attention-parameters-heads-as-wide-as-input",
                        "heads · headDim is taken for embDim, but heads may be narrower or "
                                + "wider together",
                        count(config, embDim, embDim / config.heads() * config.kvHeads(), embDim,
                                embDim))
                .mistake("attention-parameters-output-square",
                        "the output projection is counted as embDim · embDim, but it begins "
                                + "with heads · headDim numbers",
                        right + (embDim - width) * embDim)
                .mistake("attention-parameters-output-bias-too-short",
                        "the bias of the output projection is counted as heads · headDim "
                                + "numbers, but it has embDim",
                        count(config, width, kvWidth, embDim, width))
                .mistake("attention-parameters-without-bias", "the biases are missing",
                        embDim * (2 * width + 2 * kvWidth))
                .mistake("attention-parameters-overflow",
                        "the products overflow an int: count in long",
                        (long) (int) right);
    }

    private static long count(AttentionConfig config, long width, long kvWidth, long embDim,
            long outBias) {
        return 2 * embDim * (width + kvWidth) + (config.qkvBias() ? width + 2 * kvWidth : 0)
                + (config.outBias() ? outBias : 0);
    }
}

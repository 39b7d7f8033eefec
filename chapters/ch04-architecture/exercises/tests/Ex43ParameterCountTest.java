import static llm.exercise.Expect.expect;

import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import llm.model.GptConfig;
import llm.model.ModelSize;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 4.3: counting a GPT-2")
class Ex43ParameterCountTest {
    private static final String OUTPUT_BIAS = "the bias of attention's output is missing: it is "
            + "there, whether the other three have one or not";

    @Test
    @DisplayName("the layers have the parameters in the text, and any width inside")
    void countsTheLayers() {
        attention("attention of width 768 without biases on q, k, v", 768, false).toBe(2_360_064L);
        attention("attention of width 768 with biases on q, k, v", 768, true).toBe(2_362_368L);
        feedForward("the feed-forward layer of widths 768 and 3,072", 768, 3_072)
                .toBe(4_722_432L);
        feedForward("the feed-forward layer of widths 10 and 7", 10, 7).toBe(157L);
    }

    @Test
    @DisplayName("the four published sizes have the parameters that are known of them")
    void countsTheModels() {
        parameters("GPT-2 small", GptConfig.gpt2Small()).toBe(124_439_808L);
        parameters("GPT-2 medium", GptConfig.gpt2Medium()).toBe(354_823_168L);
        parameters("GPT-2 large", GptConfig.gpt2Large()).toBe(774_030_080L);
        parameters("GPT-2 XL", GptConfig.gpt2Xl()).toBe(1_557_611_200L);
    }

    @Test
    @DisplayName("a head of its own counts, and biases that are not there do not")
    void countsOptions() {
        parameters("GPT-2 small with a head of its own and without biases on q, k, v",
                GptConfig.gpt2Small().withoutQkvBias().withUntiedHead()).toBe(163_009_536L);
        parameters("GPT-3", GptConfig.of(50_257, 2_048, 12_288, 96, 96)).toBe(174_604_259_328L);
    }

    @Test
    @DisplayName("GPT-2 small takes 498 MB")
    void measuresMemory() {
        megabytes("the memory of 124,439,808 parameters", 124_439_808).toBe(497.759232, 1e-6);
        megabytes("the memory of 175 billion parameters", 175_000_000_000L).toBe(700_000.0, 1e-3);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("counts any layer and any model")
    void countsAnyModel(RandomGenerator random) {
        int heads = random.nextInt(2, 9);
        int embDim = heads * random.nextInt(8, 33);
        int ffDim = embDim * 3 + random.nextInt(1, 50);
        attention("attention of another width", embDim, false).toBe(4L * embDim * embDim + embDim);
        feedForward("a feed-forward layer of other widths", embDim, ffDim)
                .toBe(2L * embDim * ffDim + embDim + ffDim);
        for (int i = 0; i < 4; i++) {
            GptConfig config = GptConfig.builder().vocabSize(random.nextInt(2_000, 9_000))
                    .contextLength(random.nextInt(100, 1_000)).embDim(embDim).heads(heads)
                    .layers(random.nextInt(3, 12)).ffDim(ffDim).tiedHead(i % 2 == 0)
                    .qkvBias(i < 2).build();
            parameters("a model of other sizes", config).toBe(ModelSize.of(config).parameters());
        }
        megabytes("the memory of another model", embDim * 1_000L).toBe(embDim * 0.004, 1e-6);
    }

    private static Expect attention(String what, int embDim, boolean qkvBias) {
        long matrices = 4L * embDim * embDim;
        return expect(what, Ex43ParameterCount.attention(embDim, qkvBias))
                .mistake("count-without-output-bias", OUTPUT_BIAS,
                        matrices + (qkvBias ? 3L * embDim : 0));
    }

    private static Expect feedForward(String what, int embDim, int ffDim) {
        return expect(what, Ex43ParameterCount.feedForward(embDim, ffDim))
                .mistake("count-fixed-ff-width", "the feed-forward layer is taken to be four times "
                        + "as wide as a vector, but its width is ffDim",
                        8L * embDim * embDim + 5L * embDim)
                .mistake("count-without-output-bias", OUTPUT_BIAS, // it leaves this layer right
                        2L * embDim * ffDim + embDim + ffDim);
    }

    private static Expect parameters(String what, GptConfig config) {
        long right = ModelSize.of(config).parameters();
        long embDim = config.embDim();
        return expect(what, Ex43ParameterCount.parameters(config))
                .mistake("count-overflows", "the count is cut to 32 bits: sizes must be multiplied "
                        + "as long, not as int", (long) (int) right)
                .mistake("count-tied-head", "a tied head is counted, but it is the token table "
                        + "itself", ModelSize.of(config.withUntiedHead()).parameters())
                .mistake("count-without-output-bias", OUTPUT_BIAS,
                        right - config.layers() * embDim)
                .mistake("count-fixed-ff-width", "the feed-forward layer is taken to be four times "
                        + "as wide as a vector, but its width is ffDim", ModelSize.of(
                        config.toBuilder().ffDim(4 * config.embDim()).build()).parameters())
                .mistake("count-without-last-norm", "the norm behind the last block is missing",
                        right - 2 * embDim)
                .mistake("count-norms-without-bias", "a layer norm is counted as one vector, but "
                        + "it has a gain and a bias", right - (2L * config.layers() + 1) * embDim)
                .mistake("count-without-positions", "the table of positions is missing",
                        right - config.contextLength() * embDim);
    }

    private static Expect megabytes(String what, long parameters) {
        return expect(what, Ex43ParameterCount.megabytes(parameters))
                .mistake("count-mebibytes", "a megabyte is taken for 1,024 · 1,024 bytes, but it "
                        + "is 10⁶", parameters * 4.0 / (1024 * 1024))
                .mistake("count-bytes-of-double", "a parameter is counted as 8 bytes, but a "
                        + "float32 has 4", parameters * 8 / 1e6);
    }
}

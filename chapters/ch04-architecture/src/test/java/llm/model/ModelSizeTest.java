package llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import llm.model.GptConfig.DropoutRates;
import llm.tensor.RandomState;
import llm.tensor.layer.Initializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The size of a model")
class ModelSizeTest {

    private static GptConfig published(String size) {
        return switch (size) {
            case "small" -> GptConfig.gpt2Small();
            case "medium" -> GptConfig.gpt2Medium();
            case "large" -> GptConfig.gpt2Large();
            case "XL" -> GptConfig.gpt2Xl();
            default -> throw new IllegalStateException("no such size: " + size);
        };
    }

    private static long parameters(GptConfig config) {
        return ModelSize.of(config).parameters();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "small,  124_439_808,   163_009_536,   124_412_160",
        "medium, 354_823_168,   406_212_608,   354_749_440",
        "large,  774_030_080,   838_220_800,   773_891_840",
        "XL,     1_557_611_200, 1_637_792_000, 1_557_380_800"})
    @DisplayName("is the one that OpenAI published, and without q/k/v bias the course's, untied and"
            + " tied:")
    void published(String size, String openAi, String untied, String tied) {
        GptConfig config = published(size);
        assertThat(parameters(config)).isEqualTo(number(openAi));
        assertThat(parameters(config.withoutQkvBias().withUntiedHead())).isEqualTo(number(untied));
        assertThat(parameters(config.withoutQkvBias())).isEqualTo(number(tied));
    }

    private static long number(String text) {
        return Long.parseLong(text.replace("_", ""));
    }

    @Test
    @DisplayName("is that of a model really built, at GPT-2's smallest size")
    void built() {
        for (GptConfig config : new GptConfig[] {GptConfig.gpt2Small(),
                GptConfig.gpt2Small().withUntiedHead().withoutQkvBias()}) {
            assertThat(new DecoderModel(config, new RandomState(1), Initializer.none())
                    .parameterCount()).isEqualTo(parameters(config));
        }
    }

    @ParameterizedTest(name = "vocabulary {0}, context {1}, width {2}, {3} heads, {4} layers, {5}")
    @CsvSource({"50, 16, 12, 3, 2, 48", "7, 3, 4, 1, 1, 5", "101, 33, 30, 5, 3, 31",
        "1, 1, 1, 1, 1, 1", "13, 7, 14, 7, 5, 3"})
    @DisplayName("is that of a model really built, at odd sizes:")
    void odd(int vocabSize, int context, int embDim, int heads, int layers, int ffDim) {
        GptConfig config = new GptConfig(vocabSize, context, embDim, heads, layers, ffDim, true,
                true, DropoutRates.NONE, 1e-5);
        for (GptConfig c : new GptConfig[] {config, config.withUntiedHead(),
                config.withoutQkvBias(), config.withoutQkvBias().withUntiedHead()}) {
            assertThat(new DecoderModel(c, 1).parameterCount()).isEqualTo(parameters(c));
        }
    }

    @Test
    @DisplayName("in bytes is four for each weight, and four times that with AdamW")
    void bytes() {
        ModelSize size = ModelSize.of(GptConfig.gpt2Small());
        assertThat(size.weightBytes()).isEqualTo(497_759_232);
        assertThat(size.trainingBytes()).isEqualTo(1_991_036_928);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"1000 96 4 3 8 64 0 0", "300 192 3 2 1 256 0 0",
        "4096 384 6 6 2 256 10 0", "5000 96 4 20 8 64 10 1"})
    @DisplayName("tells within 15 % what a forward pass keeps for backward (vocabulary, width, heads,"
            + " layers, batch, tokens, percent of dropout, 1 if blocks are recomputed):")
    void activations(String sizes) throws IOException, InterruptedException {
        List<String> bytes = FreshJvm.run(ForwardMemory.class, sizes.split(" "));
        assertThat(Double.parseDouble(bytes.get(1)) / Double.parseDouble(bytes.get(0)))
                .isCloseTo(1, within(0.15));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"small, 5.1e11", "medium, 1.4e12", "large, 3.2e12", "XL, 6.4e12"})
    @DisplayName("has the course's operations for two sequences of 1,024 tokens, attention aside:")
    void flops(String size, double expected) {
        GptConfig config = published(size);
        double attention = 2.0 * config.layers() * 2_048 * 1_024 * config.embDim();
        assertThat(ModelSize.forwardFlops(config, 2, 1_024) - attention)
                .isCloseTo(expected, within(0.04 * expected));   // it is printed with two digits
        assertThat(ModelSize.trainingFlops(config, 2, 1_024))
                .isEqualTo(3 * ModelSize.forwardFlops(config, 2, 1_024));
    }
}

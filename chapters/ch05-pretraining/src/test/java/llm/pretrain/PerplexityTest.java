package llm.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import llm.model.DecoderModel;
import llm.pretrain.folder.PretrainedModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Perplexity")
class PerplexityTest {
    private DecoderModel model;
    private JsonNode expected;
    private int[] stream;

    @BeforeEach
    void load() throws IOException {
        model = PretrainedModel.load(Fixtures.folder("gpt2-tiny")).model();
        expected = Fixtures.json(Fixtures.folder("lm_eval.json")).get("perplexity");
        stream = Fixtures.ints(expected.get("stream"));
    }

    @Test
    @DisplayName("of one window, of windows side by side and of sliding windows, as transformers")
    void agrees() {
        int context = expected.get("context").asInt();
        assertResult(Perplexity.of(model, Arrays.copyOf(stream, context), context, context),
                expected.get("single_window"));
        assertResult(Perplexity.of(model, stream, context, context), expected.get("chunked"));
        assertResult(Perplexity.of(model, stream, context,
                expected.get("sliding").get("stride").asInt()), expected.get("sliding"));
    }

    private static void assertResult(Perplexity got, JsonNode want) {
        assertThat(got.tokens()).isEqualTo(want.get("tokens_scored").asLong());
        assertThat(got.nll()).isCloseTo(want.get("mean_nll").asDouble(), within(1e-4));
        double perplexity = want.get("perplexity").asDouble();
        assertThat(got.perplexity()).isCloseTo(perplexity, within(1e-4 * perplexity));
    }

    @Test
    @DisplayName("in bits per byte does not depend on how many tokens the bytes are")
    void bitsPerByte() {
        assertThat(new Perplexity(Math.log(2), 8).bitsPerByte(8)).isCloseTo(1, within(1e-12));
        assertThat(new Perplexity(2 * Math.log(2), 4).bitsPerByte(8)).isCloseTo(1, within(1e-12));
    }

    @Test
    @DisplayName("refuses a window longer than the model's context")
    void tooLong() {
        assertThatThrownBy(() -> Perplexity.of(model, stream, 65, 65)).hasMessage(
                "context must be in [2, 64] and stride in [1, context], got context=65, stride=65");
    }
}

package llm.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import llm.model.DecoderModel;
import llm.model.decode.Generation;
import llm.pretrain.Perplexity;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// A small model that learned to tell stories, against transformers' results for it. Tolerances:
/// logits 10⁻³, perplexity 10⁻⁴ relative, ids exact.
@DisplayName("The trained model stories260K agrees with transformers, from")
@EnabledIfEnvironmentVariable(named = "LLM_DATA_DIR", matches = ".+")
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"hf", "stories260K.bin"})
class Stories260KTest {
    private static final Path EXPECTED = Fixtures.folder("stories260K");
    @Parameter
    private String source;
    private DecoderModel model;
    private JsonNode expected;

    @BeforeEach
    void load() throws IOException {
        model = PretrainedModel.load(Path.of(System.getenv("LLM_DATA_DIR"), "stories260K", source))
                .model();
        expected = Fixtures.json(EXPECTED.resolve("stories260K.json"));
    }

    @Test
    @DisplayName("greedy tokens")
    void greedy() {
        for (JsonNode run : expected.get("greedy")) {
            int[] want = Fixtures.ints(run.get("ids"));
            int[] ids = Generation.greedy(model, want.length)
                    .generate(Fixtures.ints(run.get("prompt_ids")), new RandomState(0));
            assertThat(ids).isEqualTo(want);
        }
    }

    @Test
    @DisplayName("logits along the greedy path")
    void logits() throws IOException {
        try (Safetensors file = Safetensors.open(EXPECTED.resolve("logits.safetensors"))) {
            IntTensor path = file.ints("input_ids");
            Tensor want = file.tensor("logits");
            Tensor got = Autograd.noGrad(() -> model.forward(
                    IntTensor.of(path.values(), 1, path.count())));
            Fixtures.assertClose("logits", got.reshape(want.shape().toArray()), want, 1e-3, 0);
        }
    }

    @Test
    @DisplayName("perplexity of a story")
    void perplexity() {
        JsonNode text = expected.get("perplexity");
        int[] ids = Fixtures.ints(text.get("ids"));
        Perplexity found = Perplexity.of(model, ids, ids.length, ids.length);
        double want = text.get("perplexity").asDouble();
        assertThat(found.perplexity()).isCloseTo(want, within(1e-4 * want));
        assertThat(found.tokens()).isEqualTo(text.get("tokens_scored").asLong());
    }
}

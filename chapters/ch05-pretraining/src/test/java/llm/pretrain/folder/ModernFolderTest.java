package llm.pretrain.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import llm.model.DecoderModel;
import llm.model.ModernConfig;
import llm.model.Qwen3Config;
import llm.pretrain.NextToken;
import llm.pretrain.Recipe;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.file.Safetensors;
import llm.tensor.optim.AdamConfig;
import llm.text.dataset.Batch;
import llm.train.TrainingStep;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tolerance: 10⁻⁴, the norm of a row rounded once more.
@DisplayName("A model of the modern recipe, on disk")
class ModernFolderTest {
    private static final ModernConfig CONFIG = ModernConfig.of(40, 8, 16, 2, 2);
    private static final IntTensor IDS =
            IntTensor.of(new RandomState(1).ints(24, 0, 40).toArray(), 3, 8);
    @TempDir
    private Path folder;

    private static void train(DecoderModel model, int steps) {
        model.train();
        var step = new TrainingStep<>(new NextToken(model), model.parameters(),
                Recipe.MODERN.optimizer(model, AdamConfig.LANGUAGE_MODEL, 0.1), 1);
        for (int i = 0; i < steps; i++) {
            step.run(List.of(new Batch(IDS, IDS)), 0.02);
        }
        model.eval();
    }

    private static float[] logits(DecoderModel model) {
        return Autograd.noGrad(() -> model.forward(IDS)).toArray();
    }

    private PretrainedModel saved(DecoderModel model, String name) throws IOException {
        Path path = folder.resolve(name);
        new PretrainedModel(model, Optional.empty(), StopTokens.NONE).save(path, "# A test\n");
        return PretrainedModel.load(path);
    }

    @ParameterizedTest(name = "smeared: {0}")
    @ValueSource(booleans = {false, true})
    @DisplayName("has the same logits when it is loaded, and again after it was finetuned")
    void sameLogits(boolean smeared) throws IOException {
        DecoderModel trained = Recipe.MODERN.model(CONFIG.withSmear(smeared), 1);
        train(trained, 20);
        DecoderModel loaded = saved(trained, "trained").model();
        assertThat(logits(loaded)).containsExactly(logits(trained), within(1e-4f));
        assertThat(loaded.config()).isEqualTo(CONFIG.withSmear(smeared).exported());

        train(loaded, 20);
        assertThat(logits(loaded)).isNotEqualTo(logits(trained));
        assertThat(logits(saved(loaded, "finetuned").model())).isEqualTo(logits(loaded));
    }

    @Test
    @DisplayName("is a plain Qwen3, with the norm in its table")
    void qwen3() throws IOException {
        DecoderModel trained = Recipe.MODERN.model(CONFIG, 1);
        train(trained, 3);
        assertThat(saved(trained, "plain").model().config()).isInstanceOf(Qwen3Config.class);
        assertThat(folder.resolve("plain/config.json")).content()
                .contains("\"model_type\" : \"qwen3\"", "Qwen3ForCausalLM");
        try (Safetensors file = Safetensors.open(folder.resolve("plain/model.safetensors"))) {
            float[] table = file.tensor("model.embed_tokens.weight").toArray();
            for (int row = 0; row < 40; row++) {
                double squares = 0;
                for (int i = 0; i < 16; i++) {
                    squares += table[16 * row + i] * table[16 * row + i];
                }
                assertThat(squares / 16).isCloseTo(1, within(0.02));     // ε counts in small rows
            }
        }
    }

    @Test
    @DisplayName("that smears is of a family of its own, which nobody takes for a Qwen3")
    void smeared() throws IOException {
        DecoderModel trained = Recipe.MODERN.model(CONFIG.withSmear(true), 1);
        train(trained, 3);
        saved(trained, "smeared");
        assertThat(Files.readString(folder.resolve("smeared/config.json")))
                .contains("\"model_type\" : \"qwen3_smear\"").doesNotContain("Qwen3ForCausalLM");
    }
}

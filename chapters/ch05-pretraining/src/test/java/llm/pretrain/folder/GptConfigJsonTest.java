package llm.pretrain.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;
import llm.model.GptConfig;
import llm.model.GptConfig.DropoutRates;
import llm.pretrain.Fixtures;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A config.json")
class GptConfigJsonTest {
    private static final String FAMILIES = "model_type must be gpt2, llama, qwen2, qwen3, "
            + "qwen3_moe, gemma3_text, mistral, mixtral, phi3, olmo2 or olmo3, got ";
    @TempDir
    private Path folder;

    /// The fixture's configuration with one field changed; an empty value removes it.
    private Path changed(String field, String value) throws IOException {
        ObjectNode json = (ObjectNode) Fixtures.json(
                Fixtures.folder("gpt2-tiny").resolve("config.json"));
        if (value.isEmpty()) {
            json.remove(field);
        } else {
            json.putRawValue(field, new RawValue(value));
        }
        return Files.writeString(folder.resolve("config.json"), json.toString());
    }

    @Test
    @DisplayName("that transformers wrote is read")
    void reads() throws IOException {
        assertThat(ConfigJson.read(changed("use_cache", "true")))
                .isEqualTo(GptConfig.of(512, 64, 64, 4, 2));
    }

    @Test
    @DisplayName("leaves out what has transformers' default")
    void defaults() throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), """
                {"model_type": "gpt2", "vocab_size": 512, "n_positions": 64, "n_embd": 64,
                 "n_head": 4, "n_layer": 2}""");
        assertThat(ConfigJson.read(file)).isEqualTo(
                GptConfig.of(512, 64, 64, 4, 2).withDropout(DropoutRates.all(0.1)));
    }

    @Test
    @DisplayName("is written so that it reads back the same")
    void roundTrip() throws IOException {
        GptConfig config = new GptConfig(97, 33, 20, 5, 3, 50, true, false,
                new DropoutRates(0.1, 0.2, 0.3), 1e-6);
        Path file = Files.writeString(folder.resolve("config.json"),
                ConfigJson.write(config,
                        new StopTokens(OptionalInt.of(2), Set.of(7, 3)), SaveOptions.USUAL));
        assertThat(ConfigJson.read(file)).isEqualTo(config);
        assertThat(ConfigJson.ends(file)).isEqualTo(
                new StopTokens(OptionalInt.of(2), Set.of(3, 7)));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', value = {
        "activation_function | \"gelu\" | activation_function must be gelu_new or"
                + " gelu_pytorch_tanh, got \"gelu\"",
        "model_type | \"opt\" | " + FAMILIES + "\"opt\"; gpt2 is near, but has GELU for ReLU"
                + " and counts positions from 0",
        "model_type | \"gemma2\" | " + FAMILIES + "\"gemma2\"; gemma3_text is near, but caps no"
                + " scores and has norms on its heads",
        "model_type | \"mine\" | " + FAMILIES + "\"mine\"",
        "model_type | '' | " + FAMILIES + "no such field",
        "scale_attn_weights | false | scale_attn_weights must be true, got false",
        "scale_attn_by_inverse_layer_idx | true"
                + " | scale_attn_by_inverse_layer_idx must be false, got true",
        "reorder_and_upcast_attn | true | reorder_and_upcast_attn must be false, got true",
        "add_cross_attention | true | add_cross_attention must be false, got true",
        "is_encoder_decoder | true | is_encoder_decoder must be false, got true",
        "attention_softcap | 30 | fields must be supported for GPT-2, got attention_softcap=30;"
                + " --ignore-config FIELD passes over one",
        "vocab_size | '' | vocab_size must be a whole number from 1 to 67108864, got no such field",
        "n_positions | null | n_positions must be a whole number from 1 to 67108864, got null",
        "n_layer | 1000000 | n_layer must be a whole number from 1 to 4096, got 1000000",
        "n_embd | 2147483647 | n_embd must be a whole number from 1 to 262144, got 2147483647",
        "n_layer | 0 | n_layer must be a whole number from 1 to 4096, got 0",
        "n_embd | 64.5 | n_embd must be a whole number from 1 to 262144, got 64.5",
        "n_inner | \"256\" | n_inner must be a whole number from 1 to 262144, got \"256\"",
        "n_head | 3 | embDim must be a multiple of heads, got embDim=64, heads=3",
        "tie_word_embeddings | \"no\""
                + " | tie_word_embeddings must be true or false, got \"no\"",
        "layer_norm_epsilon | \"tiny\" | layer_norm_epsilon must be a number, got \"tiny\"",
        "layer_norm_epsilon | 0 | normEpsilon must be above 0 and finite, got 0.0",
        "embd_pdrop | 1.5 | dropout rates must be in [0, 1), got embedding=1.5, attention=0.0,"
                + " residual=0.0"})
    @DisplayName("with a field that is not supported is refused by the field's name:")
    void refuses(String field, String value, String message) throws IOException {
        Path file = changed(field, value);
        assertThatThrownBy(() -> ConfigJson.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ": " + message);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "{", "[1, 2]", "not JSON"})
    @DisplayName("that is no JSON object is refused:")
    void notJson(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), text);
        assertThatThrownBy(() -> ConfigJson.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + " must be ");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"\"</s>\"", "[1, \"2\"]", "1.5", "true"})
    @DisplayName("whose end tokens are no ids is refused:")
    void badStopTokens(String value) throws IOException {
        Path file = changed("eos_token_id", value);
        assertThatThrownBy(() -> ConfigJson.ends(file)).hasMessageStartingWith(
                file + " must have a token id or a list of them as eos_token_id, got ");
    }
}

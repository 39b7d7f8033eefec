package llm.pretrain.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import llm.attention.rotary.RotaryConfig;
import llm.attention.rotary.RotaryScaling;
import llm.model.DecoderConfig;
import llm.model.Gemma3Config;
import llm.model.LlamaConfig;
import llm.pretrain.Fixtures;
import llm.tensor.backend.DType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Fields of a config.json")
class HarmlessFieldsTest {
    private static final String CHANGE_NOTHING =
            ": passed over fields that do not change what the model computes: ";
    @TempDir
    private Path folder;
    private final List<String> notices = new ArrayList<>();

    private ObjectNode config(String fixture) throws IOException {
        return (ObjectNode) Fixtures.json(Fixtures.folder(fixture).resolve("config.json"));
    }

    private Path file() {
        return folder.resolve("config.json");
    }

    private DecoderConfig read(ObjectNode json, String... ignored) throws IOException {
        Files.writeString(file(), json.toString());
        return ConfigJson.read(file(),
                new LoadOptions(DType.F32, Set.of(ignored), notices::add));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "is_llama_config | true", "rope_interleaved | false", "transformers.js_config |"
                + " {\"dtype\": \"q4\"}",                                    // SmolLM2
        "cache_implementation | \"hybrid\"", "boi_token_index | 255999",     // Gemma 3
        "unsloth_version | \"2025.3.1\"", "unsloth_fixed | true", "model_name | \"unsloth/x\"",
        "_attn_implementation_autoset | true", "attn_implementation | \"sdpa\"",
        "output_attentions | false", "output_hidden_states | true", "torchscript | false",
        "quantization_config | null", "attn_logit_softcapping | null", "tie_encoder_decoder | true",
        "pruned_heads | {}", "chunk_size_feed_forward | 4", "temperature | 0.6", "top_k | 50",
        "forced_eos_token_id | 2", "finetuning_task | \"chat\"", "tokenizer_class | \"T\"",
        "attention_dropout | 0.1", "is_encoder_decoder | false", "max_sequence_length | 2048"})
    @DisplayName("that change nothing are passed over, and one line says which:")
    void passedOver(String field, String value) throws IOException {
        ObjectNode json = config("llama-tiny");
        DecoderConfig plain = read(json);
        assertThat(notices).isEmpty();
        json.putRawValue(field, new RawValue(value));
        assertThat(read(json)).isEqualTo(plain);
        assertThat(notices).containsExactly(file() + CHANGE_NOTHING + field);
    }

    @Test
    @DisplayName("that change nothing are named in one line, in order")
    void oneLine() throws IOException {
        read(config("gpt2-tiny").put("unsloth_version", "1").put("cache_implementation", "x")
                .put("rope_interleaved", false));
        assertThat(notices).containsExactly(file() + CHANGE_NOTHING
                + "cache_implementation, rope_interleaved, unsloth_version");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"architectures", "torch_dtype", "dtype", "transformers_version",
        "use_cache", "pretraining_tp", "initializer_range", "task_specific_params", "n_ctx",
        "summary_type", "gradient_checkpointing", "_name_or_path", "pad_token_id"})
    @DisplayName("that every file has are not worth a line:")
    void usual(String field) throws IOException {
        for (String fixture : List.of("gpt2-tiny", "llama-tiny", "qwen3-tiny", "gemma3-tiny")) {
            read(config(fixture).put(field, 3));
        }
        assertThat(notices).isEmpty();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "rope_interleaved | true", "pruned_heads | {\"0\":[1]}", "is_encoder_decoder | true",
        "attention_softcap | 30", "quantization_config | {\"bits\":4}", "logit_scale | 0.0625",
        "auto_map | {\"AutoModel\":\"m.M\"}", "use_qk_norm | false"})
    @DisplayName("that may change the result are refused by name and value:")
    void refused(String field, String value) throws IOException {
        ObjectNode json = config("llama-tiny").putRawValue(field, new RawValue(value));
        assertThatThrownBy(() -> read(json)).hasMessage(file() + ": fields must be supported for "
                + "Llama, got " + field + "=" + value + "; --ignore-config FIELD passes over one");
    }

    @Test
    @DisplayName("are refused together, long values shortened")
    void refusedTogether() throws IOException {
        ObjectNode json = config("gpt2-tiny").put("b", "x".repeat(80)).put("a", 1);
        assertThatThrownBy(() -> read(json)).hasMessageContaining(
                "got a=1, b=\"" + "x".repeat(59) + "…; --ignore-config");
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "attention_softcap | 30", "hidden_act | \"relu\"", "rope_interleaved | true"})
    @DisplayName("named to be ignored count as missing, and a line says so:")
    void ignored(String field, String value) throws IOException {
        ObjectNode json = config("llama-tiny");
        DecoderConfig plain = read(json, "no_such_field");
        assertThat(notices).isEmpty();
        json.putRawValue(field, new RawValue(value));
        assertThatThrownBy(() -> read(json)).hasMessageContaining(field);
        assertThat(read(json, field, "another")).isEqualTo(plain);
        assertThat(notices).containsExactly(file() + ": passed over as told, though it may change "
                + "what the model computes: " + field + "=" + value);
    }

    @Test
    @DisplayName("of rotary positions are passed over and ignored in the same way")
    void ofPositions() throws IOException {
        ObjectNode json = config("llama-tiny");
        json.remove("rope_parameters");
        json.putObject("rope_scaling").put("type", "linear").put("factor", 2)
                .put("original_max_position_embeddings", 64).put("finetuned", true)
                .put("beta_fast", 32);
        assertThatThrownBy(() -> read(json)).hasMessageContaining("got beta_fast=32");
        assertThat(((LlamaConfig) read(json, "beta_fast")).rotary())
                .isEqualTo(RotaryConfig.of(10_000, new RotaryScaling.Linear(2)));
        assertThat(notices).containsExactly(
                file() + CHANGE_NOTHING + "finetuned, original_max_position_embeddings",
                file() + ": passed over as told, though it may change what the model computes: "
                        + "beta_fast=32");
    }

    /// As transformers 5.18 takes them.
    @Test
    @DisplayName("of Gemma 3's positions in the older spelling are defaults beside the newer")
    void bothSpellings() throws IOException {
        ObjectNode json = config("gemma3-tiny").put("rope_theta", 500_000)
                .put("rope_local_base_freq", 20_000);
        json.putObject("rope_parameters").putObject("full_attention").put("rope_type", "default");
        json.withObject("/rope_parameters").putObject("sliding_attention").put("rope_theta", 9_000);
        Gemma3Config config = (Gemma3Config) read(json);
        assertThat(config.llama().rotary()).isEqualTo(RotaryConfig.of(500_000));
        assertThat(config.localRotary()).isEqualTo(RotaryConfig.of(9_000));
        assertThat(notices).isEmpty();
    }
}

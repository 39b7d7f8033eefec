package llm.pretrain.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llm.attention.rotary.RotaryConfig;
import llm.attention.rotary.RotaryScaling;
import llm.model.Gemma3Config;
import llm.model.Gemma3Config.Span;
import llm.model.LlamaConfig;
import llm.pretrain.Fixtures;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A config.json of Llama, Qwen3, Qwen3-MoE or Gemma 3")
class LlamaConfigJsonTest {
    @TempDir
    private Path folder;

    /// A fixture's configuration with one field changed; an empty value removes it.
    private Path changed(String model, String field, String value) throws IOException {
        ObjectNode json = (ObjectNode) Fixtures.json(
                Fixtures.folder(model).resolve("config.json"));
        json.remove(field);
        if (!value.isEmpty()) {
            json.putRawValue(field, new RawValue(value));
        }
        return Files.writeString(folder.resolve("config.json"), json.toString());
    }

    @ParameterizedTest(name = "{0}: {1} = {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "llama-tiny | attention_bias | 1 | attention_bias must be true or false, got 1",
        "llama-tiny | mlp_bias | \"no\" | mlp_bias must be true or false, got \"no\"",
        "gemma3-tiny | attention_bias | true | attention_bias must be false, got true",
        "llama-tiny | hidden_act | \"gelu\" | hidden_act must be silu, got \"gelu\"",
        "llama-tiny | attention_dropout | \"off\" | attention_dropout must be a number, got"
                + " \"off\"",
        "llama-tiny | hidden_size | 65.5"
                + " | hidden_size must be a whole number from 1 to 262144, got 65.5",
        "llama-tiny | num_key_value_heads | 3"
                + " | heads must be a multiple of kvHeads, got heads=4, kvHeads=3",
        "llama-tiny | head_dim | 15 | headDim must be even to make pairs, got 15",
        "llama-tiny | rope_parameters | {\"rope_type\": \"proportional\"} | rope_type must be"
                + " default, linear, dynamic, llama3, yarn or longrope, got \"proportional\"",
        "llama-tiny | quantization_config | {} | fields must be supported for Llama, got"
                + " quantization_config={}; --ignore-config FIELD passes over one",
        "qwen3-tiny | use_sliding_window | true | use_sliding_window must be false, got true",
        "qwen3-tiny | layer_types | [\"full_attention\", \"sliding_attention\"] | layer_types"
                + " must be a list of full_attention, got"
                + " [\"full_attention\",\"sliding_attention\"]",
        "qwen3moe-tiny | norm_topk_prob | false | norm_topk_prob must be true, got false",
        "qwen3moe-tiny | norm_topk_prob | `` | norm_topk_prob must be true, got no such field",
        "qwen3moe-tiny | decoder_sparse_step | 2 | decoder_sparse_step must be 1, got 2",
        "qwen3moe-tiny | mlp_only_layers | [0] | mlp_only_layers must be an empty list, got [0]",
        "qwen3moe-tiny | num_experts_per_tok | 7 | chosen must be in [1, experts=6], got 7",
        "gemma3-tiny | attn_logit_softcapping | 50.0"
                + " | attn_logit_softcapping must be null, got 50.0",
        "gemma3-tiny | final_logit_softcapping | 30.0"
                + " | final_logit_softcapping must be null, got 30.0",
        "gemma3-tiny | use_bidirectional_attention | true"
                + " | use_bidirectional_attention must be false, got true",
        "gemma3-tiny | layer_types | [\"full_attention\"] | spans must name layers=2 layers, window"
                + " be 1 or more and queryScalar above 0, got 1, 8 and 16.0",
        "gemma3-tiny | layer_types | [\"chunked_attention\", \"full_attention\"] | layer_types must"
                + " be a list of full_attention and sliding_attention, got"
                + " [\"chunked_attention\",\"full_attention\"]"})
    @DisplayName("with a field that is not supported is refused by the field's name:")
    void refuses(String model, String field, String value, String message) throws IOException {
        Path file = changed(model, field, value);
        assertThatThrownBy(() -> ConfigJson.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ": " + message);
    }

    @Test
    @DisplayName("without head_dim and num_key_value_heads shares the width among all heads")
    void defaults() throws IOException {
        changed("llama-tiny", "head_dim", "");
        ObjectNode json = (ObjectNode) Fixtures.json(folder.resolve("config.json"));
        json.remove("num_key_value_heads");
        Path file = Files.writeString(folder.resolve("config.json"), json.toString());
        LlamaConfig config = (LlamaConfig) ConfigJson.read(file);
        assertThat(config.headDim()).isEqualTo(16);
        assertThat(config.kvHeads()).isEqualTo(4);
    }

    /// As transformers 5.18 reads `rope_scaling` of Gemma 3.
    @Test
    @DisplayName("of Gemma 3 scales positions of layers that see everything only, there and back")
    void scaledPositions() throws IOException {
        changed("gemma3-tiny", "rope_parameters", "");
        ObjectNode json = (ObjectNode) Fixtures.json(folder.resolve("config.json"));
        json.put("rope_theta", 1_000_000).put("rope_local_base_freq", 10_000)
                .putObject("rope_scaling").put("rope_type", "linear").put("factor", 8.0);
        Path file = Files.writeString(folder.resolve("config.json"), json.toString());
        Gemma3Config config = (Gemma3Config) ConfigJson.read(file);
        assertThat(config.llama().rotary())
                .isEqualTo(RotaryConfig.of(1_000_000, new RotaryScaling.Linear(8)));
        assertThat(config.localRotary()).isEqualTo(RotaryConfig.of(10_000));
        Files.writeString(file, ConfigJson.write(config, StopTokens.NONE, SaveOptions.USUAL));
        assertThat(ConfigJson.read(file)).isEqualTo(config);
    }

    @Test
    @DisplayName("of Gemma 3 without a list of layers lets every sixth see everything")
    void pattern() throws IOException {
        changed("gemma3-tiny", "layer_types", "");
        ObjectNode json = (ObjectNode) Fixtures.json(folder.resolve("config.json"));
        json.put("num_hidden_layers", 7);
        Path file = Files.writeString(folder.resolve("config.json"), json.toString());
        List<Span> spans = ((Gemma3Config) ConfigJson.read(file)).spans();
        assertThat(spans).hasSize(7).containsOnlyOnce(Span.EVERYTHING);
        assertThat(spans.get(5)).isEqualTo(Span.EVERYTHING);
    }
}

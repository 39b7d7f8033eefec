package llm.pretrain.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import llm.attention.rotary.RotaryConfig;
import llm.model.BlockConfig;
import llm.model.FamilyConfig;
import llm.pretrain.Fixtures;
import llm.tensor.backend.DType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What transformers 5.18 makes of the same fields.
@DisplayName("A config.json of Qwen2, Mistral, Mixtral, Phi-3, OLMo 2 or OLMo 3")
class FamilyConfigJsonTest {
    @TempDir
    private Path folder;

    private ObjectNode json(String fixture) throws IOException {
        return (ObjectNode) Fixtures.json(Fixtures.folder(fixture).resolve("config.json"));
    }

    private FamilyConfig read(ObjectNode json) throws IOException {
        return (FamilyConfig) ConfigJson.read(
                Files.writeString(folder.resolve("config.json"), json.toString()));
    }

    private List<Boolean> windowed(FamilyConfig config) {
        return config.blocks().stream().map(BlockConfig::attention)
                .map(attention -> attention.hasWindow()).toList();
    }

    @ParameterizedTest(name = "{0}: {1} = {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "qwen2-tiny | attention_bias | true | attention_bias must be false, got true",
        "qwen2-tiny | use_mrope | true | use_mrope must be false, got true",
        "qwen2-tiny | layer_types | [\"full_attention\"] | layer_types must be a list of"
                + " num_hidden_layers=2, got [\"full_attention\"]",
        "mistral-tiny | hidden_act | \"gelu\" | hidden_act must be silu, got \"gelu\"",
        "mistral-tiny | sliding_window | 0"
                + " | sliding_window must be a whole number from 1 to 67108864, got 0",
        "mistral-tiny | layer_types | [\"full_attention\", \"sliding_attention\"] | fields must be"
                + " supported for Mistral, got layer_types=[\"full_attention\","
                + "\"sliding_attention\"]; --ignore-config FIELD passes over one",
        "mixtral-tiny | num_experts_per_tok | 5 | chosen must be in [1, experts=4], got 5",
        "phi3-tiny | partial_rotary_factor | 0.75"
                + " | partial_rotary_factor must be 1 or 1.0, got 0.75",
        "phi3-tiny | rope_parameters | {\"rope_type\": \"linear\", \"factor\": 2}"
                + " | rope_scaling must be null or of type default or longrope, got no such field",
        "olmo2-tiny | clip_qkv | 8 | fields must be supported for Olmo2, got clip_qkv=8;"
                + " --ignore-config FIELD passes over one",
        "olmo3-tiny | layer_types | [\"chunked_attention\"] | layer_types must be a list of"
                + " full_attention and sliding_attention, got [\"chunked_attention\"]"})
    @DisplayName("with a field that is not supported is refused by the field's name:")
    void refuses(String model, String field, String value, String message) throws IOException {
        ObjectNode json = json(model).putRawValue(field, new RawValue(value));
        assertThatThrownBy(() -> read(json)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(folder.resolve("config.json") + ": " + message);
    }

    @Test
    @DisplayName("of Mistral has a window where nothing is said, and none where null is")
    void mistral() throws IOException {
        ObjectNode json = json("mistral-tiny");
        assertThat(read(json).block(1).attention().window()).isEqualTo(6);
        assertThat(windowed(read(json.putNull("sliding_window")))).containsOnly(false);
        json.remove("sliding_window");
        assertThat(read(json).block(1).attention().window()).isEqualTo(4_096);
        ObjectNode mixtral = json("mixtral-tiny");
        mixtral.remove("sliding_window");
        assertThat(windowed(read(mixtral))).containsOnly(false);
    }

    @Test
    @DisplayName("of Qwen2 has windows from a layer on, if they are switched on")
    void qwen2() throws IOException {
        ObjectNode json = json("qwen2-tiny");
        json.remove("layer_types");
        json.put("num_hidden_layers", 3).put("max_window_layers", 1).put("sliding_window", 5);
        assertThat(windowed(read(json))).containsOnly(false);
        FamilyConfig config = read(json.put("use_sliding_window", true));
        assertThat(windowed(config)).containsExactly(false, true, true);
        assertThat(again(config)).isEqualTo(config);
        assertThat(windowed(read(json.put("max_window_layers", 0)))).containsOnly(true);
    }

    @Test
    @DisplayName("of OLMo 3 without a list lets every fourth layer see all, and scales it alone")
    void olmo3() throws IOException {
        ObjectNode json = (ObjectNode) Fixtures.json(
                Fixtures.folder("olmo3-tiny").resolve("config_v4.json"));
        json.remove("layer_types");
        json.put("num_hidden_layers", 5).put("rope_theta", 7_000);
        FamilyConfig config = read(json);
        assertThat(windowed(config)).containsExactly(true, true, true, false, true);
        assertThat(config.block(0).attention().rotary()).isEqualTo(RotaryConfig.of(7_000));
        assertThat(config.block(3).attention().rotary()).isEqualTo(config.llama().rotary())
                .isNotEqualTo(RotaryConfig.of(7_000));
        assertThat(again(config)).isEqualTo(config);
    }

    private FamilyConfig again(FamilyConfig config) throws IOException {
        Path file = folder.resolve("again.json");
        Files.writeString(file, ConfigJson.write(config, StopTokens.NONE,
                SaveOptions.USUAL));
        return (FamilyConfig) ConfigJson.read(file);
    }

    @Test
    @DisplayName("as published is read: what stands beside the sizes changes nothing")
    void published() throws IOException {
        ObjectNode phi3 = json("phi3-tiny").put("attention_bias", false).put("embd_pdrop", 0.0);
        phi3.putObject("auto_map").put("AutoConfig", "configuration_phi3.Phi3Config");
        assertThat(read(phi3)).isEqualTo(read(json("phi3-tiny")));
        ObjectNode qwen = json("qwen2-tiny").put("use_mrope", false).put("sliding_window", 32_768)
                .put("max_window_layers", 24);
        assertThat(read(qwen)).isEqualTo(read(json("qwen2-tiny")));
    }

    @Test
    @DisplayName("of a family that is not supported may be tried as the nearest one")
    void nearest() throws IOException {
        assertThat(NearFamilies.of("olmoe")).hasValueSatisfying(near ->
                assertThat(near).startsWith("mixtral is near, but "));
        assertThat(NearFamilies.of("qwen2")).isEmpty();
        ObjectNode tried = json("mistral-tiny").put("logit_scale", 2);
        Files.writeString(folder.resolve("config.json"), tried.toString());
        assertThat(ConfigJson.read(folder.resolve("config.json"),
                new LoadOptions(DType.F32, Set.of("logit_scale"), _ -> { })))
                .isEqualTo(read(json("mistral-tiny")));
    }
}

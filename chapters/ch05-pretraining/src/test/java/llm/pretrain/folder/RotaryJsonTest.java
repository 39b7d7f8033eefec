package llm.pretrain.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import llm.attention.rotary.RotaryConfig;
import llm.attention.rotary.RotaryEmbedding;
import llm.attention.rotary.RotaryScaling;
import llm.pretrain.Fixtures;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Frequencies in `rope.json` are those of transformers 5.18; tolerance 10⁻⁵ relative.
@DisplayName("Rotary positions in a config.json")
class RotaryJsonTest {

    static Stream<JsonNode> cases() throws IOException {
        return Fixtures.json(Fixtures.folder("rope.json")).valueStream();
    }

    private static ObjectNode config(JsonNode one) {
        return JsonNodeFactory.instance.objectNode()
                .put("max_position_embeddings", one.get("context").asInt());
    }

    private static RotaryConfig read(ObjectNode json) {
        return RotaryJson.read(new ConfigFields(json));
    }

    private static RotaryConfig newer(JsonNode one) {
        ObjectNode rope = ((ObjectNode) one.get("rope").deepCopy())
                .put("rope_theta", one.get("theta").asDouble());
        ObjectNode json = config(one);
        json.set("rope_parameters", rope);
        return read(json);
    }

    @ParameterizedTest
    @MethodSource("cases")
    @DisplayName("rotate as transformers rotates them, however they are scaled:")
    void frequencies(JsonNode one) {
        RotaryConfig rotary = newer(one);
        float[] got = new RotaryEmbedding(rotary, one.get("head_dim").asInt())
                .frequencies(one.get("tokens").asInt());
        JsonNode want = one.get("frequencies");
        assertThat(got).hasSize(want.size());
        for (int i = 0; i < got.length; i++) {
            assertThat((double) got[i]).as("pair %d", i).isCloseTo(want.get(i).asDouble(),
                    within(1e-5 * want.get(i).asDouble()));
        }
        assertThat(rotary.scaling().magnitude())
                .isCloseTo(one.get("magnitude").asDouble(), within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("cases")
    @DisplayName("mean the same in transformers 4 spelling, and when written and read again:")
    void spellings(JsonNode one) {
        RotaryConfig rotary = newer(one);
        ObjectNode older = config(one).put("rope_theta", one.get("theta").asDouble());
        older.set("rope_scaling", one.get("rope"));
        assertThat(read(older)).isEqualTo(rotary);
        ObjectNode again = config(one);
        again.set("rope_parameters", RotaryJson.write(rotary, one.get("context").asInt()));
        assertThat(read(again)).isEqualTo(rotary);
    }

    @Test
    @DisplayName("may be Phi-3's in its first spelling, su, with the trained context beside it")
    void firstLongRope() throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("max_position_embeddings", 512)
                .put("original_max_position_embeddings", 64).put("rope_theta", 10_000);
        json.putObject("rope_scaling").put("type", "su").setAll((ObjectNode) new ObjectMapper()
                .readTree("{\"short_factor\": [1, 1.5], \"long_factor\": [2, 8]}"));
        assertThat(read(json)).isEqualTo(RotaryConfig.of(10_000, new RotaryScaling.LongRope(
                List.of(1f, 1.5f), List.of(2f, 8f), 64,
                Math.sqrt(1 + Math.log(8) / Math.log(64)))));
    }

    @Test
    @DisplayName("are a list of factors where both lists of a longrope are one")
    void oneList() {
        RotaryConfig list = RotaryConfig.of(10_000,
                new RotaryScaling.Factors(List.of(1f, 2f, 7f)));
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("max_position_embeddings", 64);
        json.set("rope_parameters", RotaryJson.write(list, 64));
        assertThat(json.get("rope_parameters").get("rope_type").asText()).isEqualTo("longrope");
        assertThat(read(json)).isEqualTo(list);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"rope_type\": \"3d\"} | rope_type must be default, linear, dynamic, llama3, yarn or"
                + " longrope, got \"3d\"",
        "{\"type\": \"su\", \"short_factor\": [1]} | long_factor must be a list of numbers, got"
                + " no such field",
        "{\"type\": \"su\", \"short_factor\": [1], \"long_factor\": [1, 2]} | short_factor and"
                + " long_factor must be of one length and attention_factor above 0, got 1, 2 and"
                + " 1.0",
        "{\"type\": \"linear\"} | factor must be a number, got no such field",
        "{\"type\": \"linear\", \"factor\": 0.5} | factor must be 1 or more and finite, got 0.5",
        "{\"rope_type\": \"default\", \"partial_rotary_factor\": 0.5}"
                + " | partial_rotary_factor must be 1 or 1.0, got 0.5",
        "{\"rope_type\": \"linear\", \"factor\": 2, \"beta_fast\": 32}"
                + " | fields must be supported for rope_type linear, got beta_fast=32;"
                + " --ignore-config FIELD passes over one"})
    @DisplayName("that are not supported are refused by name:")
    void refused(String scaling, String message) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode()
                .put("max_position_embeddings", 64);
        json.set("rope_scaling",
                new com.fasterxml.jackson.databind.ObjectMapper().readTree(scaling));
        assertThatThrownBy(() -> read(json)).hasMessage(message);
    }

    @Test
    @DisplayName("have the base 10,000 where none is named")
    void usual() {
        assertThat(read(JsonNodeFactory.instance.objectNode().put("max_position_embeddings", 8)))
                .isEqualTo(RotaryConfig.of(10_000));
    }
}

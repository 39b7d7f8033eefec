package llm.format.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The file comes from the Python package gguf; `make.py` beside it says how.
@DisplayName("A GGUF file that another program wrote")
class GgufFileTest {
    private GgufFile file;
    private Safetensors expected;

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(GgufFileTest.class.getResource("/fixtures/gguf/" + name).toURI());
    }

    @BeforeEach
    void open() throws IOException, URISyntaxException {
        file = GgufFile.open(resource("reference.gguf"));
        expected = Safetensors.open(resource("reference.safetensors"));
    }

    @AfterEach
    void close() {
        file.close();
        expected.close();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("gives the values that its own library reads, whatever their type")
    void values(GgufType type) {
        String name = type.name().toLowerCase(Locale.ROOT);
        assertThat(file.type(name)).isEqualTo(type);
        assertThat(file.shape(name)).isEqualTo(Shape.of(3, 512));
        float[] want = expected.tensor(name).toArray();
        float[] got = file.tensor(name).toArray();
        assertThat(got).hasSameSizeAs(want);
        for (int i = 0; i < want.length; i++) {
            assertThat(got[i]).isCloseTo(want[i], within(1e-6f * Math.abs(want[i])));
        }
    }

    @Test
    @DisplayName("gives shapes with the rows first, and values row by row")
    void shapes() {
        assertThat(file.version()).isEqualTo(3);
        assertThat(file.names()).containsExactly("f32", "f16", "bf16", "q8_0", "q4_0", "q5_0",
                "q4_k", "q5_k", "q6_k", "q4_1", "q5_1", "q2_k", "q3_k", "q4_k_packed", "cube");
        assertThat(file.shape("cube")).isEqualTo(Shape.of(2, 3, 4));
        assertThat(file.tensor("cube").toArray()).startsWith(0, 1, 2, 3).endsWith(22, 23);
        assertThat(file.bytes("q4_0").byteSize()).isEqualTo(3 * 512 / 32 * 18);
    }

    @Test
    @DisplayName("gives its settings, of every kind")
    void settings() {
        GgufMetadata settings = file.metadata();
        assertThat(settings.text("general.architecture")).isEqualTo("llama");
        assertThat(settings.whole("kind.uint8")).isEqualTo(200);
        assertThat(settings.whole("kind.int8")).isEqualTo(-100);
        assertThat(settings.whole("kind.uint16")).isEqualTo(60_000);
        assertThat(settings.whole("kind.int16")).isEqualTo(-30_000);
        assertThat(settings.whole("kind.uint32")).isEqualTo(4_000_000_000L);
        assertThat(settings.whole("kind.int32")).isEqualTo(-2_000_000_000);
        assertThat(settings.whole("kind.uint64")).isEqualTo(Long.MIN_VALUE + 5);
        assertThat(settings.whole("kind.int64")).isEqualTo(-(1L << 62));
        assertThat(settings.real("kind.float32")).isEqualTo(1.5);
        assertThat(settings.real("kind.float64")).isEqualTo(0.1);
        assertThat(settings.truth("kind.bool")).isTrue();
        assertThat(settings.text("kind.string")).isEqualTo("naïve 🙂");
        assertThat(settings.texts("kind.strings")).containsExactly("<s>", "", "▁a");
        assertThat(settings.wholes("kind.ints")).containsExactly(1, -2, 3);
        assertThat(settings.reals("kind.floats")).containsExactly(0.5, -0.25);
        assertThat(settings.find("kind.bools")).hasValueSatisfying(value -> assertThat(value)
                .hasToString("Items[of=BOOL, values=[Truth[value=true], Truth[value=false]]]"));
    }

    @Test
    @DisplayName("says what is missing or of another kind")
    void missing() {
        assertThatThrownBy(() -> file.tensor("output.weight"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("reference.gguf must hold a tensor output.weight, got 15 "
                        + "tensors of other names");
        assertThatThrownBy(() -> file.readInto("cube", Tensor.zeros(5)))
                .hasMessageEndingWith("must hold cube as [5], got [2, 3, 4]");
        assertThatThrownBy(() -> file.metadata().text("kind.bool"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("must give kind.bool as a text, got BOOL");
        assertThatThrownBy(() -> file.metadata().texts("kind.ints"))
                .hasMessageEndingWith("must give kind.ints as an array of texts, got ARRAY");
        assertThatThrownBy(() -> file.metadata().whole("llama.block_count")).hasMessageEndingWith(
                "must give llama.block_count as a whole number, got no such setting");
    }
}

package llm.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A safetensors file")
class SafetensorsTest {
    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("x.safetensors");
    }

    /// A file by hand: header length, header, data.
    private void write(String json, byte... data) throws IOException {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        Files.write(file, ByteBuffer.allocate(8 + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header).put(data).array());
    }

    @Test
    @DisplayName("reads back what was written")
    void roundTrip() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", Tensor.of(new float[] {1.5f, -0f, Float.MIN_VALUE, 4}, 2, 2));
        tensors.put("a", Tensor.scalar(7));
        Safetensors.write(file, tensors, Map.of("format", "pt"));
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(read.names()).containsExactly("b", "a");
            assertThat(read.metadata()).isEqualTo(Map.of("format", "pt"));
            assertThat(read.tensor("b").toArray()).isEqualTo(tensors.get("b").toArray());
            assertThat(read.shape("a")).isEqualTo(Shape.of());
            assertThat(read.tensor("a").item()).isEqualTo(7);
        }
        long headerLength = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertThat(headerLength % 8).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"F32, 3.1400001", "F16, 3.140625", "BF16, 3.140625"})
    @DisplayName("writes each value rounded to the nearest of its format, more than one piece:")
    void otherFormats(ElementType type, float nearest) throws IOException {
        float[] values = new float[70_000];
        values[0] = 3.14f;
        values[69_999] = 1 + 1f / 256;                       // in 8 bits halfway: to the even 1
        Map<String, Tensor> tensors = Map.of("a", Tensor.of(values, 7, 10_000));
        Safetensors.write(file, tensors, Map.of(), type);
        assertThat(Files.size(file)).isBetween(70_000L * type.bytes(), 70_000L * type.bytes() + 99);
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(read.type("a")).isEqualTo(type);
            assertThat(read.shape("a")).isEqualTo(Shape.of(7, 10_000));
            float[] got = read.tensor("a").toArray();
            assertThat(got[0]).isEqualTo(nearest);
            assertThat(got[69_999]).isEqualTo(type == ElementType.BF16 ? 1 : 1 + 1f / 256);
        }
    }

    @Test
    @DisplayName("refuses to write what its format cannot hold")
    void unfit() {
        Map<String, Tensor> large = Map.of("a", Tensor.scalar(70_000));
        assertThatThrownBy(() -> Safetensors.write(file, large, Map.of(), ElementType.F16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("values in half precision must be at most 65504, got 70000.0");
        assertThatThrownBy(() -> Safetensors.write(file, large, Map.of(), ElementType.I32))
                .hasMessage("values must be stored as F32, F16 or BF16, got I32");
        assertThat(file).doesNotExist();
    }

    @Test
    @DisplayName("may hold half-precision, bfloat16 and whole numbers")
    void formats() throws IOException {
        write("""
                {"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},
                "b":{"dtype":"BF16","shape":[1],"data_offsets":[4,6]},
                "i":{"dtype":"I64","shape":[1],"data_offsets":[6,14]}}""",
                (byte) 0x00, (byte) 0x3c, (byte) 0x00, (byte) 0xc1,      // 1.0 and −2.5
                (byte) 0x40, (byte) 0x40,                                // 3.0
                (byte) 42, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(read.tensor("h").toArray()).containsExactly(1f, -2.5f);
            assertThat(read.tensor("b").toArray()).containsExactly(3f);
            assertThat(read.ints("i").values()).containsExactly(42);
            assertThatThrownBy(() -> read.tensor("x"))
                    .hasMessageEndingWith("must hold a tensor x, got 3 tensors of other names");
            assertThatThrownBy(() -> read.ints("h")).hasMessage(
                    "whole numbers must be stored as I64 or I32, got F16");
        }
    }

    @Test
    @DisplayName("gives every half-precision and bfloat16 number its value")
    void everyNumber() throws IOException {
        int count = (1 << 16) + 1;                           // the last one is 0 again
        ByteBuffer bits = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bits.putShort((short) i);
        }
        for (String type : List.of("F16", "BF16")) {
            write("{\"x\":{\"dtype\":\"%s\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
                    .formatted(type, count, 2 * count), bits.array());
            try (Safetensors read = Safetensors.open(file)) {
                float[] got = read.tensor("x").toArray();
                for (int i = 0; i < count; i++) {
                    Double want = type.equals("F16") ? value(i, 5, 10) : value(i, 8, 7);
                    assertThat((double) got[i]).as("%s %x", type, i).isEqualTo(want);
                }
            }
        }
    }

    /// What 16 bits mean: a sign, an exponent, a fraction.
    private static double value(int bits, int exponentBits, int fractionBits) {
        int fraction = bits & (1 << fractionBits) - 1;
        int exponent = bits >> fractionBits & (1 << exponentBits) - 1;
        int bias = (1 << exponentBits - 1) - 1;
        double sign = (bits & 0x8000) == 0 ? 1 : -1;
        if (exponent == (1 << exponentBits) - 1) {
            return fraction == 0 ? sign / 0 : Double.NaN;
        }
        return exponent == 0 ? sign * Math.scalb((double) fraction, 1 - bias - fractionBits)
                : sign * Math.scalb((double) fraction + (1 << fractionBits),
                        exponent - bias - fractionBits);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"BOOL", "U8", "I8", "F8_E4M3"})
    @DisplayName("may hold numbers in a format that is refused only when one reads them:")
    void otherFormats(String dtype) throws IOException {
        write("""
                {"mask":{"dtype":"%s","shape":[2],"data_offsets":[0,2]},
                "x":{"dtype":"F16","shape":[1],"data_offsets":[2,4]}}""".formatted(dtype),
                (byte) 1, (byte) 0, (byte) 0x00, (byte) 0x3c);
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(read.names()).containsExactly("mask", "x");
            assertThat(read.shape("mask")).isEqualTo(Shape.of(2));
            assertThat(read.tensor("x").toArray()).containsExactly(1f);
            String message = file + " must hold F32, F16, BF16, I64 or I32 values, got " + dtype
                    + " in mask";
            assertThatThrownBy(() -> read.tensor("mask")).hasMessage(message);
            assertThatThrownBy(() -> read.ints("mask")).hasMessage(message);
            assertThatThrownBy(() -> read.type("mask")).hasMessage(message);
        }
    }

    @ParameterizedTest(name = "{0} of {1} and {2} of {3}: {4}")
    @CsvSource(delimiter = '|', value = {
        "F16 | [1,2] | F16 | [1,2] | true",
        "F16 | [1,2] | BF16 | [1,2] | false",
        "F16 | [1,2] | F16 | [2] | false"})
    @DisplayName("says whether two tensors have the same shape and values:")
    void same(String type, String shape, String otherType, String otherShape, boolean same)
            throws IOException {
        write("""
                {"a":{"dtype":"%s","shape":%s,"data_offsets":[0,4]},
                "b":{"dtype":"%s","shape":%s,"data_offsets":[4,8]}}"""
                .formatted(type, shape, otherType, otherShape),
                (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 1, (byte) 2, (byte) 3, (byte) 4);
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(read.same("a", "b")).isEqualTo(same);
            assertThat(read.same("b", "b")).isTrue();
        }
    }

    @Test
    @DisplayName("that is broken is refused in one sentence")
    void broken() throws IOException {
        Files.write(file, new byte[5]);
        assertRefused("must begin with the length of its header, got 5 bytes in all");
        write("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}", (byte) 1);
        assertRefused("up to the end of a");
        write("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", new byte[8]);
        assertRefused("must hold 12 bytes for a [3], got offsets 0 to 8");
        write("{\"a\":");
        assertRefused("must have a header in JSON");
        write("[]");
        assertRefused("must have a JSON object as header");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> Safetensors.open(file).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file.toString()).hasMessageContaining(message);
    }

    @Test
    @DisplayName("is never left half written")
    void atomic() throws IOException {
        AtomicFile.writeText(file, "whole");
        assertThatThrownBy(() -> AtomicFile.write(file, part -> {
            Files.writeString(part, "half");
            throw new IOException("No space left on device");
        })).hasMessage("No space left on device");
        assertThat(file).hasContent("whole");
        try (var entries = Files.list(folder)) {
            assertThat(entries).containsExactly(file);
        }
    }
}

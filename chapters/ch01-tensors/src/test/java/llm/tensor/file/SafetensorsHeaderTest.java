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
import java.util.Map;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The header of a safetensors file")
class SafetensorsHeaderTest {
    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("x.safetensors");
    }

    private void write(long headerLength, String json, int dataBytes) throws IOException {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        Files.write(file, ByteBuffer.allocate(8 + header.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN).putLong(headerLength).put(header).array());
    }

    private static String entry(String dtype, String shape, String offsets) {
        return "{\"a\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
                .formatted(dtype, shape, offsets);
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = ';', value = {
        "F32; [3]; [0,8]; must hold 12 bytes for a [3], got offsets 0 to 8",
        "F32; [2]; [4,12]; up to the end of a, got 71; it is truncated",
        "F32; [2]; [-8,0]; must hold 8 bytes for a [2], got offsets -8 to 0",
        "F32; [2]; [8,0]; must hold 8 bytes for a [2], got offsets 8 to 0",
        "F32; [2]; [0]; must give shape and data_offsets of a",
        "F32; 2; [0,8]; must give shape and data_offsets of a",
        "F32; [-2]; [0,8]; must give whole numbers as the shape of a, of at most",
        "F32; [1.5]; [0,8]; must give whole numbers as the shape of a, of at most",
        "F32; [3000000000]; [0,8]; must give whole numbers as the shape of a",
        "F8_E5M2; [2]; [2,0]; must hold 0 bytes for a [2], got offsets 2 to 0",
        "F32; [2]; {\"a\":0,\"b\":8}; must give shape and data_offsets of a",
        "F32; [2]; [0.5,8.5]; must give shape and data_offsets of a",
        "F32; [1]; [4,8]; must hold one tensor behind the other, got a at 4 instead of 0",
        "F32; [1]; [0,4]; must end with its last tensor, at byte 66, got 70 bytes",
        "F32; [2147483647,2147483647]; [0,8]; of at most 2^61 values, got [2147483647",
        "BOOL; [2]; [100,102]; up to the end of a, got"})
    @DisplayName("is refused in one sentence that names file and tensor:")
    void wrongEntries(String dtype, String shape, String offsets, String message)
            throws IOException {
        write(entry(dtype, shape, offsets).length(), entry(dtype, shape, offsets), 8);
        assertRefused(message);
    }

    @Test
    @DisplayName("is refused when it is cut off, too long or no JSON object")
    void broken() throws IOException {
        Files.write(file, new byte[0]);
        assertRefused("must begin with the length of its header, got 0 bytes in all");
        write(1_000, "{}", 0);
        assertRefused("got 10 bytes in all and a header length of 1000");
        write(-5, "{}", 0);
        assertRefused("a header length of -5");
        write(6, "{\"a\": ", 0);
        assertRefused("must have a header in JSON");
        write(4, "null", 0);
        assertRefused("must have a JSON object as header, got NULL");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = ';', value = {
        "{A:[0,4],B:[4,8]} ; ", "{B:[4,8],A:[0,4]} ; ",
        "{A:[0,4],B:[0,4]} ; must hold one tensor behind the other, got b at 0 instead of 4",
        "{A:[4,8],A:[0,4]} ; must have a header in JSON, got: Duplicate field 'a'",
        "{A:[0,4],B:[4,8]} {} ; must have a header in JSON, got: Trailing token"})
    @DisplayName("gives every byte to one tensor:")
    void seams(String layout, String message) throws IOException {
        String json = layout.replace("A:", "\"a\":E").replace("B:", "\"b\":E")
                .replaceAll("E(\\[[0-9,]+])",
                        "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":$1}");
        write(json.length(), json, 8);
        if (message == null) {
            try (Safetensors read = Safetensors.open(file)) {
                assertThat(read.names()).containsExactlyInAnyOrder("a", "b");
            }
        } else {
            assertRefused(message);
        }
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> Safetensors.open(file).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + " must").hasMessageContaining(message);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("leaves no file mapped after it was refused")
    void unmapped() throws IOException {
        write(4, "null", 0);
        assertRefused("must have a JSON object");
        assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain(file.toString());
    }

    @Test
    @DisplayName("is padded so that the data begins at a multiple of 8 bytes")
    void padding() throws IOException {
        for (int length = 1; length <= 9; length++) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            tensors.put("n".repeat(length), Tensor.of(new float[] {length}, 1));
            tensors.put("π", Tensor.zeros(2, 0));
            Safetensors.write(file, tensors, Map.of());
            byte[] bytes = Files.readAllBytes(file);
            long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
            assertThat(header % 8).isZero();
            assertThat(bytes).hasSize((int) (8 + header + 4));
            try (Safetensors read = Safetensors.open(file)) {
                assertThat(read.metadata()).isEmpty();
                assertThat(read.tensor("n".repeat(length)).item()).isEqualTo(length);
                assertThat(read.shape("π")).isEqualTo(Shape.of(2, 0));
            }
        }
    }

    @Test
    @DisplayName("is checked against the tensor that is to be filled")
    void wrongShape() throws IOException {
        Safetensors.write(file, Map.of("a", Tensor.zeros(2, 3)), Map.of());
        try (Safetensors read = Safetensors.open(file)) {
            assertThatThrownBy(() -> read.readInto("a", Tensor.zeros(7)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(file + " must hold a as [7], got [2, 3]");
            assertThatThrownBy(() -> read.shape("b"))
                    .hasMessage(file + " must hold a tensor b, got 1 tensors of other names");
        }
    }
}

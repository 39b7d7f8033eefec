package llm.format.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The header of a GGUF file")
class GgufHeaderTest {
    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("x.gguf");
    }

    /// A file by hand: version, tensors, settings, and the rest.
    private void write(int version, long tensors, long settings, Consumer<ByteBuffer> rest)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN)
                .put("GGUF".getBytes(StandardCharsets.UTF_8)).putInt(version)
                .putLong(tensors).putLong(settings);
        rest.accept(bytes);
        Files.write(file, Arrays.copyOf(bytes.array(), bytes.position()));
    }

    private static ByteBuffer text(ByteBuffer into, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return into.putLong(utf8.length).put(utf8);
    }

    private static Consumer<ByteBuffer> tensor(int type, long place, long... extents) {
        return bytes -> {
            text(bytes, "a").putInt(extents.length);
            Arrays.stream(extents).forEach(bytes::putLong);
            bytes.putInt(type).putLong(place);
            bytes.position(128).putFloat(1).putFloat(2).position(128 + 64);
        };
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> GgufFile.open(file).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + " must").hasMessageContaining(message);
    }

    @Test
    @DisplayName("may be of version 2, with another alignment and arrays of arrays")
    void versionTwo() throws IOException {
        write(2, 2, 2, bytes -> {
            text(bytes, "general.alignment").putInt(4).putInt(8);
            text(bytes, "nested").putInt(9).putInt(9).putLong(1).putInt(5).putLong(2)
                    .putInt(-1).putInt(7);
            text(bytes, "b").putInt(1).putLong(1).putInt(0).putLong(0);
            text(bytes, "a").putInt(2).putLong(2).putLong(1).putInt(0).putLong(8);
            bytes.position((bytes.position() + 7) / 8 * 8);
            bytes.putFloat(2).putFloat(0).putFloat(3).putFloat(4);
        });
        try (GgufFile read = GgufFile.open(file)) {
            assertThat(read.version()).isEqualTo(2);
            assertThat(read.shape("a")).isEqualTo(Shape.of(1, 2));
            assertThat(read.tensor("a").toArray()).containsExactly(3, 4);
            assertThat(read.metadata().find("nested").orElseThrow()).isEqualTo(
                    new GgufValue.Items(GgufValue.Kind.ARRAY,
                            List.of(GgufValue.int32s(-1, 7))));
        }
    }

    @Test
    @DisplayName("is refused if it is of another format or version")
    void otherFormats() throws IOException {
        Files.write(file, new byte[0]);
        assertRefused("must begin with the letters GGUF, got 0 bytes that begin otherwise");
        Files.writeString(file, "{\"a\": 1, \"b\": 2}");
        assertRefused("must begin with the letters GGUF, got 16 bytes");
        write(1, 0, 0, _ -> { });
        assertRefused("must be GGUF of version 2 or 3, little-endian, got version 1");
        write(3 << 24, 0, 0, _ -> { });
        assertRefused("little-endian, got version 50331648");
    }

    @Test
    @DisplayName("is refused in one sentence if a setting is broken")
    void brokenSettings() throws IOException {
        write(3, 0, 1L << 60, _ -> { });
        assertRefused("must have room for 1152921504606846976 items of settings, got 0 bytes");
        write(3, -1, 0, _ -> { });
        assertRefused("must have room for 18446744073709551615 items of tensors");
        write(3, 0, 1, bytes -> text(bytes, "k").putInt(13).putInt(0));
        assertRefused("must give k a kind from 0 to 12, got 13");
        write(3, 0, 1, bytes -> text(bytes, "k").putInt(8).putLong(50).putInt(0));
        assertRefused("must have room for 50 items of k, got 4 bytes that are left");
        write(3, 0, 1, bytes -> text(bytes, "k").putInt(9).putInt(8).putLong(3).putLong(0));
        assertRefused("must have room for 3 items of k, got 8 bytes");
        write(3, 0, 1, bytes -> text(bytes, "key").putInt(10).putInt(0));
        assertRefused("must hold key at byte 39, got only 43 bytes; it is truncated");
        write(3, 0, 1, bytes -> {
            text(bytes, "k").putInt(9);
            for (int level = 0; level < 9; level++) {
                bytes.putInt(9).putLong(1);
            }
        });
        assertRefused("must hold arrays in k no deeper than 4 levels, got more");
        write(3, 0, 1, bytes -> text(bytes, "general.alignment").putInt(4).putInt(24));
        assertRefused("must give a power of 2 as general.alignment, got 24");
        write(3, 0, 2, bytes -> {
            text(bytes, "k").putInt(4).putInt(1);
            text(bytes, "k").putInt(4).putInt(2);
        });
        assertRefused("must name every setting once, got k twice");
    }

    @Test
    @DisplayName("is refused in one sentence if a tensor is broken")
    void brokenTensors() throws IOException {
        write(3, 1, 0, tensor(16, 0, 256));
        assertRefused("must hold tensors of the types [F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, "
                + "Q5_1, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K], got type number 16 in a");
        write(3, 1, 0, tensor(0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        assertRefused("must give 0 to 8 axes for a, got 9");
        write(3, 1, 0, tensor(0, 0, -1));
        assertRefused("must give extents from 0 to 2147483647 for a, got 18446744073709551615");
        write(3, 1, 0, tensor(8, 0, 31, 2));
        assertRefused("must hold rows of whole blocks of 32 values for Q8_0 in a, got [2, 31]");
        write(3, 1, 0, tensor(8, 0));
        assertRefused("must hold rows of whole blocks of 32 values for Q8_0 in a, got []");
        for (long place : new long[] {-32, 4, 32, 128, 1L << 62, Long.MAX_VALUE - 31}) {
            write(3, 1, 0, tensor(0, place, 2));
            assertRefused("must hold one tensor behind the other, got a at " + place
                    + " instead of 0");
        }
        write(3, 1, 0, tensor(0, 0, 33));
        assertRefused("must hold a [33] up to byte 196, got 192 bytes; it is truncated");
        write(3, 1, 0, tensor(0, 0, 2));
        assertRefused("must end with its last tensor, at byte 72, got 192 bytes");
        long large = Integer.MAX_VALUE;
        write(3, 1, 0, tensor(0, 0, large, large, large, large));
        assertRefused("must give a shape of a that can be: every extent must be 0 or more, and "
                + "all values at most 2^61");
        write(3, 2, 0, bytes -> {
            text(bytes, "a").putInt(1).putLong(1).putInt(0).putLong(0);
            text(bytes, "a").putInt(1).putLong(1).putInt(0).putLong(0);
        });
        assertRefused("must name every tensor once, got a twice");
    }

    @Test
    @DisplayName("that is cut off or changed anywhere is refused, and never crashes the reader")
    void damaged() throws IOException {
        new GgufWriter().setting("k", GgufValue.texts(List.of("one", "two")))
                .setting("n", GgufValue.int32s(1, 2))
                .tensor("a", Shape.of(2, 32), GgufType.Q8_0, () -> Tensor.ones(2, 32))
                .tensor("b", Shape.of(3), GgufType.F32, () -> Tensor.ones(3)).write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length - 20; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused("must");
        }
        Random random = new Random(1);
        for (int trial = 0; trial < 2_000; trial++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(250)] = (byte) random.nextInt(256);
            Files.write(file, changed);
            assertThatCode(this::readAll).satisfiesAnyOf(
                    error -> assertThat(error).isNull(),
                    error -> assertThat(error).isInstanceOf(IllegalArgumentException.class)
                            .hasMessageStartingWith(file + " must"));
        }
    }

    private void readAll() throws IOException {
        try (GgufFile read = GgufFile.open(file)) {
            read.names().forEach(read::tensor);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("leaves no file mapped after it was refused")
    void unmapped() throws IOException {
        write(3, 0, 1, _ -> { });
        assertRefused("must have room for 1 items of settings");
        assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain(file.toString());
    }
}

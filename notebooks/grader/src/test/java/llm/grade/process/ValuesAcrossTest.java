package llm.grade.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import llm.model.GptConfig;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A value that crosses")
class ValuesAcrossTest {
    private static byte[] written(@Nullable Object value) throws IOException {
        var bytes = new ByteArrayOutputStream();
        new ValueWriter(new DataOutputStream(bytes), _ -> 7).write(value, Object.class);
        return bytes.toByteArray();
    }

    private static @Nullable Object read(byte[] bytes) throws IOException {
        var reader = new ValueReader(new DataInputStream(new ByteArrayInputStream(bytes)),
                (number, type) -> type.getSimpleName() + number);
        reader.begin();
        return reader.read();
    }

    @Test
    @DisplayName("is the same on the other side")
    void isTheSame() throws IOException {
        for (Object value : List.of(true, (byte) 1, (short) 2, 'ä', 3, 4L, 5f, 6.0, "tä\u0000xt",
                List.of(1, "a", List.of()), Set.of("x"), Map.of("a", 1, "b", List.of(2)),
                Optional.of(3), Optional.empty(), DType.F32, GptConfig.gpt2Small())) {
            assertThat(read(written(value))).isEqualTo(value);
        }
        assertThat(read(written(null))).isNull();
    }

    @Test
    @DisplayName("may be an array of any kind and depth")
    void takesArrays() throws IOException {
        Object[] arrays = {new boolean[] {true}, new byte[] {1}, new short[] {2}, new char[] {'c'},
            new int[] {3}, new long[] {4}, new float[] {5, Float.NaN}, new double[] {6},
            new String[] {"a", null}, new float[][] {{1}, {}, {2, 3}}, new int[0][0],
            new List<?>[] {List.of(1)}};
        for (Object array : arrays) {
            Object[] expected = {array};
            assertThat(Arrays.deepEquals(new Object[] {read(written(array))}, expected))
                    .as(Arrays.deepToString(expected)).isTrue();
        }
    }

    @Test
    @DisplayName("may be a tensor, with its wish for a gradient")
    void takesTensors() throws IOException {
        Tensor tensor = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).requireGrad(true);

        Tensor other = (Tensor) read(written(tensor));

        assertThat(other.shape()).isEqualTo(tensor.shape());
        assertThat(other.toArray()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(other.requiresGrad()).isTrue();
    }

    @Test
    @DisplayName("is refused if it is none")
    void refusesObjects() {
        assertThatThrownBy(() -> written(new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got java.lang.Object");
    }

    @Test
    @DisplayName("does no harm if its bytes are random, or cut, or tell of too much")
    void survivesGarbage() throws IOException {
        var random = new SplittableRandom(1);
        byte[] good = written(List.of(new float[20], "text", Map.of("a", 1.5), DType.F32,
                GptConfig.gpt2Small()));
        for (int i = 0; i < 5000; i++) {
            byte[] bytes = good.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            byte[] cut = Arrays.copyOf(bytes, random.nextInt(1, bytes.length + 1));
            Throwable thrown = catchThrowable(() -> read(cut));
            assertThat(thrown == null || thrown instanceof Garbled
                    || thrown instanceof EOFException).as(String.valueOf(thrown)).isTrue();
        }
    }

    @Test
    @DisplayName("takes no memory before its size is known to be possible")
    void limitsSizes() throws IOException {
        byte[] many = written(new long[1]);
        many[many.length - 12] = 0x7f;                      // the length's first byte
        assertThatThrownBy(() -> read(many)).isInstanceOf(Garbled.class)
                .hasMessageContaining("at most");
    }

    @Test
    @DisplayName("takes no more memory than its budget, in however few bytes")
    void limitsMemory() throws IOException {
        for (Object small : List.of(List.of(), Map.of(), Set.of(), Optional.empty(), 1.5)) {
            byte[] one = written(small);
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(new byte[] {(byte) Kind.LIST.ordinal(), 0, 0x30, 0, 0}); // 3 million
            for (int i = 0; i < 0x300000; i++) {
                bytes.writeBytes(one);
            }
            assertThatThrownBy(() -> read(bytes.toByteArray())).as("%s", small)
                    .isInstanceOf(Garbled.class).hasMessageContaining("at most");
        }
    }

    @Test
    @DisplayName("is no tensor if its values do not fit its shape")
    void refusesShapes() throws IOException {
        byte[] tensor = written(Tensor.of(new float[0], 0, 7));
        byte[] negative = tensor.clone();
        negative[14] = -1;                                  // the first byte of the axis of 7

        assertThat(((Tensor) read(tensor)).shape().toArray()).containsExactly(0, 7);
        assertThatThrownBy(() -> read(negative)).isInstanceOf(Garbled.class);
    }
}

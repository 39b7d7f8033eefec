package llm.format.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Writing a GGUF file")
class GgufWriterTest {
    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("x.gguf");
    }

    private static Tensor random(long seed, int... shape) {
        Random random = new Random(seed);
        float[] values = new float[(int) Shape.of(shape).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(values, shape);
    }

    @Test
    @DisplayName("keeps every setting, of every kind")
    void settings() throws IOException {
        GgufWriter writer = new GgufWriter();
        List<GgufValue> values = List.of(new GgufValue.Whole(GgufValue.Kind.UINT8, 255),
                new GgufValue.Whole(GgufValue.Kind.INT8, -1),
                new GgufValue.Whole(GgufValue.Kind.UINT16, 65535),
                new GgufValue.Whole(GgufValue.Kind.INT16, -2), GgufValue.uint32(0xffff_ffffL),
                GgufValue.int32(-3), new GgufValue.Whole(GgufValue.Kind.UINT64, -1),
                new GgufValue.Whole(GgufValue.Kind.INT64, Long.MIN_VALUE),
                GgufValue.float32(0.1f), new GgufValue.Real(GgufValue.Kind.FLOAT64, Math.PI),
                GgufValue.truth(true), GgufValue.truth(false), GgufValue.text("▁é🙂"),
                GgufValue.text(""), GgufValue.texts(List.of("a", "x".repeat(100_000))),
                GgufValue.int32s(), GgufValue.int32s(5, -6),
                GgufValue.float32s(List.of(-1e10f, 0f)),
                new GgufValue.Items(GgufValue.Kind.ARRAY, List.of(GgufValue.int32s(1))));
        for (int i = 0; i < values.size(); i++) {
            writer.setting("k" + i, values.get(i));
        }
        writer.write(file);
        try (GgufFile read = GgufFile.open(file)) {
            assertThat(read.metadata().values().values()).containsExactlyElementsOf(values);
            assertThat(read.names()).isEmpty();
        }
    }

    @Test
    @DisplayName("keeps F32 to the bit, F16 and BF16 to 11 and 8 bits, Q8_0 to half a step")
    void roundTrip() throws IOException {
        Tensor plain = random(1, 5, 40_192);                 // more than one chunk
        GgufWriter writer = new GgufWriter();
        for (GgufType type : GgufType.values()) {
            if (type.isWritable()) {
                writer.tensor(type.name(), plain.shape(), type, () -> plain);
            }
        }
        writer.tensor("scalar", Shape.of(), GgufType.F32, () -> Tensor.scalar(7)).write(file);
        try (GgufFile read = GgufFile.open(file)) {
            float[] want = plain.toArray();
            assertThat(read.tensor("F32").toArray()).isEqualTo(want);
            assertThat(read.shape("Q8_0")).isEqualTo(Shape.of(5, 40_192));
            assertThat(read.tensor("scalar").toArray()).containsExactly(7);
            float largest = 0;
            for (float value : want) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertClose(want, read.tensor("F16").toArray(), 0x1p-11f, 0x1p-24f);
            assertClose(want, read.tensor("BF16").toArray(), 0x1p-8f, 0);
            assertClose(want, read.tensor("Q8_0").toArray(), 0, largest / 127 / 2 * 1.001f);
            assertClose(want, read.tensor("Q4_0").toArray(), 0, largest / 8 * 1.001f);
        }
    }

    @Test
    @DisplayName("packs Q4_K as well as llama.cpp")
    void packing() throws IOException, URISyntaxException {
        Path reference = Path.of(
                GgufWriterTest.class.getResource("/fixtures/gguf/reference.gguf").toURI());
        try (GgufFile theirs = GgufFile.open(reference)) {
            Tensor plain = theirs.tensor("f32");
            new GgufWriter().tensor("ours", plain.shape(), GgufType.Q4_K, () -> plain).write(file);
            try (GgufFile ours = GgufFile.open(file)) {
                Tensor packed = theirs.tensor("q4_k_packed");
                for (boolean weighted : new boolean[] {false, true}) {
                    assertThat(error(ours.tensor("ours"), plain, weighted)
                            / error(packed, plain, weighted)).isLessThan(1.01);
                }
            }
        }
    }

    /// The root of the mean square; weighted as the packing wants it, by the size of the value and
    /// that of its group of 32.
    private static double error(Tensor got, Tensor want, boolean weighted) {
        float[] g = got.toArray();
        float[] w = want.toArray();
        double sum = 0;
        for (int from = 0; from < w.length; from += 32) {
            int start = from;
            double size = Math.sqrt(IntStream.range(start, start + 32)
                    .mapToDouble(i -> w[i] * w[i]).average().orElseThrow());
            sum += IntStream.range(start, start + 32).mapToDouble(i ->
                    (weighted ? size + Math.abs(w[i]) : 1) * (g[i] - w[i]) * (g[i] - w[i])).sum();
        }
        return Math.sqrt(sum / w.length);
    }

    private static void assertClose(float[] want, float[] got, float relative, float absolute) {
        for (int i = 0; i < want.length; i++) {
            assertThat(Math.abs(want[i] - got[i]))
                    .isLessThanOrEqualTo(absolute + relative * Math.abs(want[i]));
        }
    }

    @Test
    @DisplayName("asks for one tensor at a time, in order, each at a multiple of 32 bytes")
    void oneAtATime() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        GgufWriter writer = new GgufWriter();
        for (int i = 0; i < 3; i++) {
            int turn = i;
            writer.tensor("t" + i, Shape.of(3), GgufType.F16, () -> {
                assertThat(asked.getAndIncrement()).isEqualTo(turn);
                return Tensor.of(new float[] {turn, 0, 1}, 3);
            });
        }
        writer.write(file);
        assertThat(asked).hasValue(3);
        assertThat(Files.size(file) % 32).isZero();
        try (GgufFile read = GgufFile.open(file)) {
            for (int i = 0; i < 3; i++) {
                assertThat(read.tensor("t" + i).toArray()).containsExactly(i, 0, 1);
                assertThat(read.bytes("t" + i).address() % 32).isZero();
            }
        }
    }

    @Test
    @DisplayName("leaves no file behind when a tensor does not fit")
    void atomic() throws IOException {
        Files.writeString(file, "old");
        assertThatThrownBy(() -> new GgufWriter().tensor("a", Shape.of(2, 32), GgufType.Q8_0,
                () -> Tensor.full(Float.NaN, 2, 32)).write(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a cannot be Q8_0: values to be quantised must be finite, got NaN");
        assertThatThrownBy(() -> new GgufWriter().tensor("a", Shape.of(2), GgufType.F32,
                () -> Tensor.ones(3)).write(file))
                .hasMessage("a must have the shape announced, [2], got [3]");
        assertThat(file).hasContent("old");
        try (var entries = Files.list(folder)) {
            assertThat(entries).containsExactly(file);
        }
    }

    @Test
    @DisplayName("refuses names, shapes and types that llama.cpp would not read")
    void refusals() {
        GgufWriter writer = new GgufWriter();
        assertThatThrownBy(() -> writer.tensor("a", Shape.of(4, 20), GgufType.Q8_0,
                () -> Tensor.ones(4, 20)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a must have 1 to 4 axes, none empty, and rows of whole blocks of 32 "
                        + "values to be Q8_0, got [4, 20]");
        assertThatThrownBy(() -> writer.tensor("x".repeat(64), Shape.of(1), GgufType.F32,
                () -> Tensor.ones(1)))
                .hasMessageContaining("must be new and have 1 to 63 bytes, got xxx");
        assertThatThrownBy(() -> writer.tensor("a", Shape.of(256), GgufType.Q6_K,
                () -> Tensor.ones(256))).hasMessageEndingWith("got Q6_K");
        assertThatThrownBy(() -> writer.setting("general.alignment", GgufValue.uint32(64)))
                .hasMessageStartingWith("the alignment must be the usual 32 bytes, got");
        assertThatThrownBy(() -> GgufValue.uint32(-1))
                .hasMessage("an unsigned number of 32 bits must be 0 to 4294967295, got -1");
        assertThatThrownBy(() -> new GgufValue.Items(GgufValue.Kind.BOOL,
                List.of(GgufValue.text("x"))))
                .hasMessage("an array of BOOL must hold no other kind, got STRING");
    }
}

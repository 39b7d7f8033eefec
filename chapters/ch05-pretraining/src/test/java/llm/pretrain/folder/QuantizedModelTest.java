package llm.pretrain.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.decode.Generation;
import llm.pretrain.Fixtures;
import llm.pretrain.FreshJvm;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.backend.DType;
import llm.tensor.file.Safetensors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Tolerances: the loss may change by 0.005 nats in bf16 and by 0.02 in int8. That is far more than
/// rounding does to these models, and far less than a wrong weight.
@DisplayName("A model loaded in fewer bits")
class QuantizedModelTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({"gpt2-tiny, BF16", "gpt2-tiny, INT8", "llama-tiny, BF16", "llama-tiny, INT8",
            "llama3-tiny, BF16", "llama3-tiny, INT8", "qwen3-tiny, BF16", "qwen3-tiny, INT8",
            "gemma3-tiny, BF16", "gemma3-tiny, INT8"})
    @DisplayName("is about as surprised by a text, and goes on with a token as likely:")
    void lossHardlyChanges(String name, DType dtype) throws IOException {
        Path fixture = Fixtures.folder(name);
        DecoderModel exact = PretrainedModel.load(fixture).model();
        DecoderModel packed = PretrainedModel.load(fixture, dtype).model();

        assertThat(packed.head().weight().dtype()).isEqualTo(dtype);
        assertThat(packed.blocks().getFirst().attention().query().weight().dtype())
                .isEqualTo(dtype);
        try (Safetensors io = Safetensors.open(fixture.resolve("io.safetensors"))) {
            IntTensor ids = io.ints("input_ids");
            assertThat(loss(packed, ids)).isCloseTo(loss(exact, ids),
                    within(dtype == DType.BF16 ? 0.005 : 0.02)).isNotEqualTo(loss(exact, ids));
        }
        for (JsonNode run : Fixtures.json(fixture.resolve("io.json")).get("greedy")) {
            int[] prompt = Fixtures.ints(run.get("prompt"));
            int chosen = Generation.greedy(packed, 1).generate(prompt, new RandomState(0))[0];
            assertThat(rank(exact, prompt, chosen)).isLessThan(5);
        }
    }

    /// How many tokens the model finds likelier than `token`.
    private static long rank(DecoderModel model, int[] prompt, int token) {
        float[] logits = model.nextLogits(IntTensor.of(prompt, 1, prompt.length),
                model.newCache(1, prompt.length)).toArray();
        return IntStream.range(0, logits.length).filter(i -> logits[i] > logits[token]).count();
    }

    private static double loss(DecoderModel model, IntTensor ids) {
        return Autograd.noGrad(() -> model.loss(ids, ids)).item();
    }

    @Test
    @DisplayName("is the model that was loaded in float32 and then moved")
    void loadedOrMoved() throws IOException {
        IntTensor ids = IntTensor.of(new int[] {5, 6, 7, 8, 9, 10}, 1, 6);
        DecoderModel moved = PretrainedModel.load(Fixtures.folder("gpt2-tiny")).model();
        moved.to(DType.INT8);
        DecoderModel loaded =
                PretrainedModel.load(Fixtures.folder("gpt2-tiny"), DType.INT8).model();
        assertThat(Autograd.noGrad(() -> moved.forward(ids)).toArray())
                .isEqualTo(Autograd.noGrad(() -> loaded.forward(ids)).toArray());
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    @DisplayName("never takes more memory than it has in the end and its largest tensor")
    void memory(DType dtype) throws IOException, InterruptedException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")),
                "resident memory is read from /proc");
        DecoderConfig config = GptConfig.of(60_000, 64, 512, 4, 4);
        Path small = save(config.resized(100, 1), "small");
        Path large = save(config, "large");
        List<String> lines = FreshJvm.run("1g", LoadMemory.class, small.toString(),
                large.toString(), dtype.name());

        long grown = Long.parseLong(lines.get(0));
        long model = Long.parseLong(lines.get(1));
        long largest = 60_000L * 512 * Float.BYTES;
        long slack = 24 << 20;                               // the JVM's own
        assertThat(model).isLessThanOrEqualTo(
                dtype.bytes(60_000 + 4 * 12 * 512 + 64, 512) * 9 / 8 + (1 << 20));
        assertThat(grown).isLessThanOrEqualTo(model + largest + slack);
    }

    private Path save(DecoderConfig config, String name) throws IOException {
        Path target = folder.resolve(name);
        new PretrainedModel(new DecoderModel(config, 1), Optional.empty(), StopTokens.NONE)
                .save(target, "# A test\n");
        return target;
    }
}

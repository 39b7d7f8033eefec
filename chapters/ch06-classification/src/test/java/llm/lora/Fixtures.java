package llm.lora;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import llm.model.DecoderModel;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;

/// Values that PyTorch 2.13, transformers 5.18 and peft 0.21 computed, and how to compare with
/// them.
public final class Fixtures {
    public static final double LOSS = 2e-5;

    private Fixtures() {
    }

    public static Path folder(String name) {
        try {
            return Path.of(Objects.requireNonNull(
                    Fixtures.class.getResource("/fixtures/" + name), name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(file));
    }

    public static DecoderModel model(String name) throws IOException {
        return PretrainedModel.load(folder(name)).model();
    }

    /// The base that a peft folder was made for.
    public static String base(String adapter) {
        return adapter.startsWith("gpt2") ? "gpt2-tiny" : "llama-tiny";
    }

    /// Position `t` predicts token `t + 1`; the last one predicts nothing.
    public static IntTensor targets(IntTensor ids) {
        int tokens = ids.size(1);
        int[] targets = new int[ids.count()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (i + 1) % tokens == 0 ? CrossEntropy.IGNORED : ids.values()[i + 1];
        }
        return IntTensor.of(targets, ids.size(0), tokens);
    }

    public static void assertLogits(Tensor got, Safetensors io, String name) {
        assertClose(name, got, io.tensor(name), 1e-4, 1e-4);
    }

    /// `|got − want| ≤ atol + rtol · |want|` for every value.
    public static void assertClose(String what, Tensor got, Tensor want, double atol, double rtol) {
        assertThat(got.shape()).as(what).isEqualTo(want.shape());
        float[] g = got.toArray();
        float[] w = want.toArray();
        for (int i = 0; i < w.length; i++) {
            assertThat(Math.abs(g[i] - w[i]))
                    .as("%s at %d: got %s, want %s", what, i, g[i], w[i])
                    .isLessThanOrEqualTo((float) (atol + rtol * Math.abs(w[i])));
        }
    }
}

package llm.pretrain.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Adapter;
import llm.tensor.layer.Linear;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A model whose layers were changed")
class AdaptedModelTest {
    @TempDir
    private Path folder;
    private final DecoderModel model = new DecoderModel(GptConfig.of(20, 8, 12, 2, 1), 1);

    private static final class Doubled extends Adapter {
        @Override
        public Tensor forward(Tensor x, UnaryOperator<Tensor> base) {
            return base.apply(x).mul(2);
        }
    }

    private void save() throws Exception {
        new PretrainedModel(model, Optional.empty(), StopTokens.NONE).save(folder, "card");
    }

    @Test
    @DisplayName("is not written as if it were a plain one")
    void wrapped() throws Exception {
        model.linear("blocks.0.attention.key").wrap("doubled", new Doubled());
        assertThatThrownBy(this::save).isInstanceOf(IllegalArgumentException.class).hasMessage(
                "a model file must be of layers without adapters, got one around "
                        + "blocks.0.attention.key; unwrap it first");
        assertThat(Files.exists(folder.resolve("model.safetensors"))).isFalse();
        model.linear("blocks.0.attention.key").unwrap();
        save();
        assertThat(Files.exists(folder.resolve("model.safetensors"))).isTrue();
    }

    @Test
    @DisplayName("is not written with a head that its configuration does not know")
    void otherHead() {
        model.linear("head").replaceBy(new Linear(12, 3, true, new RandomState(1)));
        assertThatThrownBy(this::save).hasMessage("a model file must have the head of its "
                + "configuration, got one that replaced it");
    }
}

package llm.pretrain.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.Fixtures;
import llm.tensor.RandomState;
import llm.tensor.layer.Linear;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Hugging Face's names of linear layers")
class ModuleNamesTest {

    @Test
    @DisplayName("join GPT-2's queries, keys and values, and know a head whatever it is")
    void gpt() {
        DecoderModel model = new DecoderModel(GptConfig.of(20, 8, 12, 2, 1), 1);
        assertThat(ModuleNames.of(model)).hasSize(5)
                .containsEntry("transformer.h.0.attn.c_attn", List.of("blocks.0.attention.query",
                        "blocks.0.attention.key", "blocks.0.attention.value"))
                .containsEntry("transformer.h.0.attn.c_proj", List.of("blocks.0.attention.output"))
                .containsEntry("transformer.h.0.mlp.c_proj",
                        List.of("blocks.0.feedForward.contract"))
                .containsEntry("lm_head", List.of("head"));
        model.head().replaceBy(new Linear(12, 3, true, new RandomState(1)));
        assertThat(ModuleNames.of(model)).hasSize(5).containsEntry("lm_head", List.of("head"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny", "llama3-tiny", "qwen3-tiny",
        "qwen3moe-tiny", "gemma3-tiny", "llama-bias-tiny", "qwen2-tiny", "mixtral-tiny",
        "phi3-tiny", "olmo2-tiny"})
    @DisplayName("name every linear layer once:")
    void everyLayer(String name) throws Exception {
        DecoderModel model = PretrainedModel.load(Fixtures.folder(name)).model();
        assertThat(ModuleNames.of(model).values().stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(model.linears().keySet());
    }
}

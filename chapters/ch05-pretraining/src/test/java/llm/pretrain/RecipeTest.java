package llm.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.ModernConfig;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.optim.AdamConfig;
import llm.tensor.optim.AdamW;
import llm.tensor.optim.Muon;
import llm.tensor.optim.Optimizer;
import llm.train.LearningRateSchedule;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A recipe")
class RecipeTest {
    private static final ModernConfig MODERN = ModernConfig.of(40, 8, 16, 2, 2).withSmear(true);
    private static final GptConfig GPT = GptConfig.of(40, 8, 16, 2, 2);

    private static Optimizer optimizer(Recipe recipe, DecoderConfig config) {
        return recipe.optimizer(recipe.model(config, 1), AdamConfig.LANGUAGE_MODEL, 0.1);
    }

    @Test
    @DisplayName("moves the matrices of the blocks by Muon, and all else by AdamW")
    void groups() {
        Optimizer muon = optimizer(Recipe.MODERN, MODERN);
        assertThat(muon).isInstanceOf(Muon.class);
        List<String> state = List.copyOf(muon.state().keySet());
        assertThat(state).filteredOn(name -> name.startsWith("momentum."))
                .hasSize(2 * 7).allMatch(name -> name.startsWith("momentum.blocks."));
        assertThat(state).contains("mean.tokenEmbedding.weight", "mean.head.weight",
                "mean.smear.weight", "mean.blocks.0.attention.queryNorm.weight");
        assertThat(optimizer(Recipe.GPT, GPT)).isInstanceOf(AdamW.class);
    }

    @Test
    @DisplayName("begins with all tokens equally likely, or as GPT-2 does")
    void begins() {
        IntTensor ids = IntTensor.of(new RandomState(1).ints(16, 0, 40).toArray(), 2, 8);
        assertThat(Recipe.MODERN.model(MODERN, 1).loss(ids, ids).item())
                .isCloseTo((float) Math.log(40), within(1e-5f));
        DecoderModel gpt = Recipe.GPT.model(GPT, 1);
        assertThat(gpt.stateDict().get("blocks.0.attention.output.weight").toArray()).isEqualTo(
                new DecoderModel(GPT, 1).blocks().getFirst().attention().output().weight()
                        .toArray());
    }

    @Test
    @DisplayName("says how the learning rate goes")
    void schedule() {
        assertThat(Recipe.GPT.schedule(1, 10, 100)).isEqualTo(LearningRateSchedule.of(1, 10, 100));
        LearningRateSchedule modern = Recipe.MODERN.schedule(1, 10, 100);
        assertThat(modern.rate(10)).isEqualTo(1);
        assertThat(modern.rate(55)).isCloseTo(0.5, within(1e-9));
        assertThat(modern.rate(100)).isZero();
    }
}

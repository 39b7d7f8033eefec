package llm.pretrain;

import java.util.List;
import llm.model.DecoderConfig;
import llm.model.GptConfig;
import llm.model.ModernConfig;

/// A training that differs from the one before it on the ladder by one idea.
///
/// @param name         short
/// @param idea         what is new, in words
/// @param config       the model
/// @param recipe       how it begins and learns
/// @param learningRate largest
public record Rung(String name, String idea, DecoderConfig config, Recipe recipe,
                   double learningRate) {
    private static final double GPT_RATE = 2.5e-3;           // the best of 1.5 … 10 · 10⁻³
    private static final double ADAMW_RATE = 6e-3;
    private static final double MUON_RATE = 0.02;

    /// The ladder from GPT-2 to the modern recipe and one step beyond what a Qwen3 can say, at the
    /// sizes of a preset.
    public static List<Rung> ladder(int vocabSize, int contextLength, int embDim, int heads,
                                    int layers) {
        ModernConfig modern = ModernConfig.of(vocabSize, contextLength, embDim, heads, layers);
        ModernConfig tied = modern.withTiedHead().withEmbeddingNorm(false);
        Recipe muon = Recipe.MUON_AND_COSINE;
        return List.of(
                new Rung("gpt2", "GPT-2's form, AdamW, cosine",
                        GptConfig.of(vocabSize, contextLength, embDim, heads, layers), Recipe.GPT,
                        GPT_RATE),
                new Rung("qwen3", "RoPE, RMSNorm, SwiGLU, normalised queries and keys", tied,
                        Recipe.GPT, ADAMW_RATE),
                new Rung("muon", "Muon for the matrices, outputs start at zero", tied, muon,
                        MUON_RATE),
                new Rung("head", "a head of its own from zero, normalised embeddings", modern, muon,
                        MUON_RATE),
                new Rung("decay", "the learning rate straight to zero", modern, Recipe.MODERN,
                        MUON_RATE),
                new Rung("smear", "each token sees the one before", modern.withSmear(true),
                        Recipe.MODERN, MUON_RATE));
    }
}

package llm.model;

import java.util.List;
import java.util.Optional;
import llm.attention.AttentionConfig;
import llm.attention.AttentionConfig.HeadNorm;
import llm.attention.rotary.RotaryConfig;
import llm.model.BlockConfig.NormPlace;
import llm.model.FeedForwardConfig.Experts;
import llm.model.Gemma3Config.Span;

/// Sizes and options of a model whose blocks are Llama's but for an option or two of [BlockConfig].
///
/// @param family  whose it is, and so which options it has
/// @param llama   sizes; its `rotary` rotates the heads of layers that see everything
/// @param windows which layers see only the last tokens, if any
/// @param experts what stands in the place of every feed-forward layer, if anything (Mixtral)
public record FamilyConfig(Family family, LlamaConfig llama, Optional<Windows> windows,
                           Optional<Experts> experts) implements LlamaVariant {

    /// Families by what differs from Llama.
    public enum Family {
        /// Queries, keys and values have a bias; Qwen2.5 too.
        /// Source: Yang et al. (2024), "Qwen2 technical report", §2.2.1.
        QWEN2,
        /// All layers have a window, or none. Source: Jiang et al. (2023), "Mistral 7B", §2.
        MISTRAL,
        /// Mistral with experts. Source: Jiang et al. (2024), "Mixtral of experts", §2.
        MIXTRAL,
        /// Mistral; its files hold queries, keys and values as one matrix, gate and up as another.
        /// Source: Abdin et al. (2024), "Phi-3 technical report", §2.
        PHI3,
        /// Norms stand behind the layers only, and another is over all queries, and all keys, of a
        /// token. Source: OLMo Team (2025), "2 OLMo 2 Furious", §2.1.
        OLMO2,
        /// OLMo 2 with a window in three of four layers. Source: OLMo Team (2025), "Olmo 3".
        OLMO3
    }

    /// Layers that see only the last tokens.
    ///
    /// @param spans  what each layer sees; where there are more layers the list begins anew
    /// @param tokens how many the others see, the token itself included
    /// @param rotary rotates the heads of those
    public record Windows(List<Span> spans, int tokens, RotaryConfig rotary) {
        public Windows {
            spans = List.copyOf(spans);
            if (spans.isEmpty() || tokens < 1) {
                throw new IllegalArgumentException("spans must name a layer or more and tokens be "
                        + "1 or more, got " + spans + " and " + tokens);
            }
        }

        private boolean in(int layer) {
            return spans.get(layer % spans.size()) == Span.WINDOW;
        }
    }

    public FamilyConfig {
        if (experts.isPresent() != (family == Family.MIXTRAL)) {
            throw new IllegalArgumentException("experts must be there for Mixtral and for no other "
                    + "family, got " + experts + " for " + family);
        }
    }

    /// Without windows and experts.
    public static FamilyConfig of(Family family, LlamaConfig llama) {
        return new FamilyConfig(family, llama, Optional.empty(), Optional.empty());
    }

    /// The same with every layer seeing only the last `tokens`.
    public FamilyConfig withWindow(int tokens) {
        return new FamilyConfig(family, llama,
                Optional.of(new Windows(List.of(Span.WINDOW), tokens, llama.rotary())), experts);
    }

    /// 494,032,768 parameters. Source: Qwen's published configuration.
    public static FamilyConfig qwen25Of500M() {
        return of(Family.QWEN2, LlamaConfig.builder().vocabSize(151_936).contextLength(32_768)
                .embDim(896).heads(14).kvHeads(2).layers(24).ffDim(4_864)
                .rotary(RotaryConfig.of(1_000_000)).tiedHead(true).normEpsilon(1e-6).build());
    }

    /// 7,241,732,096 parameters. Source: Mistral AI's published configuration.
    public static FamilyConfig mistralOf7B() {
        return of(Family.MISTRAL, mistralSizes()).withWindow(4_096);
    }

    /// 46,702,792,704 parameters, of which a token uses 12,879,925,248.
    /// Source: Mistral AI's published configuration.
    public static FamilyConfig mixtralOf8x7B() {
        return new FamilyConfig(Family.MIXTRAL,
                mistralSizes().toBuilder().rotary(RotaryConfig.of(1_000_000)).build(),
                Optional.empty(), Optional.of(new Experts(8, 2, 14_336)));
    }

    private static LlamaConfig mistralSizes() {
        return LlamaConfig.builder().vocabSize(32_000).contextLength(32_768).embDim(4_096).heads(32)
                .kvHeads(8).layers(32).ffDim(14_336).build();
    }

    /// 3,821,079,552 parameters. Source: Microsoft's published configuration.
    public static FamilyConfig phi3Mini() {
        return of(Family.PHI3, LlamaConfig.builder().vocabSize(32_064).contextLength(4_096)
                .embDim(3_072).heads(32).layers(32).ffDim(8_192).build()).withWindow(2_047);
    }

    /// 1,484,916,736 parameters. Source: Ai2's published configuration.
    public static FamilyConfig olmo2Of1B() {
        return of(Family.OLMO2, LlamaConfig.builder().vocabSize(100_352).contextLength(4_096)
                .embDim(2_048).heads(16).layers(16).ffDim(8_192).rotary(RotaryConfig.of(500_000))
                .normEpsilon(1e-6).build());
    }

    @Override
    public FamilyConfig withSizes(LlamaConfig sizes) {
        return new FamilyConfig(family, sizes, windows, experts);
    }

    @Override
    public BlockConfig block(int layer) {
        BlockConfig plain = llama.block(layer);
        boolean olmo = family == Family.OLMO2 || family == Family.OLMO3;
        AttentionConfig.Builder attention = plain.attention().toBuilder();
        if (family == Family.QWEN2) {
            attention.qkvBias(true);
        }
        if (olmo) {
            attention.headNorm(new HeadNorm(llama.normEpsilon(), 0, true));
        }
        windows.filter(some -> some.in(layer)).ifPresent(some ->
                attention.window(some.tokens()).rotary(some.rotary()));
        return new BlockConfig(attention.build(),
                experts.isPresent() ? experts.get() : plain.feedForward(), plain.norm(),
                olmo ? NormPlace.AFTER : NormPlace.BEFORE, 0);
    }
}

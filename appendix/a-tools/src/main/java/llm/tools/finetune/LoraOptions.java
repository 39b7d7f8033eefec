package llm.tools.finetune;

import java.util.List;
import llm.tools.cli.Bounds;
import llm.tools.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The adapters of a training: a mixin.
final class LoraOptions {
    private static final int RANK = 16;

    @Bounds(from = 1, to = 65_536)
    @Option(names = "--rank", paramLabel = "N",
            description = "Rank of the adapters (default " + RANK + ").")
    private @Nullable Integer rank;

    @Bounds(from = 0, to = 1e6, above = true)
    @Option(names = "--alpha", paramLabel = "A",
            description = "How strongly they count (default: twice the rank).")
    private @Nullable Double alpha;

    @Bounds(from = 0, to = 0.99)
    @Option(names = "--lora-dropout", paramLabel = "P",
            description = "Share of their inputs hidden in training (default 0).")
    private @Nullable Double dropout;

    @Option(names = "--lora-targets", paramLabel = "NAMES", split = ",",
            description = "Layers that get one, such as attention.query or q_proj (default: every "
                    + "linear layer but the head).")
    private @Nullable List<String> targets;

    LoraSettings settings() {
        int chosen = rank != null ? rank : RANK;
        return new LoraSettings(chosen, alpha != null ? alpha : 2 * chosen,
                dropout != null ? dropout : 0, targets != null ? targets : List.of());
    }

    /// @throws IllegalArgumentException if an option is given that differs from the training that
    ///         is to be resumed
    void requireAgreement(LoraSettings stored) {
        TrainingOptions.requireSame("--rank", rank, stored.rank());
        TrainingOptions.requireSame("--alpha", alpha, stored.alpha());
        TrainingOptions.requireSame("--lora-dropout", dropout, stored.dropout());
        TrainingOptions.requireSame("--lora-targets", targets, stored.targets());
    }
}

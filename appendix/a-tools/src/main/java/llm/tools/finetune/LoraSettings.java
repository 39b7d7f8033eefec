package llm.tools.finetune;

import java.util.List;
import llm.lora.LoraConfig;

/// The adapters of a training.
///
/// @param targets names of the layers; empty for every linear layer but the head
public record LoraSettings(int rank, double alpha, double dropout, List<String> targets) {

    /// For trainings without.
    static final LoraSettings NONE = new LoraSettings(1, 1, 0, List.of());

    public LoraSettings {
        targets = List.copyOf(targets);
    }

    LoraConfig config() {
        LoraConfig all = LoraConfig.of(rank, alpha).withDropout(dropout);
        return targets.isEmpty() ? all : all.on(targets.toArray(String[]::new));
    }
}

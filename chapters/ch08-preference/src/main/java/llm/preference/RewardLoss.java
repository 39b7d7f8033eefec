package llm.preference;

import llm.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// What a reward model makes smaller: `−ln σ(chosen − rejected − margin) + c (chosen + rejected)²`.
/// Source: Ouyang et al. (2022), InstructGPT, §3.5; margin: Touvron et al. (2023), Llama 2, §3.2.2.
///
/// @param centering weight `c` of the second term, 0 or more: rewards have no zero of their own,
///                  and this one keeps them near it (Eisenstein et al., 2023, §2)
public record RewardLoss(double centering) {

    public RewardLoss {
        if (!(centering >= 0)) {
            throw new IllegalArgumentException("centering must be 0 or more, got " + centering);
        }
    }

    /// Losses of pairs.
    ///
    /// @param chosen   rewards of the better answers, `(pairs)`
    /// @param rejected rewards of the worse ones, `(pairs)`
    /// @param margin   by how much each should be better, `(pairs)`; null for no matter how much
    /// @return `(pairs)`
    public Tensor losses(Tensor chosen, Tensor rejected, @Nullable Tensor margin) {
        Tensor apart = BradleyTerry.losses(margin == null ? chosen : chosen.sub(margin), rejected);
        return centering == 0 ? apart : apart.add(chosen.add(rejected).square().mul(centering));
    }
}

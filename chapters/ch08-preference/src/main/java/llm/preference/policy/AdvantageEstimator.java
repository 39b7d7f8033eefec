package llm.preference.policy;

/// Generalized advantage estimation: how much better it went on from each token than the critic had
/// expected. With the surprise of one step, `δₜ = rₜ + γ vₜ₊₁ − vₜ`, it is `Aₜ = δₜ + γλ Aₜ₊₁`;
/// behind the last token all is 0. Source: Schulman et al. (2016), Generalized Advantage
/// Estimation, §3.
///
/// @param gamma  what a reward is worth one token earlier, in [0, 1]: usually 1, for an answer ends
/// @param lambda how far surprises reach back, in [0, 1]: 0 trusts the critic, 1 what happened
public record AdvantageEstimator(double gamma, double lambda) {
    /// As InstructGPT and TRL have it.
    public static final AdvantageEstimator USUAL = new AdvantageEstimator(1, 0.95);

    public AdvantageEstimator {
        if (!(gamma >= 0 && gamma <= 1 && lambda >= 0 && lambda <= 1)) {
            throw new IllegalArgumentException("gamma and lambda must be in [0, 1], got "
                    + gamma + " and " + lambda);
        }
    }

    /// Advantages of the tokens of each row. `Aₜ + vₜ` are the *returns* that a critic learns.
    ///
    /// @param rewards of tokens, `(rows, tokens)` flat
    /// @param values  what the critic expected from each token on, `(rows, tokens)` flat; 0 where
    ///                no token counts
    /// @param tokens  of a row
    /// @return `(rows, tokens)` flat
    public float[] advantages(float[] rewards, float[] values, int tokens) {
        float[] advantages = new float[rewards.length];
        for (int end = tokens; end <= rewards.length; end += tokens) {
            double next = 0;
            for (int t = end - 1; t >= end - tokens; t--) {
                double expected = t + 1 < end ? values[t + 1] : 0;
                double surprise = rewards[t] + gamma * expected - values[t];
                next = surprise + gamma * lambda * next;
                advantages[t] = (float) next;
            }
        }
        return advantages;
    }
}

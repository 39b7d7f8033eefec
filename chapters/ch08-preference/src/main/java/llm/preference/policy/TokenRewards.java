package llm.preference.policy;

/// What each token of an answer earns in PPO: every one pays for the KL to the reference that it
/// causes, and the last one brings home the score of the whole answer.
/// Source: Ziegler et al. (2019), Fine-Tuning Language Models from Human Preferences, §2.
///
/// @param price of a nat of KL, 0 or more
/// @param kl    how it is estimated
/// @param place which token gets the score
public record TokenRewards(double price, Kl kl, Place place) {

    /// Which token gets the score.
    public enum Place {
        /// The last token of the answer.
        LAST_TOKEN,
        /// The place behind it, where there is one, as in TRL.
        AFTER_LAST_TOKEN
    }

    public TokenRewards {
        if (!(price >= 0)) {
            throw new IllegalArgumentException("price must be 0 or more, got " + price);
        }
    }

    /// Rewards of tokens.
    ///
    /// @param policy    log-probabilities when the tokens were sampled, `(rows, tokens)` flat
    /// @param reference those of the reference, `(rows, tokens)` flat
    /// @param scores    of the answers, `(rows)`
    /// @return `(rows, tokens)` flat
    public float[] of(float[] policy, float[] reference, float[] scores, TokenMask mask) {
        float[] rewards = new float[policy.length];
        for (int i = 0; i < rewards.length; i++) {
            rewards[i] = mask.counts(i) ? (float) (-price * kl.of(policy[i], reference[i])) : 0;
        }
        for (int row = 0; row < scores.length; row++) {
            rewards[row * mask.tokens() + position(row, mask)] += scores[row];
        }
        return rewards;
    }

    /// The tokens up to the one that gets the score: those at which a critic's values count.
    TokenMask reach(TokenMask mask) {
        float[] counts = mask.counts().clone();
        for (int row = 0; row < mask.rows(); row++) {
            counts[row * mask.tokens() + position(row, mask)] = 1;
        }
        return new TokenMask(mask.rows(), mask.tokens(), counts);
    }

    /// Where in a row the score is added.
    int position(int row, TokenMask mask) {
        int last = mask.tokens() - 1;
        while (last > 0 && !mask.counts(row * mask.tokens() + last)) {
            last--;
        }
        return place == Place.AFTER_LAST_TOKEN ? Math.min(last + 1, mask.tokens() - 1) : last;
    }
}

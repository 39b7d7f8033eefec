package llm.preference.policy;

import llm.tensor.Shape;
import llm.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// What group relative policy optimization makes smaller: the clipped objective of each token, and
/// a price for moving away from a reference.
/// Source: Shao et al. (2024), DeepSeekMath, §4.1, eq. 3.
///
/// @param form      what the mean is over
/// @param clip      how far one set of samples may move the policy
/// @param beta      price of a nat of KL, estimated by [Kl#K3]; 0 for none, and no reference
/// @param maxTokens most tokens of an answer, by which [Form#DR_GRPO] divides
public record GrpoLoss(Form form, ClippedRatio clip, double beta, int maxTokens) {

    /// What the mean is over. It decides what length is worth.
    public enum Form {
        /// Answers, and in each its tokens: a token of a long answer counts for less, so that a
        /// wrong answer is less wrong the longer it is.
        GRPO,
        /// All tokens alike. Source: Yu et al. (2025), DAPO, §3.3.
        DAPO,
        /// Answers, each the sum of its tokens divided by a constant.
        /// Source: Liu et al. (2025), Understanding R1-Zero-Like Training, §3.2.
        DR_GRPO
    }

    public GrpoLoss {
        if (!(beta >= 0) || maxTokens < 1) {
            throw new IllegalArgumentException("beta must be 0 or more and maxTokens 1 or more, "
                    + "got " + beta + " and " + maxTokens);
        }
    }

    /// How many targets the loss of a batch is over: tokens or answers.
    public long targets(TokenMask mask) {
        return form == Form.DAPO ? mask.count() : mask.rows();
    }

    /// Losses of tokens, before any mean.
    ///
    /// @param policy     log-probabilities, `(rows, tokens)`
    /// @param old        those when the tokens were sampled, `(rows, tokens)` flat
    /// @param reference  those of the reference; null where `beta` is 0
    /// @param advantages of the answers, `(rows)`
    /// @return `(rows, tokens)`
    public Tensor tokens(Tensor policy, float[] old, float @Nullable [] reference,
                         float... advantages) {
        Tensor losses = clip.losses(policy, old, repeated(advantages, policy.size(1)));
        if (beta == 0 || reference == null) {
            return losses;
        }
        Tensor kl = Kl.K3.of(policy, Tensor.of(reference, policy.shape(), policy.backend()));
        return losses.add(kl.mul(beta));
    }

    /// The sum over the targets of a batch.
    ///
    /// @param tokens losses of its tokens, `(rows, tokens)`
    /// @return `()`
    public Tensor sum(Tensor tokens, TokenMask mask) {
        int[] lengths = mask.lengths();
        float[] weights = new float[lengths.length * mask.tokens()];         // (rows, tokens)
        for (int i = 0; i < weights.length; i++) {
            int length = lengths[i / mask.tokens()];
            weights[i] = !mask.counts(i) ? 0 : switch (form) {
                case GRPO -> 1f / length;
                case DAPO -> 1;
                case DR_GRPO -> 1f / maxTokens;
            };
        }
        Shape shape = Shape.of(mask.rows(), mask.tokens());
        return tokens.mul(Tensor.of(weights, shape, tokens.backend())).sum();
    }

    /// One value for each row → the same for each of its tokens.
    static float[] repeated(float[] rows, int tokens) {
        float[] repeated = new float[rows.length * tokens];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = rows[i / tokens];
        }
        return repeated;
    }
}

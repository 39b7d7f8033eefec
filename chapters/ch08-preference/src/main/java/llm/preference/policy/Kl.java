package llm.preference.policy;

import llm.tensor.Tensor;

/// How far the policy has moved from a reference, `KL(π ‖ π_ref)`, estimated from the tokens that
/// were sampled: with `d = ln π − ln π_ref` of a token.
/// Source: Schulman (2020), Approximating KL Divergence.
public enum Kl {
    /// `d`: right on average, with a large deviation, and often negative.
    K1,
    /// `d² / 2`: never negative, wrong by little where both are alike.
    K2,
    /// `e⁻ᵈ − 1 + d`: right on average and never negative; what GRPO's paper adds to its loss.
    K3;

    /// Estimates for tokens.
    ///
    /// @param policy    log-probabilities, `(rows, tokens)`
    /// @param reference log-probabilities, `(rows, tokens)`
    /// @return in nats, `(rows, tokens)`
    public Tensor of(Tensor policy, Tensor reference) {
        Tensor difference = policy.sub(reference);                           // (rows, tokens)
        return switch (this) {
            case K1 -> difference;
            case K2 -> difference.square().div(2);
            case K3 -> difference.neg().exp().sub(1).add(difference);
        };
    }

    /// The estimate for one token, in nats.
    public double of(double policy, double reference) {
        double difference = policy - reference;
        return switch (this) {
            case K1 -> difference;
            case K2 -> difference * difference / 2;
            case K3 -> Math.expm1(-difference) + difference;
        };
    }
}

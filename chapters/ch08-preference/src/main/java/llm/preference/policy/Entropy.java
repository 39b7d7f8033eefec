package llm.preference.policy;

import llm.tensor.Tensor;

/// How undecided a policy is, in nats: 0 where one token is certain, `ln V` where all `V` are
/// equally likely. A policy that learns from rewards loses entropy; one that has none left explores
/// nothing.
public final class Entropy {

    private Entropy() {
    }

    /// `−Σ p ln p` of each row of logits.
    ///
    /// @param logits `(..., classes)`
    /// @return in nats, `(...)`
    public static Tensor of(Tensor logits) {
        Tensor logProbs = logits.logSoftmax();                               // (..., classes)
        return logProbs.exp().mul(logProbs).sum(logits.rank() - 1).neg();    // (...)
    }
}

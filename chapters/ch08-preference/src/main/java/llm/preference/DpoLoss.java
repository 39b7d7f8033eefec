package llm.preference;

import llm.tensor.Tensor;

/// What direct preference optimization makes smaller. A policy's *implicit reward* of an answer is
/// `β (ln π(answer) − ln π_ref(answer))`, how much more likely it has become than it was to the
/// reference; the losses want that of the chosen answer above that of the rejected one.
/// Source: Rafailov et al. (2023), Direct Preference Optimization, §4.
///
/// @param form           how the difference is judged
/// @param beta           how dear a step away from the reference is: above 0, often 0.1
/// @param labelSmoothing the share of pairs that may be the wrong way round, in [0, ½)
public record DpoLoss(Form form, double beta, double labelSmoothing) {

    /// With `h = (chosen log-ratio) − (rejected log-ratio)` and `e` the label smoothing.
    public enum Form {
        /// `−(1 − e) ln σ(βh) − e ln σ(−βh)`, which is *conservative* DPO where `e > 0`.
        /// Source: Mitchell (2023), A Note on DPO with Noisy Preferences.
        SIGMOID,
        /// `(−(1 − e) ln σ(βh) + e ln σ(−βh)) / (1 − 2e)`, whose mean over noisy labels is the loss
        /// of the right ones. Source: Chowdhury et al. (2024), Provably Robust DPO, §3.
        ROBUST,
        /// `max(0, 1 − βh)`: a pair that is far enough apart teaches nothing.
        /// Source: Zhao et al. (2023), SLiC-HF, §2.
        HINGE,
        /// `(h − 1/2β)²`: wants a certain difference and no larger one. The paper has sums over
        /// tokens as log-probabilities ([LogProb#SUM]), TRL means ([LogProb#MEAN]).
        /// Source: Azar et al. (2023), A General Theoretical Paradigm …, §5.2.
        IPO
    }

    public DpoLoss {
        if (!(beta > 0) || !(labelSmoothing >= 0 && labelSmoothing < 0.5)) {
            throw new IllegalArgumentException(("beta must be above 0 and labelSmoothing in [0, "
                    + "0.5), got beta=%s, labelSmoothing=%s").formatted(beta, labelSmoothing));
        }
        if (labelSmoothing > 0 && (form == Form.HINGE || form == Form.IPO)) {
            throw new IllegalArgumentException("labelSmoothing must be 0 where the form is " + form
                    + ", which has none, got " + labelSmoothing);
        }
    }

    /// The paper's loss, every label taken as right.
    public static DpoLoss of(double beta) {
        return new DpoLoss(Form.SIGMOID, beta, 0);
    }

    /// Losses of pairs.
    ///
    /// @param chosen   log-ratios `ln π − ln π_ref` of the better answers, `(pairs)`
    /// @param rejected those of the worse ones, `(pairs)`
    /// @return `(pairs)`
    public Tensor losses(Tensor chosen, Tensor rejected) {
        return switch (form) {
            case SIGMOID -> asLabelled(chosen, rejected).mul(1 - labelSmoothing)
                    .add(otherWayRound(chosen, rejected).mul(labelSmoothing));
            case ROBUST -> asLabelled(chosen, rejected).mul(1 - labelSmoothing)
                    .sub(otherWayRound(chosen, rejected).mul(labelSmoothing))
                    .div(1 - 2 * labelSmoothing);
            case HINGE -> chosen.sub(rejected).mul(-beta).add(1).relu();
            case IPO -> chosen.sub(rejected).sub(1 / (2 * beta)).square();
        };
    }

    private Tensor asLabelled(Tensor chosen, Tensor rejected) {
        return BradleyTerry.losses(chosen.mul(beta), rejected.mul(beta));
    }

    private Tensor otherWayRound(Tensor chosen, Tensor rejected) {
        return BradleyTerry.losses(rejected.mul(beta), chosen.mul(beta));
    }

    /// The loss of every pair before the first step, when policy and reference are the same:
    /// `ln 2 = 0.6931` for the paper's.
    public double first() {
        return switch (form) {
            case SIGMOID, ROBUST -> Math.log(2);
            case HINGE -> 1;
            case IPO -> 1 / (4 * beta * beta);
        };
    }
}

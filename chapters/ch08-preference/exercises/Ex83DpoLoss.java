import llm.exercise.ExerciseNotDone;

/// Exercise 8.3 ★★: the loss of DPO. A policy is its own reward model: what an answer is worth to
/// it is how much likelier it has become than it was to the reference, times β.
///
/// All arrays here have two values: the chosen answer's, then the rejected one's. Return
///
/// - the implicit rewards `β (ln π − ln π_ref)` of both answers;
/// - the loss `−(1 − e) ln σ(m) − e ln σ(−m)`, where the margin `m` is the chosen reward minus the
///   rejected one and `e`, the label smoothing, is the share of pairs that may be the wrong way
///   round. With `e = 0` it is the paper's `−ln σ(m)`.
///
/// With `policy = {−10, −14}`, `reference = {−12, −13}` and `β = 0.5` the rewards are
/// `{1, −0.5}` and the margin is 1.5. The loss is 0.2014 with `e = 0` and 0.3514 with `e = 0.1`.
///
/// Log-probabilities are sums over many tokens, so a margin of ±1000 must give a number, too. The
/// loss refuses a β that is not above 0 and a smoothing outside [0, ½) with an
/// `IllegalArgumentException`. Write it without `DpoLoss` and `BradleyTerry` of the library.
///
/// Section 8.2 of the notebook.
public final class Ex83DpoLoss {
    private Ex83DpoLoss() {}

    /// @param policy    log-probabilities of both answers, in nats, `(2)`
    /// @param reference those of the reference, `(2)`
    /// @param beta      how dear a step away from the reference is
    /// @return `(2)`
    public static double[] rewards(double[] policy, double[] reference, double beta) {
        throw new ExerciseNotDone("Exercise 8.3: write rewards(double[], double[], double)");
    }

    /// @param policy         log-probabilities of both answers, in nats, `(2)`
    /// @param reference      those of the reference, `(2)`
    /// @param beta           above 0
    /// @param labelSmoothing in [0, ½)
    /// @return in nats
    public static double loss(double[] policy, double[] reference, double beta,
            double labelSmoothing) {
        throw new ExerciseNotDone("Exercise 8.3: write loss(double[], double[], double, double)");
    }
}

import llm.exercise.ExerciseNotDone;

/// Exercise 8.7 ★★: entropy and KL. Two things are watched while a policy learns from rewards: how
/// undecided it still is, and how far it has moved from its reference.
///
/// The entropy of a row of logits is `−Σ p ln p`, with `p` their softmax, in nats. Of the logits
/// `{0, 0}` it is `ln 2 = 0.6931`, of `{ln 3, 0}`, where `p = {0.75, 0.25}`, it is 0.5623. Logits
/// may be large (1000), and one of −∞ forbids a token: it has `p = 0` and adds 0.
///
/// The divergence `KL(π ‖ π_ref)` is estimated from one token that the *policy* has drawn. With
/// `d = ln π − ln π_ref` of that token the three estimates are
///
///     k1 = d    k2 = d² / 2    k3 = e⁻ᵈ − 1 + d
///
/// For `π = 0.5` and `π_ref = 0.25` they are `{0.6931, 0.2402, 0.1931}`. Write it without `Entropy`
/// and `Kl` of the library.
///
/// Section 8.5 of the notebook.
public final class Ex87EntropyAndKl {
    private Ex87EntropyAndKl() {}

    /// @param logits `(tokens, vocabSize)`
    /// @return in nats, `(tokens)`
    public static double[] entropy(double[][] logits) {
        throw new ExerciseNotDone("Exercise 8.7: write entropy(double[][])");
    }

    /// @param policy    log-probability of the token, in nats
    /// @param reference that of the reference, in nats
    /// @return k1, k2 and k3, in nats, `(3)`
    public static double[] kl(double policy, double reference) {
        throw new ExerciseNotDone("Exercise 8.7: write kl(double, double)");
    }
}

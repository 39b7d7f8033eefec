import llm.exercise.ExerciseNotDone;

/// Exercise 1.7 ★★: cross-entropy from logits. How surprised is a model by what came, in nats?
///
/// A row of logits costs `ln Σⱼ exp(xⱼ) − x[target]`, which is the negative logarithm of the
/// target's softmax. The loss is the mean over the rows that count: a row whose target is −100 is
/// ignored. Its gradient is `(softmax(x) − onehot(target)) / count` for the `count` rows that
/// count, and 0 for ignored rows. For `logits = {{0, 0}, {1, 3}, {7, 9}}` and
/// `targets = {0, 0, -100}` two rows count, and
///
/// - the loss is `(0.6931 + 2.1269) / 2 = 1.4100`
/// - the gradient is `{{-0.25, 0.25}, {-0.4404, 0.4404}, {0, 0}}`
///
/// Logits may be any finite numbers. A target whose logit is 1000 below the largest costs 1000, not
/// infinity: take the largest logit `m` out of the logarithm,
/// `ln Σⱼ exp(xⱼ) = m + ln Σⱼ exp(xⱼ − m)`.
///
/// Both methods refuse a target that is neither a class nor −100, and targets that are all −100,
/// with an `IllegalArgumentException`. Leave the arguments as they are. Write it without
/// `crossEntropy()` and `logSoftmax()` of the library.
///
/// Section 1.9 of the notebook.
public final class Ex17CrossEntropy {
    private Ex17CrossEntropy() {}

    /// @param logits  `(rows, classes)`, at least one of each
    /// @param targets `(rows)`, each in `[0, classes)` or −100
    /// @return the mean loss, nats
    public static double loss(float[][] logits, int[] targets) {
        throw new ExerciseNotDone("Exercise 1.7: write loss(float[][], int[])");
    }

    /// @param logits  `(rows, classes)`, at least one of each
    /// @param targets `(rows)`, each in `[0, classes)` or −100
    /// @return slopes of the mean loss by the logits, `(rows, classes)`
    public static float[][] gradient(float[][] logits, int[] targets) {
        throw new ExerciseNotDone("Exercise 1.7: write gradient(float[][], int[])");
    }
}

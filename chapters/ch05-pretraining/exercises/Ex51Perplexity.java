import llm.exercise.ExerciseNotDone;

/// Exercise 5.1 ★: the perplexity of several texts. A model is tested on texts of different length.
///
/// Given is how surprised it was by each token of each text: `−ln p`, in nats. Return the
/// perplexity of all texts together, `e` to the mean surprise of a *token*: every token counts
/// the same, whichever text it stands in.
///
/// The four tokens of one text had a probability of 1/2 each, the two tokens of another 1/16:
/// `{{0.693, 0.693, 0.693, 0.693}, {2.773, 2.773}}`. The mean of the six is 1.386 nats, so the
/// perplexity is 4.
///
/// A text without tokens adds nothing. Refuse texts that have no token at all with an
/// `IllegalArgumentException`. Texts may be thousands of tokens long.
///
/// Section 5.1 of the notebook.
public final class Ex51Perplexity {
    private Ex51Perplexity() {}

    /// @param surprises nats, `(texts, tokens)`, each text of a length of its own
    public static double perplexity(double[][] surprises) {
        throw new ExerciseNotDone("Exercise 5.1: write perplexity(double[][])");
    }
}

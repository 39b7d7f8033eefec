import llm.exercise.ExerciseNotDone;

/// Exercise 9.2 ★: which choice wins. The same log-probabilities give up to four different winners,
/// depending on what they are divided by.
///
/// Given are the log-probability of each choice, the sum over its tokens in nats, its text, and how
/// many tokens it has. Return the winner, counted from 0, under four scores:
///
/// 1. the sum as it is;
/// 2. the sum divided by the characters of the text, which are its code points;
/// 3. the sum divided by the bytes of the text in UTF-8;
/// 4. the sum divided by the tokens.
///
/// The largest score wins, and the first of equal ones. The texts are without the blank that stood
/// before them in the prompt, so that it does not count.
///
/// ```text
/// choice      sum   tokens   sum/characters   sum/bytes   sum/tokens
/// certainly    −9      2         −1     ←       −1          −4.5
/// 12345       −10      5         −2             −2          −2     ←
/// no           −4 ←    1         −2             −2          −4
/// да, да       −8      3         −1.33          −0.8 ←      −2.67
/// ```
///
/// So the result is `{2, 0, 3, 1}`. Write it without `ChoiceNorm` and `ScoredQuestion` of the
/// library.
///
/// Section 9.3 of the notebook.
public final class Ex92ChoiceNorms {
    private Ex92ChoiceNorms() {}

    /// @param logProbs sum of each choice in nats, below 0, `(choices)`
    /// @param choices  their texts, none of them empty, `(choices)`
    /// @param tokens   of each, at least 1, `(choices)`
    /// @return winners by sum, characters, bytes and tokens, `(4)`
    public static int[] winners(double[] logProbs, String[] choices, int[] tokens) {
        throw new ExerciseNotDone("Exercise 9.2: write winners(double[], String[], int[])");
    }
}

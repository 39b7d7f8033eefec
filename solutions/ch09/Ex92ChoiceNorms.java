import java.nio.charset.StandardCharsets;

/// Exercise 9.2: which choice wins.
///
/// **Why.** Each token more multiplies by a probability below 1, so a sum favours short texts. A
/// division makes it a mean: of a character, a byte or a token. Bytes and characters depend on the
/// text alone, tokens on the tokenizer too; no norm is right for all, so a score names its norm.
///
/// **Complexity.** One pass over the texts for each norm.
///
/// **Common mistakes.** `length()` of a string, which counts units of UTF-16 and is neither
/// characters nor bytes; the blank that stands before a choice in the prompt; a search for the
/// largest that begins at 0 or at `Double.MIN_VALUE`, above all log-probabilities; `>=`, by which
/// the last of equal choices wins.
public final class Ex92ChoiceNorms {
    private Ex92ChoiceNorms() {}

    public static int[] winners(double[] logProbs, String[] choices, int[] tokens) {
        double[][] scores = new double[4][choices.length];   // (norms, choices)
        for (int i = 0; i < choices.length; i++) {
            int characters = choices[i].codePointCount(0, choices[i].length());
            int bytes = choices[i].getBytes(StandardCharsets.UTF_8).length;
            scores[0][i] = logProbs[i];
            scores[1][i] = logProbs[i] / characters;
            scores[2][i] = logProbs[i] / bytes;
            scores[3][i] = logProbs[i] / tokens[i];
        }
        int[] winners = new int[4];                          // (norms)
        for (int norm = 0; norm < 4; norm++) {
            winners[norm] = largest(scores[norm]);
        }
        return winners;
    }

    private static int largest(double[] scores) {
        int best = -1;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > bestScore) {
                best = i;
                bestScore = scores[i];
            }
        }
        return best;
    }
}

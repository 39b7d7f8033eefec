import java.nio.charset.StandardCharsets;

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
        int best = 0;
        double bestScore = Double.MIN_VALUE;
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > bestScore) {
                best = i;
                bestScore = scores[i];
            }
        }
        return best;
    }
}

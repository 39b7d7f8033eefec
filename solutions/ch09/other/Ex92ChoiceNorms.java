import java.nio.charset.StandardCharsets;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// With a function for each norm, and a fold that keeps the first of equal choices.
public final class Ex92ChoiceNorms {
    private Ex92ChoiceNorms() {}

    public static int[] winners(double[] logProbs, String[] choices, int[] tokens) {
        int count = choices.length;
        return new int[] {
            best(count, i -> logProbs[i]),
            best(count, i -> logProbs[i] / choices[i].codePoints().count()),
            best(count, i -> logProbs[i] / choices[i].getBytes(StandardCharsets.UTF_8).length),
            best(count, i -> logProbs[i] / tokens[i])};
    }

    private static int best(int count, IntToDoubleFunction score) {
        return IntStream.range(1, count).reduce(0, (best, i) ->
                score.applyAsDouble(i) > score.applyAsDouble(best) ? i : best);
    }
}

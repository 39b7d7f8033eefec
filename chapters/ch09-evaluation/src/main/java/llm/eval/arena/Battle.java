package llm.eval.arena;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Two models answered the same prompt, and somebody said whose answer is better.
///
/// @param modelA name of one
/// @param modelB name of the other
/// @param winner whose answer is better
public record Battle(String modelA, String modelB, Winner winner) {

    /// Whose answer is better.
    public enum Winner {
        /// That of the first model.
        MODEL_A("model_a", 1),
        /// That of the second.
        MODEL_B("model_b", 0),
        /// Both are equally good.
        TIE("tie", 0.5),
        /// Both are bad: a tie, too. Older files write `tie (bothbad)`.
        BOTH_BAD("both_bad", 0.5);

        private static final String OLD_BOTH_BAD = "tie (bothbad)";

        private final String label;
        private final double score;

        Winner(String label, double score) {
            this.label = label;
            this.score = score;
        }

        /// The winner that files call so.
        ///
        /// @throws IllegalArgumentException if there is none
        public static Winner named(String label) {
            String today = label.equals(OLD_BOTH_BAD) ? BOTH_BAD.label : label;
            return Arrays.stream(values()).filter(winner -> winner.label.equals(today)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the winner must be one of %s, %s, got %s".formatted(
                                    Arrays.stream(values()).map(winner -> winner.label)
                                            .collect(Collectors.joining(", ")),
                                    OLD_BOTH_BAD, label)));
        }

        /// The winner after the models have changed sides.
        Winner swapped() {
            return switch (this) {
                case MODEL_A -> MODEL_B;
                case MODEL_B -> MODEL_A;
                case TIE, BOTH_BAD -> this;
            };
        }
    }

    public Battle {
        if (modelA.isBlank() || modelB.isBlank() || modelA.equals(modelB)) {
            throw new IllegalArgumentException("the models must be two different names, got \""
                    + modelA + "\" and \"" + modelB + "\"");
        }
    }

    /// A battle that one model has won.
    public static Battle won(String winner, String loser) {
        return new Battle(winner, loser, Winner.MODEL_A);
    }

    /// What `modelA` gets for it: 1 for a win, ½ for a tie, 0 for a defeat.
    public double score() {
        return winner.score;
    }

    /// The same battle, the models named in the other order.
    public Battle swapped() {
        return new Battle(modelB, modelA, winner.swapped());
    }
}

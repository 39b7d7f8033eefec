package llm.instruct;

import java.util.Arrays;

/// An example as the ids that a model is trained on.
///
/// @param number of the example in its data, from 1
/// @param ids    prompt, answer and one end token, two ids or more
/// @param masked how many ids from the start are no targets; the first never is one
public record TrainingRow(int number, int[] ids, int masked) {

    public TrainingRow {
        if (ids.length < 2 || masked < 0) {
            throw new IllegalArgumentException(("a row must have 2 ids or more, and masked must be "
                    + "0 or more, got %d ids, masked=%d").formatted(ids.length, masked));
        }
    }

    /// Puts the end token behind an example.
    public static TrainingRow of(int number, PromptIds ids, int end, Masking masking) {
        int[] whole = ids.whole();
        int[] ended = Arrays.copyOf(whole, whole.length + 1);
        ended[whole.length] = end;
        return new TrainingRow(number, ended, masking.masked(ids));
    }

    /// Ids that the model reads: the last one is a target only.
    public int tokens() {
        return ids.length - 1;
    }

    /// Targets that count.
    public int targets() {
        return Math.max(0, ids.length - Math.max(1, masked));
    }

    /// As much as fits; an answer that is cut has no end token.
    public TrainingRow cutTo(int context) {
        return tokens() <= context ? this
                : new TrainingRow(number, Arrays.copyOf(ids, context + 1), masked);
    }
}

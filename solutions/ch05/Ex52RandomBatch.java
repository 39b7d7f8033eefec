import java.util.function.IntUnaryOperator;

/// Exercise 5.2: a batch from random places.
///
/// **Why.** One window gives `context` predictions to learn from, because the target of each id is
/// the id after it. So a window takes `context + 1` ids, and there are `n − context` places where
/// these fit into `n`. With random places nothing has to be shuffled or remembered but the state
/// of the generator; some ids are seen often and some rarely, where an epoch sees each once.
///
/// **Complexity.** O(batch · context) time and memory, however long the text is.
///
/// **Common mistakes.** A bound of `n − context − 1`, which never reaches the last window; of
/// `n − context + 1` or `n`, which runs over the end once in a while; targets that are the inputs,
/// which any model learns at once; one draw for the whole batch, so that its rows are neighbours.
public final class Ex52RandomBatch {
    private Ex52RandomBatch() {}

    public static int[][][] batch(int[] ids, int batchSize, int context, IntUnaryOperator draw) {
        if (batchSize < 1 || context < 1 || context >= ids.length) {
            throw new IllegalArgumentException(("batchSize and context must be at least 1 and the "
                    + "text longer than context, got batchSize=%d, context=%d, %d ids")
                    .formatted(batchSize, context, ids.length));
        }
        int[][][] batch = new int[2][batchSize][context];   // (2, batch, tokens)
        for (int row = 0; row < batchSize; row++) {
            int start = draw.applyAsInt(ids.length - context);
            for (int t = 0; t < context; t++) {
                batch[0][row][t] = ids[start + t];
                batch[1][row][t] = ids[start + t + 1];
            }
        }
        return batch;
    }
}

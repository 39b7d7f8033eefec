package llm.text.dataset;

import java.util.SplittableRandom;

/// How a [DataLoader] groups and orders the examples.
///
/// @param batchSize examples per batch
/// @param shuffle   whether each epoch has an order of its own, drawn from `seed` and the epoch
/// @param dropLast  whether a last batch with fewer examples is left out
public record BatchOrder(int batchSize, boolean shuffle, long seed, boolean dropLast) {

    public BatchOrder {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize must be at least 1, got " + batchSize);
        }
    }

    /// Batches in the order of the text, the last one included: for evaluation.
    public static BatchOrder inOrder(int batchSize) {
        return new BatchOrder(batchSize, false, 0, false);
    }

    /// Full batches in a new order each epoch: for training.
    public static BatchOrder shuffled(int batchSize, long seed) {
        return new BatchOrder(batchSize, true, seed, true);
    }

    int batches(int examples) {
        return dropLast ? examples / batchSize : Math.ceilDiv(examples, batchSize);
    }

    /// The order of the examples in an epoch; the same seed and epoch always give the same.
    int[] examples(int count, int epoch) {
        if (!shuffle) {
            return Permutation.inOrder(count);
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int skipped = 0; skipped < epoch; skipped++) {
            random.split();                     // the epoch-th branch of the seed's generator
        }
        return Permutation.random(count, random.split());
    }
}

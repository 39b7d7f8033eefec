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
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        if (shuffle) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int skipped = 0; skipped < epoch; skipped++) {
                random.split();                 // the epoch-th branch of the seed's generator
            }
            fisherYates(order, random.split());
        }
        return order;
    }

    private static void fisherYates(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }
}

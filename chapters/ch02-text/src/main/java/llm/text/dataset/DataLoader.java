package llm.text.dataset;

import java.util.Iterator;
import java.util.NoSuchElementException;
import llm.tensor.IntTensor;

/// Serves the examples of a [TokenDataset] in batches. Each `for` loop over it goes through one
/// epoch, or through what is left of the current one.
///
/// [#position] after a batch, saved and given to [#restore], continues with the batch after it.
/// Not safe for use by several threads.
public final class DataLoader implements Iterable<Batch> {

    private final TokenDataset dataset;
    private final BatchOrder order;
    private final int batches;
    private Position position = new Position(0, 0);

    /// @throws IllegalArgumentException if there is not a single batch
    public DataLoader(TokenDataset dataset, BatchOrder order) {
        this.dataset = dataset;
        this.order = order;
        batches = order.batches(dataset.size());
        if (batches == 0) {
            throw new IllegalArgumentException(
                    "there must be examples for one batch, got %d examples, batchSize=%d"
                            .formatted(dataset.size(), order.batchSize()));
        }
    }

    /// Batches per epoch.
    public int batches() {
        return batches;
    }

    /// The batch that comes next.
    public Position position() {
        return position;
    }

    /// Continues at a position that was saved.
    ///
    /// @throws IllegalArgumentException if this loader has no such batch
    public void restore(Position saved) {
        if (saved.batch() >= batches) {
            throw new IllegalArgumentException("the batch of a position must be below %d, got %d"
                    .formatted(batches, saved.batch()));
        }
        position = saved;
    }

    @Override
    public Iterator<Batch> iterator() {
        return new Epoch(position.epoch());
    }

    private Batch batch(int[] examples, int number) {
        int first = number * order.batchSize();
        int rows = Math.min(order.batchSize(), examples.length - first);
        int[] inputs = new int[rows * dataset.context()];                   // (batch, tokens)
        int[] targets = new int[rows * dataset.context()];                  // (batch, tokens)
        for (int row = 0; row < rows; row++) {
            dataset.copy(examples[first + row], inputs, targets, row);
        }
        return new Batch(IntTensor.of(inputs, rows, dataset.context()),
                IntTensor.of(targets, rows, dataset.context()));
    }

    /// Where a loader stands; both count from 0.
    public record Position(int epoch, int batch) {

        public Position {
            if (epoch < 0 || batch < 0) {
                throw new IllegalArgumentException(
                        "epoch and batch must be at least 0, got epoch=%d, batch=%d"
                                .formatted(epoch, batch));
            }
        }
    }

    private final class Epoch implements Iterator<Batch> {

        private final int epoch;
        private final int[] examples;

        private Epoch(int epoch) {
            this.epoch = epoch;
            examples = order.examples(dataset.size(), epoch);
        }

        @Override
        public boolean hasNext() {
            return position.epoch() == epoch;
        }

        @Override
        public Batch next() {
            if (!hasNext()) {
                throw new NoSuchElementException(
                        "epoch " + epoch + " must have a batch left, got none");
            }
            int number = position.batch();
            position = number + 1 < batches
                    ? new Position(epoch, number + 1)
                    : new Position(epoch + 1, 0);
            return batch(examples, number);
        }
    }
}

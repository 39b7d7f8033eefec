package llm.text.dataset;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// Serves the examples of a [Dataset] in batches. Each `for` loop over it goes through one epoch,
/// or through what is left of the current one.
///
/// [#position] after a batch, saved and given to [#restore], continues with the batch after it.
/// Not safe for use by several threads.
///
/// @param <B> a batch
public final class DataLoader<B> implements Iterable<B>, BatchSource<B> {

    private final Dataset<B> dataset;
    private final BatchOrder order;
    private final int batches;
    private Position position = Position.START;
    private int[] examples = {};                            // in the order of `shuffledFor`
    private int shuffledFor = -1;                           // an epoch
    private @Nullable String fingerprint;                   // once asked for

    /// @throws IllegalArgumentException if there is not a single batch
    public DataLoader(Dataset<B> dataset, BatchOrder order) {
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

    @Override
    public Position position() {
        return position;
    }

    @Override
    public void restore(Position saved) {
        if (saved.batch() >= batches) {
            throw new IllegalArgumentException("the batch of a position must be below %d, got %d"
                    .formatted(batches, saved.batch()));
        }
        position = saved;
    }

    @Override
    public String fingerprint() {
        if (fingerprint == null) {
            fingerprint = dataset.fingerprint() + "; " + order;
        }
        return fingerprint;
    }

    @Override
    public B next() {
        if (shuffledFor != position.epoch()) {
            examples = order.examples(dataset.size(), position.epoch());
            shuffledFor = position.epoch();
        }
        int first = position.batch() * order.batchSize();
        int end = Math.min(first + order.batchSize(), examples.length);
        position = position.batch() + 1 < batches
                ? new Position(position.epoch(), position.batch() + 1)
                : new Position(position.epoch() + 1, 0);
        return dataset.batch(Arrays.copyOfRange(examples, first, end));
    }

    @Override
    public Iterator<B> iterator() {
        return new Epoch(position.epoch());
    }

    private final class Epoch implements Iterator<B> {

        private final int epoch;

        private Epoch(int epoch) {
            this.epoch = epoch;
        }

        @Override
        public boolean hasNext() {
            return position.epoch() == epoch;
        }

        @Override
        public B next() {
            if (!hasNext()) {
                throw new NoSuchElementException(
                        "epoch " + epoch + " must have a batch left, got none");
            }
            return DataLoader.this.next();
        }
    }
}

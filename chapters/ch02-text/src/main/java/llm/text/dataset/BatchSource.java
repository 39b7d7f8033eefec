package llm.text.dataset;

/// Where a training gets its batches: one after the other, without end, and from any place where an
/// earlier training stopped.
///
/// @param <B> a batch
public interface BatchSource<B> {

    /// The next batch; behind the last one of an epoch comes the first of the next.
    B next();

    /// The place of the batch that comes next.
    Position position();

    /// Whether the place alone says how to go on. Not so in the midst of batches that were made
    /// from what a model wrote before it changed.
    default boolean resumable() {
        return true;
    }

    /// Goes on at a place that was saved.
    ///
    /// @throws IllegalArgumentException if there is no such batch
    void restore(Position saved);

    /// What the batches are made of, in words that differ where the data or their order do. A
    /// training that goes on is held against it.
    String fingerprint();

    /// A place in the data; both count from 0.
    record Position(int epoch, int batch) {
        public static final Position START = new Position(0, 0);

        public Position {
            if (epoch < 0 || batch < 0) {
                throw new IllegalArgumentException(
                        "epoch and batch must be at least 0, got epoch=%d, batch=%d"
                                .formatted(epoch, batch));
            }
        }
    }
}

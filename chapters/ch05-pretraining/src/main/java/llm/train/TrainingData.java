package llm.train;

import llm.text.dataset.BatchSource;
import org.jspecify.annotations.Nullable;

/// What a training reads.
///
/// @param training   batches to learn from
/// @param validation an epoch of it is an evaluation; null for none. Its batches are its own: the
///                   same text is evaluated however large those of the training are
/// @param <B>        a batch
public record TrainingData<B>(BatchSource<B> training, @Nullable BatchSource<B> validation) {

    /// Nothing is evaluated.
    public static <B> TrainingData<B> only(BatchSource<B> training) {
        return new TrainingData<>(training, null);
    }

    String fingerprint() {
        return training.fingerprint();
    }
}

package llm.text.dataset;

/// Examples that can be put together into batches.
///
/// @param <B> a batch
public interface Dataset<B> {

    /// Number of examples.
    int size();

    /// The examples of these numbers as one batch, in this order.
    ///
    /// @throws IllegalArgumentException if there is no such example
    B batch(int... examples);

    /// The contents in words that differ where the contents do, such as their checksum.
    String fingerprint();
}

package llm.classify;

/// A text and the class it belongs to.
///
/// @param label the name of the class, such as `spam`
public record Example(String text, String label) {

    /// @throws IllegalArgumentException if there is no label
    public Example {
        if (label.isBlank()) {
            throw new IllegalArgumentException(
                    "an example must have a label, got none for " + text);
        }
    }
}

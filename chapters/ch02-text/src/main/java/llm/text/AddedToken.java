package llm.text;

/// A token that was added beside the vocabulary learned from text, and that is found in text
/// before everything else.
///
/// @param text    how it is spelled, such as `<|endoftext|>`
/// @param special whether it controls the model and is therefore never read from plain text
public record AddedToken(int id, String text, boolean special) {

    public AddedToken {
        if (id < 0 || text.isEmpty()) {
            throw new IllegalArgumentException(
                    "an added token must have an id ≥ 0 and a text, got id=%d, text=\"%s\""
                            .formatted(id, text));
        }
    }
}

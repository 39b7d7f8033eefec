package llm.text.pretokenize;

/// A token that was added beside the vocabulary learned from text, and that is found in text
/// before everything else.
///
/// @param text     how it is spelled, such as `<|endoftext|>`
/// @param special  whether it controls the model and is therefore never read from plain text
/// @param matching where in a text it is found
public record AddedToken(int id, String text, boolean special, Matching matching) {

    public AddedToken {
        if (id < 0 || text.isEmpty()) {
            throw new IllegalArgumentException(
                    "an added token must have an id ≥ 0 and a text, got id=%d, text=\"%s\""
                            .formatted(id, text));
        }
    }

    /// A token that is found wherever its text stands.
    public AddedToken(int id, String text, boolean special) {
        this(id, text, special, Matching.EXACT);
    }

    /// Where a token is found; the names in brackets are those of `tokenizer.json`.
    ///
    /// @param wholeWord    only where no letter, digit or underscore is beside it (`single_word`)
    /// @param spaceBefore  takes the white space before it along (`lstrip`)
    /// @param spaceAfter   takes the white space after it along (`rstrip`)
    /// @param inNormalText looked for after the text has been normalised (`normalized`)
    public record Matching(boolean wholeWord, boolean spaceBefore, boolean spaceAfter,
                           boolean inNormalText) {

        public static final Matching EXACT = new Matching(false, false, false, false);
    }
}

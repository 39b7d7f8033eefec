package llm.notebooks;

/// A mistake that one could make in the library, and where the book must notice it.
///
/// @param mistake     what is wrong, in a sentence
/// @param source      the file in the `src/main/java` or `src/main/resources` of a module
/// @param text        what stands in the file, once
/// @param replacement the mistake
/// @param notebook    the chapter's notebook, such as `ch03`
/// @param section     the section whose check must fail, such as `3.4`
record Patch(String mistake, String source, String text, String replacement, String notebook,
             String section) {

    /// The first half of a patch: what is changed.
    record Change(String mistake, String source, String text, String replacement) {
        /// The second half: where it is noticed.
        Patch failsIn(String notebook, String section) {
            return new Patch(mistake, source, text, replacement, notebook, section);
        }
    }

    static Change of(String mistake, String source, String text, String replacement) {
        return new Change(mistake, source, text, replacement);
    }

    /// The file's text with the mistake in it.
    ///
    /// @throws IllegalStateException if the text to replace is not there, or not only once
    String applyTo(String content) {
        int first = content.indexOf(text);
        if (first < 0 || content.indexOf(text, first + 1) >= 0) {
            throw new IllegalStateException(("%s must have the text \"%s\" exactly once, got it "
                    + "%s: bring the patch up to date").formatted(source, text,
                    first < 0 ? "nowhere" : "several times"));
        }
        return content.replace(text, replacement);
    }
}

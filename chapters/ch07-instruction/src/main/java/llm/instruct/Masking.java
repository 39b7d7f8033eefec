package llm.instruct;

/// What of an example is read only, and not trained: its targets do not count.
public enum Masking {
    /// Everything is trained, as in pretraining.
    NOTHING,
    /// All that is asked; the header that announces the answer is trained, as in the course.
    QUERY,
    /// The whole prompt: the model learns answers, and nothing of how questions go on.
    PROMPT;

    /// How many ids from the start are no targets.
    int masked(PromptIds ids) {
        return switch (this) {
            case NOTHING -> 0;
            case QUERY -> ids.query().length;
            case PROMPT -> ids.query().length + ids.header().length;
        };
    }
}

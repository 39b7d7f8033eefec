package llm.tales;

/// The part of a corpus that a story belongs to, decided by its index alone: every tenth story
/// validates, so a corpus keeps its split when it grows.
public enum Split {
    TRAIN, VALIDATION;

    private static final int EVERY = 10;

    /// The part that the story with this index (from 0) belongs to.
    public static Split of(long index) {
        return index % EVERY == EVERY - 1 ? VALIDATION : TRAIN;
    }
}

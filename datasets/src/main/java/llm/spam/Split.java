package llm.spam;

/// The part of a set that a message belongs to, decided by its index alone. Of ten messages in a
/// row, seven train, one validates and two test, so a set keeps its split when it grows.
public enum Split {
    TRAIN, VALIDATION, TEST;

    /// The part that the message with this index (from 0) belongs to.
    public static Split of(long index) {
        int place = (int) (index % 10);
        return place < 7 ? TRAIN : place < 8 ? VALIDATION : TEST;
    }
}

package llm.grade;

/// An answer runs no more: it took too long or too much, or ended its JVM.
public final class AnswerStopped extends Error {
    private static final long serialVersionUID = 1;

    private final Status status;

    /// @param status how it ended
    /// @param why    such as `it ran for more than 10 s`
    public AnswerStopped(Status status, String why) {
        super(why, null, false, false);
        this.status = status;
    }

    public Status status() {
        return status;
    }
}

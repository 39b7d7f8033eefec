package llm.show;

/// A claim of a notebook that does not hold.
public final class CheckFailed extends IllegalStateException {
    private static final long serialVersionUID = 1;

    CheckFailed(String message) {
        super(message);
    }
}

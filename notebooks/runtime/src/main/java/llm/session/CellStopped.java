package llm.session;

/// Ends a cell that the user interrupted. An error, so that `catch (Exception e)` in a cell does
/// not swallow it.
public final class CellStopped extends Error {
    private static final long serialVersionUID = 1;

    CellStopped() {
        super("the cell was interrupted");
    }
}

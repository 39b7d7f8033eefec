package llm.grade;

/// An answer lacks what the stub declares.
public final class NotAsDeclared extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param missing such as `a method static int count(String)`
    public NotAsDeclared(String missing) {
        super("the class must have " + missing + ", as in the stub; ./llm reset shows it");
    }
}

package llm.grade;

/// An answer lacks what the stub declares.
public final class NotAsDeclared extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param message what is lacking
    public NotAsDeclared(String message) {
        super(message);
    }

    /// @param missing such as `the method static int count(String)`
    public static NotAsDeclared lacking(String missing) {
        return new NotAsDeclared("the class must have " + missing + ", as in the stub");
    }
}

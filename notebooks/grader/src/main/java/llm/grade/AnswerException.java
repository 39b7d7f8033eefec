package llm.grade;

/// An exception of an answer's that has no equal in this JVM.
public final class AnswerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String type;

    /// @param type the simple name of what was thrown, such as `FileNotFoundException`
    public AnswerException(String type, String message) {
        super(message);
        this.type = type;
    }

    /// The simple name of what was thrown.
    public String type() {
        return type;
    }
}

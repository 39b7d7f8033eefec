package llm.grade;

/// An exception of an answer's that has no equal in this JVM.
public final class AnswerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String type;

    /// @param type the name of what was thrown, such as `java.io.FileNotFoundException`
    public AnswerException(String type, String message) {
        super(message);
        this.type = type;
    }

    /// The simple name of what was thrown.
    public String type() {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    @Override
    public String toString() {
        return type() + ": " + getMessage();
    }

    /// Whether it is one of Java's own exceptions: the name of another may tell anything.
    public boolean isOfJava() {
        try {
            return type.startsWith("java.") && Throwable.class.isAssignableFrom(
                    Class.forName(type, false, ClassLoader.getPlatformClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}

package llm.grade.process;

/// Bytes that the other process did not send as it should.
final class Garbled extends RuntimeException {
    private static final long serialVersionUID = 1;

    Garbled(String message) {
        super(message);
    }
}

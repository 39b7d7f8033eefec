package llm.grade.process;

/// What the two processes say to each other, each as one byte before its content.
enum Message {
    /// To the answer's process: sources, to be compiled.
    COMPILE,
    /// To the answer's process: classes, and the name of the answer's.
    LOAD,
    /// To the answer's process: the descriptor of a constructor, and arguments.
    CONSTRUCT,
    /// To the answer's process: an object's number or 0, name and descriptor, and arguments.
    CALL,
    /// To the answer's process: the number of a result, and its gradient.
    BACKWARD,
    /// Back: a result.
    RESULT,
    /// Back: an exception.
    THROWN,
    /// Back, before the result: a call of a function that was an argument.
    CALLBACK;

    private static final Message[] ALL = values();

    static Message of(int code) {
        if (code < 0 || code >= ALL.length) {
            throw new Garbled("a message must begin with its kind, got " + code);
        }
        return ALL[code];
    }
}

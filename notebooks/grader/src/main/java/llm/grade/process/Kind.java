package llm.grade.process;

/// How a value is written, each as one byte before it.
enum Kind {
    NULL, BOOLEAN, BYTE, SHORT, CHARACTER, INTEGER, LONG, FLOAT, DOUBLE, STRING, ENUM, RECORD, LIST,
    MAP, SET, OPTIONAL, ARRAY, TENSOR, FUNCTION;

    private static final Kind[] ALL = values();

    static Kind of(int code) {
        if (code < 0 || code >= ALL.length) {
            throw new Garbled("a value must begin with its kind, got " + code);
        }
        return ALL[code];
    }
}

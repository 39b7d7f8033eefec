package llm.cpu.x86;

/// A place in the code to jump to, set before or after the jump.
final class Label {
    static final int UNKNOWN = -1;

    int at = UNKNOWN;
    int jump = UNKNOWN;                                      // one that waits for `at`
}

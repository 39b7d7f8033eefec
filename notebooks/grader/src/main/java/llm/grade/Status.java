package llm.grade;

import java.util.Locale;

/// How the grading of an exercise ended.
public enum Status {
    /// Every test passed.
    PASSED,
    /// A test failed, or the exercise is not done.
    FAILED,
    /// The answer ran too long.
    TIMEOUT,
    /// The answer needed too much memory.
    MEMORY,
    /// The answer printed too much.
    OUTPUT,
    /// The answer ended its JVM.
    EXIT,
    /// The answer is no Java that compiles, or lacks what the stub declares.
    COMPILE,
    /// The answer's process was killed, or crashed.
    KILLED;

    /// As tables and files write it, such as `passed`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

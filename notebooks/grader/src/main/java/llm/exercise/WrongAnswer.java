package llm.exercise;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A graded test failed: what is wrong in words, and the misconception behind it if it is known.
public final class WrongAnswer extends AssertionError {
    private static final long serialVersionUID = 1;

    private final @Nullable String misconception;
    private final String words;
    private final String detail;

    /// @param misconception its key, such as `mask-hides-itself`; null if no rule knows the answer
    /// @param words         what is wrong, without values
    /// @param detail        where, and with which values; not shown for private tests
    WrongAnswer(@Nullable String misconception, String words, String detail) {
        super(words + ": " + detail);
        this.misconception = misconception;
        this.words = words;
        this.detail = detail;
    }

    public Optional<String> misconception() {
        return Optional.ofNullable(misconception);
    }

    public String words() {
        return words;
    }

    public String detail() {
        return detail;
    }
}

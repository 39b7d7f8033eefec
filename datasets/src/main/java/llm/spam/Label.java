package llm.spam;

import java.util.Locale;

/// What a message is. The ordinal is its class number: 0 or 1.
public enum Label {
    /// A message that one wants: from friends, family, and whoever one does business with.
    HAM,
    /// A message that wants one's money, data or time, and was not asked for.
    SPAM;

    /// The label as files spell it: `ham` or `spam`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The label that a file spells so.
    ///
    /// @throws IllegalArgumentException if `word` is neither `ham` nor `spam`
    public static Label of(String word) {
        return switch (word) {
            case "ham" -> HAM;
            case "spam" -> SPAM;
            default -> throw new IllegalArgumentException(
                    "a label must be ham or spam, got " + word);
        };
    }
}

package llm.preferences;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What makes the chosen answer the better one: the two sets of pairs.
public enum Preference {
    /// Both answers say the same, one politely and one rudely.
    POLITE,
    /// One answer is right and the other is not.
    RIGHT;

    /// The set that files and the command line call by this label.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Preference of(String label) {
        return Arrays.stream(values()).filter(set -> set.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a set must be one of "
                        + Arrays.stream(values()).map(Preference::label)
                                .collect(Collectors.joining(", ")) + ", got " + label));
    }

    /// The name in files: `polite`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

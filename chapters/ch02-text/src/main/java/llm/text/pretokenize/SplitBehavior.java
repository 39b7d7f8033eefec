package llm.text.pretokenize;

import java.util.Arrays;
import java.util.Optional;

/// What becomes of the matches of an expression that cuts text, and of the gaps between them.
public enum SplitBehavior {
    /// Matches and gaps are pieces.
    ISOLATED("Isolated", false),
    /// Only the matches are pieces.
    MATCHES("Removed", true),
    /// Only the gaps are pieces.
    GAPS("Removed", false),
    /// A match belongs to the piece before it, unless that is a match too.
    WITH_PREVIOUS("MergedWithPrevious", false),
    /// A match belongs to the piece after it, unless that is a match too.
    WITH_NEXT("MergedWithNext", false);

    private final String jsonName;
    private final boolean inverted;

    SplitBehavior(String jsonName, boolean inverted) {
        this.jsonName = jsonName;
        this.inverted = inverted;
    }

    /// How `tokenizer.json` names it.
    public String jsonName() {
        return jsonName;
    }

    /// Whether `tokenizer.json` writes it with matches and gaps exchanged.
    public boolean inverted() {
        return inverted;
    }

    public static Optional<SplitBehavior> named(String jsonName, boolean inverted) {
        return Arrays.stream(values())
                .filter(each -> each.jsonName.equals(jsonName)
                        && (each.inverted == inverted || each == ISOLATED))
                .findFirst();
    }
}

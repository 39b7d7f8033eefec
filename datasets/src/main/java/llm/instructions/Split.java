package llm.instructions;

import java.util.Locale;
import llm.tales.SplitMix;

/// The part of the data that an entry belongs to. No phrasing is used in two of them, nor is a row
/// of an open table, such as a name. A row of a closed table, such as a pair of opposites, recurs.
/// ([llm.tales.Split] goes by the place of a story and has no part for a test.)
public enum Split {
    TRAIN, VALIDATION, TEST;

    private static final int CYCLE = 5;

    /// The part that the row at this place (from 0) of an open table belongs to: of every five,
    /// the first three train, the fourth validates, the fifth is for the test.
    static Split ofRow(int place) {
        return switch (place % CYCLE) {
            case 3 -> VALIDATION;
            case 4 -> TEST;
            default -> TRAIN;
        };
    }

    /// The part that a text belongs to, by a hash of it: so that the same text is never in two of
    /// them. The hash of a string is part of Java's specification.
    public static Split ofText(String text) {
        return ofRow(new SplitMix(text.hashCode()).nextInt(CYCLE));
    }

    /// What the committed sample of the part has behind its name: nothing, `-validation` or
    /// `-test`.
    public String suffix() {
        return this == TRAIN ? "" : "-" + name().toLowerCase(Locale.ROOT);
    }
}

package llm.tales;

import java.util.List;

/// A part in a story, such as `hero` or `toy`, and the rows that may play it.
///
/// @param number the role's place in [Telling]'s list of who plays what
record Role(String name, int number, List<Table.Row> candidates) {

    Role {
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException(
                    "a role must have candidates, got none for " + name);
        }
    }

    /// One form of every candidate, in the order of [#candidates()].
    List<String> forms(String column) {
        return candidates.stream().map(row -> row.cell(column)).toList();
    }
}

package llm.instructions;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The templates of `phrasings.txt`: how each split asks for each kind of task.
final class Phrasings {
    private final Map<Kind, Map<Split, List<String>>> templates = new EnumMap<>(Kind.class);

    /// Reads a kind in capitals at the margin, below it a split in small letters at the margin,
    /// below that its templates, indented. `#` at the margin begins a comment.
    Phrasings(String text) {
        Kind kind = null;
        List<String> templatesOfSplit = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith(" ")) {
                templatesOfSplit.add(line.strip());
            } else if (kind == null || Character.isUpperCase(line.charAt(0))) {
                kind = Kind.valueOf(line.strip());
                templates.put(kind, new EnumMap<>(Split.class));
            } else {
                Split split = Split.valueOf(line.strip().toUpperCase(Locale.ROOT));
                templatesOfSplit = new ArrayList<>();
                templates.get(kind).put(split, templatesOfSplit);
            }
        }
    }

    /// The templates of the resource file.
    static Phrasings standard() {
        return Standard.PHRASINGS;
    }

    /// The templates of a kind that a split uses.
    List<String> of(Kind kind, Split split) {
        return List.copyOf(templates.get(kind).get(split));
    }

    private static final class Standard {
        private static final Phrasings PHRASINGS =
                new Phrasings(Words.resource("phrasings.txt"));
    }
}

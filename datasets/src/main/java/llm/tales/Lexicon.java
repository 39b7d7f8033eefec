package llm.tales;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What a reader of the tales knows about their words: which are names, objects, colours, and
/// which occur at all.
final class Lexicon {
    private final Map<String, String> pronounByName = new HashMap<>();
    private final Map<String, String> titleByName = new HashMap<>();
    private final Set<String> objects;
    private final Set<String> colours;
    private final Set<String> vocabulary = new HashSet<>();

    Lexicon(Grammar grammar) {
        grammar.rows(Table.Kind.CHARACTER).forEach(this::addCharacter);
        objects = grammar.rows(Table.Kind.OBJECT).map(Table.Row::word).collect(Collectors.toSet());
        colours = grammar.rows(Table.Kind.OTHER).filter(row -> row.has("colour"))
                .map(Table.Row::word).collect(Collectors.toSet());
        for (Grammar.Plot plot : grammar.plots()) {
            plot.story().collect(text -> vocabulary.addAll(Prose.words(text)));
        }
    }

    static Lexicon standard() {
        return new Lexicon(Grammar.standard());
    }

    private void addCharacter(Table.Row row) {
        List<String> words = Prose.words(row.word());       // "Mia", or "Grandma", "Rose"
        pronounByName.put(words.getLast(), row.cell("he"));
        if (words.size() > 1) {
            titleByName.put(words.getLast(), words.getFirst());
        }
    }

    boolean isName(String word) {
        return pronounByName.containsKey(word);
    }

    /// "he" or "she" for a name, empty for any other word.
    String pronoun(String name) {
        return pronounByName.getOrDefault(name, "");
    }

    /// Whether a word may stand before a name: a title only before its own name, and a name that
    /// has a title only behind it.
    boolean fits(String before, String name) {
        String title = titleByName.get(name);
        return title != null ? title.equals(before) : !titleByName.containsValue(before);
    }

    boolean isObject(String word) {
        return objects.contains(word);
    }

    boolean isColour(String word) {
        return colours.contains(word);
    }

    /// Whether a tale may hold this word, spelled with these capitals.
    boolean isKnown(String word) {
        return vocabulary.contains(word);
    }

    /// Every word that a tale may hold, in alphabetical order.
    List<String> vocabulary() {
        var words = new ArrayList<>(vocabulary);
        words.sort(null);
        return words;
    }
}

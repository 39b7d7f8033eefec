package llm.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/// Words by id and ids by word.
public final class Vocabulary {

    private final List<String> words;
    private final Map<String, Integer> ids = new HashMap<>();

    /// @param words the words in the order of their ids, all different
    public Vocabulary(List<String> words) {
        this.words = List.copyOf(words);
        for (String word : this.words) {
            Integer earlier = ids.put(word, ids.size());
            if (earlier != null) {
                throw new IllegalArgumentException("words must differ, got \"" + word + "\" twice");
            }
        }
    }

    /// The different words of a text in sorted order, then `extra` ones such as special tokens.
    public static Vocabulary of(Collection<String> words, String... extra) {
        List<String> all = new ArrayList<>(new TreeSet<>(words));
        all.addAll(List.of(extra));
        return new Vocabulary(all);
    }

    public OptionalInt id(String word) {
        Integer id = ids.get(word);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /// @throws IllegalArgumentException if no word has this id
    public String word(int id) {
        if (id < 0 || id >= words.size()) {
            throw new IllegalArgumentException(
                    "id must be a token of this vocabulary (0 to %d), got %d"
                            .formatted(words.size() - 1, id));
        }
        return words.get(id);
    }

    public int size() {
        return words.size();
    }
}

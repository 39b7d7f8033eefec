import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Exercise 2.2: a vocabulary with a token for the unknown.
///
/// **Why.** The list says which token has an id, the map which id a token has. Sorting makes the
/// ids depend on the set of words alone, not on their order in the text. With `<|unk|>` every word
/// has an id, at a price: the text that comes back does not say what stood there.
///
/// **Complexity.** O(n log n) to sort `n` words once; each look-up takes constant time.
///
/// **Common mistakes.** Ids for repeats, too; leaving unknown words out, which shortens the text
/// without a trace; `indexOf`, which answers −1 for them and searches the whole list for others.
public final class Ex22WordVocabulary {
    private final List<String> tokens;
    private final Map<String, Integer> ids = new HashMap<>();

    public Ex22WordVocabulary(List<String> words) {
        tokens = new ArrayList<>(new TreeSet<>(words));
        tokens.add("<|endoftext|>");
        tokens.add("<|unk|>");
        for (String token : tokens) {
            ids.put(token, ids.size());
        }
    }

    public int size() {
        return tokens.size();
    }

    public int[] encode(List<String> words) {
        int unknown = ids.get("<|unk|>");
        return words.stream().mapToInt(word -> ids.getOrDefault(word, unknown)).toArray();
    }

    public String decode(int[] ids) {
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            if (id < 0 || id >= size()) {
                throw new IllegalArgumentException(
                        "each id must be from 0 to %d, got %d".formatted(size() - 1, id));
            }
            String token = tokens.get(id);
            boolean mark = token.length() == 1 && ",.:;?!".contains(token);
            text.append(text.isEmpty() || mark ? "" : " ").append(token);
        }
        return text.toString();
    }
}

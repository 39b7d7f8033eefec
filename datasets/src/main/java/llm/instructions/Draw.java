package llm.instructions;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import llm.tales.SplitMix;

/// What one entry is drawn from: its random stream and the words of its split.
final class Draw {
    private final SplitMix random;
    private final Split split;
    private final Words words = Words.standard();

    Draw(SplitMix random, Split split) {
        this.random = random;
        this.split = split;
    }

    Words words() {
        return words;
    }

    /// A whole number from `least` to `most`, both included.
    int number(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    boolean coin() {
        return random.nextInt(2) == 0;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /// `count` different ones, in random order.
    <T> List<T> some(int count, List<T> of) {
        var left = new ArrayList<>(of);
        var drawn = new ArrayList<T>();
        for (int i = 0; i < count; i++) {
            drawn.add(left.remove(random.nextInt(left.size())));
        }
        return drawn;
    }

    Words.Row row(String table) {
        return one(words.rows(table, split));
    }

    String word(String table) {
        return row(table).word();
    }

    /// Different rows.
    List<Words.Row> rows(int count, String table) {
        return some(count, words.rows(table, split));
    }

    /// Different words: the first cells of rows.
    List<String> words(int count, String table) {
        return rows(count, table).stream().map(Words.Row::word).toList();
    }

    /// Different words for a list: either all names, or all things.
    List<String> items(int count) {
        return words(count, coin() ? "name" : "thing");
    }

    /// Different words of closed tables, or numbers, in random order. The splits share the words,
    /// but no set of them: it is drawn again until it is one of this split's.
    List<String> combination(int count, List<String> of) {
        List<String> drawn = some(count, of);
        while (splitOf(new TreeSet<>(drawn)) != split) {
            drawn = some(count, of);
        }
        return drawn;
    }

    /// The split that a set belongs to, by a hash of its words. The hash of a string is part of
    /// Java's specification.
    private static Split splitOf(Set<String> set) {
        return Split.ofRow(new SplitMix(String.join(",", set).hashCode()).nextInt(5));
    }
}

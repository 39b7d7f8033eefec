import static llm.exercise.Expect.expect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 2.3: one merge step of byte-pair encoding")
class Ex23MergeStepTest {
    private static final Comparator<List<String>> BY_TOKENS =
            Comparator.<List<String>, String>comparing(List::getFirst)
                    .thenComparing(List::getLast);
    private static final Comparator<List<String>> BY_TEXT =
            Comparator.comparing(pair -> String.join("", pair));

    @Test
    @DisplayName("the words in the text give the counts, the pair and the merge in the text")
    void givesTheWorkedExample() {
        Map<List<String>, Integer> words = new LinkedHashMap<>();
        words.put(List.of("s", "i", "n", "g"), 4);
        words.put(List.of("r", "i", "n", "g"), 3);
        words.put(List.of("w", "i", "n"), 1);
        count("the pairs of the words in the text", words);
        choose("the most frequent pair in the text", Map.of(List.of("s", "i"), 4,
                List.of("i", "n"), 8, List.of("n", "g"), 7, List.of("r", "i"), 3));
        merge("the word in the text", List.of("s", "i", "n", "g"), List.of("i", "n"));
    }

    @Test
    @DisplayName("a pair counts at each of its places, as often as the word")
    void countsEachPlace() {
        Map<List<String>, Integer> words = new LinkedHashMap<>();
        words.put(List.of("an", "a", "n", "an", "a"), 5);
        words.put(List.of("a", "a", "a"), 2);
        words.put(List.of("n"), 7);
        count("the pairs of words in which they repeat", words);
    }

    @Test
    @DisplayName("of pairs with equal counts, the greater left token wins, then the right one")
    void decidesTies() {
        choose("the pair of three with equal counts",
                counts(5, List.of("i", "n"), List.of("n", "g"), List.of("n", "e")));
        choose("the pair where left tokens begin alike",
                counts(3, List.of("ab", "a"), List.of("ab", "z"), List.of("abc", "a"),
                        List.of("a", "b")));
        choose("the pair where one byte is above 127",
                counts(1, List.of("e", "t"), List.of("é", "a"), List.of("a", "b")));
    }

    @Test
    @DisplayName("merges from the left, everywhere, without overlap")
    void mergesWithoutOverlap() {
        merge("a word of three equal tokens", List.of("a", "a", "a"), List.of("a", "a"));
        merge("a word of seven tokens", List.of("a", "b", "a", "b", "b", "a", "b"),
                List.of("a", "b"));
        merge("a word without the pair", List.of("b", "a", "ab"), List.of("a", "b"));
        merge("an empty word", List.of(), List.of("a", "b"));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("counts, chooses and merges in any words")
    void worksOnAnyWords(RandomGenerator random) {
        List<String> tokens = List.of("a", "b", "ab", "é");
        Map<List<String>, Integer> words = new LinkedHashMap<>();
        while (words.size() < 12) {
            words.put(Collections.nCopies(random.nextInt(3, 9), "").stream()
                    .map(each -> tokens.get(random.nextInt(tokens.size()))).toList(),
                    random.nextInt(2, 6));
        }
        count("the pairs of more words", words);
        Map<List<String>, Integer> counts = new LinkedHashMap<>();
        while (counts.size() < 12) {
            counts.put(List.of(tokens.get(random.nextInt(4)), tokens.get(random.nextInt(4))),
                    random.nextInt(7, 9));
        }
        choose("the most frequent of more pairs", counts);
        for (List<String> word : words.keySet()) {
            merge("another word", word, List.of(word.get(0), word.get(1)));
            merge("another word", List.of("b", "a", "b", "a", "b", "a", "b"), List.of("a", "b"));
        }
    }

    private static void count(String what, Map<List<String>, Integer> words) {
        Map<List<String>, Integer> oncePerWord = new LinkedHashMap<>();
        Map<List<String>, Integer> unweighted = new LinkedHashMap<>();
        words.forEach((word, count) -> {
            pairs(word).stream().distinct().forEach(pair ->
                    oncePerWord.merge(pair, count, Integer::sum));
            pairs(word).forEach(pair -> unweighted.merge(pair, 1, Integer::sum));
        });
        expect(what, Ex23MergeStep.countPairs(words))
                .mistake("pairs-unweighted", "each word counts as one, but a pair counts as often "
                        + "as its word occurs", unweighted)
                .mistake("pairs-once-per-word", "a pair that stands in a word twice counts once, "
                        + "but each place counts", oncePerWord)
                .toBe(countByPair(words));
    }

    /// Asks for each pair how often it occurs.
    private static Map<List<String>, Integer> countByPair(Map<List<String>, Integer> words) {
        Map<List<String>, Integer> counts = new LinkedHashMap<>();
        words.keySet().stream().flatMap(word -> pairs(word).stream()).distinct().forEach(pair ->
                counts.put(pair, words.entrySet().stream().mapToInt(word -> word.getValue()
                        * Collections.frequency(pairs(word.getKey()), pair)).sum()));
        return counts;
    }

    private static List<List<String>> pairs(List<String> word) {
        List<List<String>> pairs = new ArrayList<>();
        for (int end = 2; end <= word.size(); end++) {
            pairs.add(word.subList(end - 2, end));
        }
        return pairs;
    }

    private static void choose(String what, Map<List<String>, Integer> counts) {
        int most = Collections.max(counts.values());
        TreeSet<List<String>> best = new TreeSet<>(BY_TOKENS);
        counts.forEach((pair, count) -> {
            if (count == most) {
                best.add(pair);
            }
        });
        List<String> byText = Collections.max(best, BY_TEXT);
        var chosen = expect(what, Ex23MergeStep.mostFrequent(counts));
        if (!best.first().equals(byText)) {
            chosen.mistake("pairs-tie-smaller", "of equal counts the smaller pair wins, but the "
                            + "greater one is to", best.first())
                    .mistake("pairs-tie-by-text", "of equal counts the greater joined text wins, "
                            + "but left tokens are compared first, and right ones only if those "
                            + "are equal", byText);
        }
        chosen.toBe(best.last());
    }

    @SafeVarargs
    private static Map<List<String>, Integer> counts(int count, List<String>... pairs) {
        Map<List<String>, Integer> counts = new LinkedHashMap<>();
        for (List<String> pair : pairs) {
            counts.put(pair, count);
        }
        return counts;
    }

    private static void merge(String what, List<String> tokens, List<String> pair) {
        List<String> reversed = joined(tokens.reversed(), pair.reversed(), true, true).reversed();
        expect(what, Ex23MergeStep.merge(tokens, pair))
                .mistake("pairs-merge-once", "the pair is joined at its first place alone, but it "
                        + "is to be joined wherever it stands", joined(tokens, pair, false, false))
                .mistake("pairs-merge-from-right", "where places overlap, the right one is joined, "
                        + "but the left one goes first", reversed)
                .toBe(joined(tokens, pair, true, false));
    }

    /// By a replacement in text: U+0100 begins a token and U+0101 ends it.
    ///
    /// @param backward whether tokens and pair stand in reverse order
    private static List<String> joined(List<String> tokens, List<String> pair, boolean all,
            boolean backward) {
        StringBuilder text = new StringBuilder();
        tokens.forEach(token -> text.append(marked(token)));
        String found = marked(pair.get(0)) + marked(pair.get(1));
        String joined = marked(String.join("", backward ? pair.reversed() : pair));
        int at = text.indexOf(found);
        if (at < 0) {
            return tokens;
        }
        String merged = all ? text.toString().replace(found, joined)
                : text.replace(at, at + found.length(), joined).toString();
        return List.of(merged.substring(1, merged.length() - 1).split("\u0101\u0100"));
    }

    private static String marked(String token) {
        return "\u0100" + token + "\u0101";
    }
}

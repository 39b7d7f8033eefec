import static llm.exercise.Expect.expect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 2.4: encoding a word by the ranks of its pairs")
class Ex24MergeRanksTest {
    private static final List<List<String>> TOY = List.of(List.of("i", "n"), List.of("in", "g"),
            List.of("s", "ing"), List.of("e", "r"), List.of("r", "ing"));
    private static final int BYTES = 4;

    @Test
    @DisplayName("the words in the text become the tokens in the text")
    void givesTheWorkedExample() {
        check("the tokens of singer, ringer and an empty word", TOY, "singer", "ringer", "");
        check("the tokens of abc", List.of(List.of("b", "c"), List.of("a", "b")), "abc");
    }

    @Test
    @DisplayName("words the merges were not learned from can be encoded, too")
    void encodesNewWords() {
        check("the tokens of new words", TOY, "singing", "fingering", "lion", "x", "ingerr");
    }

    @Test
    @DisplayName("equal tokens are joined from the left")
    void joinsEqualTokens() {
        check("the tokens of words of one letter",
                List.of(List.of("a", "a"), List.of("aa", "a"), List.of("aa", "aa")),
                "aaa", "aaaa", "aaaaa", "aaaaaaa");
    }

    @Test
    @DisplayName("a later merge never takes what an earlier one needs")
    void keepsTheOrder() {
        check("the tokens of words where pairs share a token",
                List.of(List.of("e", "n"), List.of("n", "d"), List.of("s", "e"), List.of("d", "s"),
                        List.of("en", "d"), List.of("s", "end"), List.of("o", "w"),
                        List.of("w", "l"), List.of("o", "wl")), "send", "ends", "owl", "nds");
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("encodes any words with any merges")
    void encodesAnyWords(RandomGenerator random) {
        List<List<String>> merges = merges(random);
        String word = merges.get(0).get(0) + merges.get(0).get(1) + merges.get(1).get(1);
        check("the tokens of more words", merges, Stream.concat(Stream.of(word),
                Stream.generate(() -> word(random, 20)).limit(12)).toArray(String[]::new));
    }

    /// Begins with `x y`, `y z`, `x yz`: the last makes a token that the word `xyz` never becomes.
    private static List<List<String>> merges(RandomGenerator random) {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < BYTES; i++) {
            tokens.add(letter(i));
        }
        Collections.shuffle(tokens, Random.from(random));
        String x = tokens.get(0);
        String y = tokens.get(1);
        String z = tokens.get(2);
        List<List<String>> merges = new ArrayList<>(List.of(List.of(x, y), List.of(y, z),
                List.of(x, y + z)));
        merges.forEach(pair -> tokens.add(String.join("", pair)));
        while (merges.size() < 24) {
            int first = merges.size() < 10 ? BYTES : tokens.size();
            String left = tokens.get(random.nextInt(first));
            String right = tokens.get(random.nextInt(first));
            if (left.length() + right.length() < 6 && !tokens.contains(left + right)) {
                tokens.add(left + right);
                merges.add(List.of(left, right));
            }
        }
        return merges;
    }

    private static String word(RandomGenerator random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append(letter(random.nextInt(BYTES)));
        }
        return word.toString();
    }

    private static String letter(int number) {
        return number == BYTES - 1 ? "é" : String.valueOf((char) ('a' + number));
    }

    private static void check(String what, List<List<String>> merges, String... words) {
        List<List<String>> actual = new ArrayList<>();
        List<List<String>> inOrder = new ArrayList<>();
        List<List<String>> longest = new ArrayList<>();
        List<List<String>> leftmost = new ArrayList<>();
        List<List<String>> latest = new ArrayList<>();
        for (String word : words) {
            actual.add(Ex24MergeRanks.encode(word, merges));
            inOrder.add(mergeAfterMerge(word, merges));
            longest.add(longestTokens(word, merges));
            leftmost.add(bestFirst(word, merges, pair -> 0));
            latest.add(bestFirst(word, merges, pair -> -merges.indexOf(pair)));
        }
        Set<Object> gives = new HashSet<>(List.of(inOrder));
        var tokens = expect(what, actual);
        if (gives.add(leftmost) & gives.add(longest) & gives.add(latest)) {
            tokens.mistake("rank-leftmost-first", "the leftmost pair is joined first, but the pair "
                            + "of the lowest rank is to be", leftmost)
                    .mistake("rank-longest-token", "the longest token that fits is taken from the "
                            + "left, but only merges, in the order of their ranks, make tokens",
                            longest)
                    .mistake("rank-highest-first", "the pair of the highest rank is joined first, "
                            + "but the one learned first goes first", latest);
        }
        tokens.toBe(inOrder);
    }

    /// All of the first merge, then all of the second: results differ, so no merge makes a pair of
    /// a lower rank. U+0100 begins a token and U+0101 ends it.
    private static List<String> mergeAfterMerge(String word, List<List<String>> merges) {
        String text = word.replaceAll(".", "\u0100$0\u0101");
        for (List<String> pair : merges) {
            text = text.replace("\u0100" + String.join("\u0101\u0100", pair) + "\u0101",
                    "\u0100" + String.join("", pair) + "\u0101");
        }
        return word.isEmpty() ? List.of()
                : List.of(text.substring(1, text.length() - 1).split("\u0101\u0100"));
    }

    private static List<String> longestTokens(String word, List<List<String>> merges) {
        Set<String> known = new HashSet<>();
        merges.forEach(pair -> known.add(String.join("", pair)));
        List<String> tokens = new ArrayList<>();
        for (int from = 0, to; from < word.length(); from = to) {
            to = word.length();
            while (to > from + 1 && !known.contains(word.substring(from, to))) {
                to--;
            }
            tokens.add(word.substring(from, to));
        }
        return tokens;
    }

    /// Joins the pair that some order puts first, again and again.
    private static List<String> bestFirst(String word, List<List<String>> merges,
            ToIntFunction<List<String>> order) {
        List<String> tokens = new ArrayList<>();
        word.chars().forEach(c -> tokens.add(String.valueOf((char) c)));
        while (true) {
            int best = -1;
            for (int i = 0; i + 1 < tokens.size(); i++) {
                boolean first = best < 0 || order.applyAsInt(tokens.subList(i, i + 2))
                        < order.applyAsInt(tokens.subList(best, best + 2));
                best = first && merges.contains(tokens.subList(i, i + 2)) ? i : best;
            }
            if (best < 0) {
                return tokens;
            }
            tokens.set(best, tokens.get(best) + tokens.remove(best + 1));
        }
    }
}

import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 6.7: near-duplicates by MinHash")
class Ex67NearDuplicatesTest {
    private static final int HASHES = 100;

    @Test
    @DisplayName("makes n-grams of words, whatever their capitals and signs")
    void makesNgrams() {
        requireNgrams("the pairs of words of the example", "(Win a PRIZE, win a prize!)", 2,
                Set.of("win a", "a prize", "prize win"));
        requireNgrams("the pairs of words of a text with signs at its beginning and end",
                "… Café no. 7 won!", 2, Set.of("café no", "no 7", "7 won"));
        requireNgrams("the 5-grams of a text of two words", "Call now", 5, Set.of("call now"));
        requireNgrams("the 5-grams of a text of five words", "You have won a prize", 5,
                Set.of("you have won a prize"));
        requireNgrams("the words of a text without words", "?!", 1, Set.of());
    }

    @Test
    @DisplayName("measures what two sets have in common")
    void measures() {
        requireJaccard("the similarity of the example", Set.of("a", "b", "c"),
                Set.of("b", "c", "d"), 0.5);
        requireJaccard("the similarity of a set and a part of it", Set.of("a", "b", "c", "d"),
                Set.of("a"), 0.25);
        requireJaccard("the similarity of a set and itself", Set.of("a", "b"), Set.of("a", "b"), 1);
        requireJaccard("the similarity of two empty sets", Set.of(), Set.of(), 0);
    }

    @Test
    @DisplayName("signs a set by the smallest hash in each order")
    void signs() {
        requireSignature("the signature of three n-grams", Set.of("win a", "a prize", "won"), 4);
        requireSignature("the signature of one n-gram", Set.of("call now"), 3);
        requireSignature("the signature of an empty set", Set.of(), 2);
    }

    @Test
    @DisplayName("pairs texts that agree in a whole band")
    void pairs() {
        requireCandidates("the candidates of the example", new int[][] {
            {1, 2, 3, 4}, {1, 2, 5, 6}, {3, 4, 1, 9}, {1, 9, 3, 9}}, 2);
        requireCandidates("the candidates of five texts, some of which agree in both bands",
                new int[][] {{7, 7, 1, 1}, {5, 6, 7, 8}, {9, 9, 7, 8}, {5, 6, 7, 8}, {0, 0, 1, 1}},
                2);
        requireCandidates("the candidates with one number to a band",
                new int[][] {{1, 2, 3}, {4, 5, 6}, {9, 5, 9}, {1, 9, 3}}, 3);
        expectRefusal("three bands of four numbers", () -> Ex67NearDuplicates.candidates(
                new int[][] {{1, 2, 3, 4}, {1, 2, 5, 6}}, 3));
    }

    @Test
    @DisplayName("finds twins among messages")
    void findsTwins() {
        List<String> texts = List.of(
                "You have won a prize of 500 pounds, call 80086 now to claim it",
                "Are you coming to lunch tomorrow? I have a table at one",
                "YOU have won a prize of 500 pounds! Call 80086 now to claim it...",
                "You have won a prize of 900 pounds, call 80086 now to claim it",
                "Are you coming to lunch tomorrow? I have a table at two");
        requireNearDuplicates("the near-duplicates of five messages", texts, 10, 0.8);
        requireNearDuplicates("those with one number to a band", texts, HASHES, 0.8);
        requireNearDuplicates("those with a similarity of at least 7/9", texts, HASHES, 7 / 9.0);
    }

    @Test
    @Hidden
    @Points(3)
    @DisplayName("finds the same pairs as a slow search with the same hash functions")
    void findsAll(RandomGenerator random) {
        List<String> texts = texts(random, random.nextInt(5, 8));
        requireSignature("the signature of a long text", ngrams(words(texts.getFirst()), 3),
                HASHES);
        int[][] signatures = IntStream.range(0, 12).mapToObj(_ ->
                random.ints(12, 0, 3).toArray()).toArray(int[][]::new);
        requireCandidates("the candidates of many signatures", signatures, 4);
        requireCandidates("the candidates of many signatures", signatures, 6);
        requireNearDuplicates("the near-duplicates of many texts", texts, 10, 0.8);
        requireNearDuplicates("the near-duplicates of many texts", texts, 25, 0.6);
    }

    /// Families of texts that differ in no word or in a few, and in capitals and signs.
    private static List<String> texts(RandomGenerator random, int families) {
        List<String> texts = new ArrayList<>();
        for (int family = 0; family < families; family++) {
            String[] words = random.ints(random.nextInt(50, 80), 0, 300)
                    .mapToObj(word -> "w" + word).toArray(String[]::new);
            for (int member = 0; member < 4; member++) {
                String[] changed = words.clone();
                for (int change = 0; change < member; change++) {
                    changed[random.nextInt(words.length)] = "x" + random.nextInt(300);
                }
                String text = String.join(random.nextBoolean() ? ", " : " ", changed);
                texts.add(random.nextBoolean() ? text.toUpperCase(Locale.ROOT) : text + "!");
            }
        }
        return texts;
    }

    private static void requireNgrams(String what, String text, int n, Set<String> expected) {
        List<String> words = words(text);
        List<String> withEmpty = new ArrayList<>(words);
        if (!text.isEmpty() && !Character.isLetterOrDigit(text.charAt(0))) {
            withEmpty.addFirst("");
        }
        expect(what, Ex67NearDuplicates.ngrams(text, n))
                .mistake("minhash-keeps-case", "capitals and signs are kept; words are small "
                        + "letters and digits alone", ngrams(List.of(text.split("\\s+")), n))
                .mistake("minhash-has-an-empty-word", "there is an empty word in front: split "
                        + "gives one where a text begins with a sign", ngrams(withEmpty, n))
                .mistake("minhash-loses-the-last-ngram", "the last n-gram of the text is missing",
                        words.size() <= n ? Set.of()
                                : ngrams(words.subList(0, words.size() - 1), n))
                .toBe(expected);
    }

    private static List<String> words(String text) {
        String signless = text.toLowerCase(Locale.ROOT).chars()
                .mapToObj(c -> Character.isLetterOrDigit(c) ? Character.toString(c) : " ")
                .collect(Collectors.joining());
        return Stream.of(signless.strip().split(" +")).filter(word -> !word.isEmpty()).toList();
    }

    private static Set<String> ngrams(List<String> words, int n) {
        Set<String> ngrams = new LinkedHashSet<>();
        for (int end = Math.min(n, words.size()); end <= words.size() && end > 0; end++) {
            ngrams.add(words.stream().limit(end).skip(Math.max(0, end - n))
                    .collect(Collectors.joining(" ")));
        }
        return ngrams;
    }

    private static void requireJaccard(String what, Set<String> a, Set<String> b,
            double expected) {
        double both = both(a, b);
        expect(what, Ex67NearDuplicates.jaccard(a, b))
                .mistake("minhash-compares-with-the-smaller-set", "the common n-grams are divided "
                        + "by those of the smaller set; all n-grams of both sets count",
                        both / Math.min(a.size(), b.size()))
                .mistake("minhash-counts-common-ngrams-twice", "the common n-grams are divided by "
                        + "the mean size of the sets; each n-gram of the union counts once",
                        2 * both / (a.size() + b.size()))
                .toBe(expected, 1e-9);
    }

    private static double both(Set<String> a, Set<String> b) {
        Set<String> both = new TreeSet<>(a);
        both.retainAll(b);
        return both.size();
    }

    private static double similarity(Set<String> a, Set<String> b) {
        Set<String> either = new TreeSet<>(a);
        either.addAll(b);
        return both(a, b) / Math.max(1, either.size());
    }

    private static void requireSignature(String what, Set<String> ngrams, int hashes) {
        int[] largest = IntStream.range(0, hashes).map(i -> ngrams.stream()
                .mapToInt(ngram -> hash(i, ngram)).max().orElse(Integer.MAX_VALUE)).toArray();
        int[] ofOne = Arrays.copyOf(ngrams.stream().mapToInt(ngram -> hash(0, ngram)).sorted()
                .toArray(), hashes);
        Arrays.fill(ofOne, Math.min(hashes, ngrams.size()), hashes, Integer.MAX_VALUE);
        expect(what, Ex67NearDuplicates.signature(ngrams, hashes))
                .mistake("minhash-takes-the-largest", "the largest hash is taken; the smallest is "
                        + "meant", largest)
                .mistake("minhash-has-one-order", "all numbers come from hash function 0; number "
                        + "i is the smallest hash of function i", ofOne)
                .toBe(signature(ngrams, hashes));
    }

    private static int[] signature(Set<String> ngrams, int hashes) {
        return IntStream.range(0, hashes).map(i -> ngrams.stream()
                .mapToInt(ngram -> hash(i, ngram)).min().orElse(Integer.MAX_VALUE)).toArray();
    }

    private static void requireCandidates(String what, int[][] signatures, int bands) {
        int hashes = signatures[0].length;
        int[][] right = candidates(signatures, bands);
        int[][] actual = Ex67NearDuplicates.candidates(signatures, bands);
        List<List<Integer>> once = lists(actual).distinct().toList();
        expect(what, actual)
                .mistakeIf(once.size() < actual.length && once.equals(lists(right).toList()),
                        "minhash-gives-pairs-twice", "a pair that agrees in several bands is "
                                + "given several times; once is enough")
                .mistake("minhash-takes-one-number-for-a-band", "texts become candidates by one "
                        + "number; all numbers of a band must agree",
                        candidates(signatures, hashes))
                .mistake("minhash-needs-all-bands", "texts become candidates only if all bands "
                        + "agree; one band is enough", candidates(signatures, 1))
                .mistake("minhash-mixes-bands", "a band is compared with other bands, too; each "
                        + "needs buckets of its own", pairs(signatures.length, (i, j) ->
                        IntStream.range(0, bands * bands).anyMatch(k -> band(signatures[i], bands,
                                k / bands).equals(band(signatures[j], bands, k % bands)))))
                .toBe(right);
    }

    private static Stream<List<Integer>> lists(int[][] pairs) {
        return Stream.of(pairs).map(pair -> Arrays.stream(pair).boxed().toList());
    }

    private static int[][] candidates(int[][] signatures, int bands) {
        return pairs(signatures.length, (i, j) -> IntStream.range(0, bands).anyMatch(k ->
                band(signatures[i], bands, k).equals(band(signatures[j], bands, k))));
    }

    private static List<Integer> band(int[] signature, int bands, int number) {
        int rows = signature.length / bands;
        return Arrays.stream(signature).skip((long) number * rows).limit(rows).boxed().toList();
    }

    private static int[][] pairs(int texts, BiPredicate<Integer, Integer> belong) {
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < texts; i++) {
            for (int j = i + 1; j < texts; j++) {
                if (belong.test(i, j)) {
                    pairs.add(new int[] {i, j});
                }
            }
        }
        return pairs.toArray(int[][]::new);
    }

    private static void requireNearDuplicates(String what, List<String> texts, int bands,
            double threshold) {
        List<Set<String>> sets = texts.stream().map(text -> ngrams(words(text), 5)).toList();
        int[][] signatures = sets.stream().map(set -> signature(set, HASHES))
                .toArray(int[][]::new);
        int[][] candidates = candidates(signatures, bands);
        expect(what, Ex67NearDuplicates.nearDuplicates(texts, bands, threshold))
                .mistake("minhash-does-not-check", "candidates are returned whose sets are less "
                        + "alike than the threshold says", candidates)
                .mistake("minhash-checks-the-estimate", "the share of equal numbers is compared "
                        + "with the threshold, which only estimates the similarity of the sets",
                        kept(candidates, (i, j) -> agreement(signatures[i], signatures[j])
                                >= threshold))
                .mistake("minhash-leaves-out-the-threshold", "a pair whose similarity is just the "
                        + "threshold is left out; at least the threshold is meant",
                        kept(candidates, (i, j) -> similarity(sets.get(i), sets.get(j))
                                > threshold))
                .toBe(kept(candidates, (i, j) -> similarity(sets.get(i), sets.get(j))
                        >= threshold));
    }

    private static int[][] kept(int[][] pairs, BiPredicate<Integer, Integer> stays) {
        return Stream.of(pairs).filter(pair -> stays.test(pair[0], pair[1]))
                .toArray(int[][]::new);
    }

    private static double agreement(int[] a, int[] b) {
        return IntStream.range(0, a.length).filter(i -> a[i] == b[i]).count() / (double) a.length;
    }

    /// The stub's.
    private static int hash(int function, String ngram) {
        int h = ngram.hashCode() ^ function * 0x9E3779B9;
        h = (h ^ h >>> 16) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return (h ^ h >>> 16) >>> 1;
    }
}

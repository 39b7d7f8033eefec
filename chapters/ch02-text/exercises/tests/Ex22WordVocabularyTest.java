import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 2.2: a vocabulary with a token for the unknown")
class Ex22WordVocabularyTest {
    private static final List<String> SPECIAL = List.of("<|endoftext|>", "<|unk|>");
    private static final List<String> WORDS = List.of("the", "fox", ",", "the", "owl", ".");

    @Test
    @DisplayName("the words in the text get the ids in the text")
    void givesTheWorkedExample() {
        encode("the ids of the words in the text", WORDS, List.of("the", "cat", "."));
        decode("the text of the ids in the text", WORDS, 4, 6, 1);
        size("the size of the vocabulary in the text", WORDS);
    }

    @Test
    @DisplayName("capitals come first, and special tokens last")
    void sortsWords() {
        List<String> words = List.of("so", "Ivy", "ran", ",", "Ivy", "and", "so", "!", "Owl");
        encode("the ids of known words", words, List.of("Owl", "Ivy", "so", "!", "and", ","));
        decode("the text of all ids", words, 3, 6, 4, 5, 1, 2, 0, 8, 7);
    }

    @Test
    @DisplayName("refuses ids that no token has")
    void refusesUnknownIds() {
        var vocabulary = new Ex22WordVocabulary(WORDS);
        expectRefusal("id 7 of 7 tokens", () -> vocabulary.decode(new int[] {0, 7}));
        expectRefusal("id -1", () -> vocabulary.decode(new int[] {-1}));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any words become ids and come back")
    void takesAnyWords(RandomGenerator random) {
        List<String> words = new ArrayList<>(List.of("zebra", "ant", ".", "zebra", "?"));
        while (words.size() < 40) {
            words.add("w" + random.nextInt(30));
        }
        List<String> others = new ArrayList<>(List.of("?", "new"));
        while (others.size() < 20) {
            others.add(random.nextInt(4) == 0 ? "x" + random.nextInt(9)
                    : words.get(random.nextInt(words.size())));
        }
        encode("the ids of more words", words, others);
        decode("the text of more ids", words, ids(sorted(words), others));
        size("the size of a larger vocabulary", words);
    }

    private static void size(String what, List<String> words) {
        expect(what, new Ex22WordVocabulary(words).size())
                .mistake("vocabulary-repeats", "a word that repeats has several ids, but the "
                        + "vocabulary holds the different words", words.size() + 2)
                .toBe(sorted(words).size());
    }

    private static void encode(String what, List<String> words, List<String> others) {
        int[] known = IntStream.of(ids(sorted(words), others))
                .filter(id -> id != sorted(words).size() - 1).toArray();
        Expect ids = expect(what, new Ex22WordVocabulary(words).encode(others));
        named(ids, words, vocabulary -> ids(vocabulary, others))
                .mistake("vocabulary-drops-unknown", "an unknown word is left out, but it becomes "
                        + "the token for the unknown", known)
                .mistake("vocabulary-unknown-minus-one", "an unknown word becomes -1, which is the "
                        + "id of no token", others.stream().mapToInt(sorted(words)::indexOf)
                        .toArray())
                .toBe(ids(sorted(words), others));
    }

    private static void decode(String what, List<String> words, int... ids) {
        Expect text = expect(what, new Ex22WordVocabulary(words).decode(ids));
        named(text, words, vocabulary -> text(vocabulary, ids))
                .mistake("vocabulary-space-before-marks", "there is a space before punctuation "
                        + "marks, but they follow the word at once", joined(sorted(words), ids))
                .toBe(text(sorted(words), ids));
    }

    /// What other vocabularies would give.
    private static Expect named(Expect expect, List<String> words, Gives gives) {
        return expect
                .mistake("vocabulary-unsorted", "the words are numbered as they are met, but they "
                        + "are to be sorted", gives.of(then(new LinkedHashSet<>(words), SPECIAL)))
                .mistake("vocabulary-special-first", "the special tokens have the first ids, but "
                        + "they come behind the words", gives.of(then(SPECIAL,
                        new TreeSet<>(words))))
                .mistake("vocabulary-repeats", "a word that repeats has several ids, but the "
                        + "vocabulary holds the different words",
                        gives.of(then(words.stream().sorted().toList(), SPECIAL)));
    }

    private interface Gives {
        Object of(List<String> vocabulary);
    }

    private static List<String> sorted(List<String> words) {
        return then(new TreeSet<>(words), SPECIAL);
    }

    private static List<String> then(Collection<String> first, Collection<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static int[] ids(List<String> vocabulary, List<String> words) {
        return words.stream().mapToInt(word -> vocabulary.indexOf(
                vocabulary.contains(word) ? word : "<|unk|>")).toArray();
    }

    private static String text(List<String> vocabulary, int... ids) {
        return joined(vocabulary, ids).replaceAll(" ([,.:;?!])", "$1");
    }

    private static String joined(List<String> vocabulary, int... ids) {
        return String.join(" ", IntStream.of(ids).mapToObj(vocabulary::get).toList());
    }
}

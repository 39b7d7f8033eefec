import static llm.exercise.Expect.expect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 7.8: exact match and F1")
class Ex78AnswerScoresTest {
    @Test
    @DisplayName("the texts of the exercise are normalized and scored as it says")
    void givesTheWorkedExample() {
        normal("The well-known,  old  Oak!", "wellknown old oak");
        f1("the F1 of the example", "the old, old grey boat", "An old boat",
                List.of("old", "old", "grey", "boat"), List.of("old", "boat"));
    }

    @Test
    @DisplayName("case, punctuation, articles and white space do not matter, all else does")
    void normalizes() {
        normal("(The) theatre, an ant, a banana", "theatre ant banana");
        normal("\tIt's 3.50 $\n", "its 350");
        normal("A... THE?!", "");
        normal("", "");
        normal("a the an a cat", "cat");
        normal("snake_case `code` ~10", "snakecase code 10");
    }

    @Test
    @DisplayName("an exact match is one of normalized texts")
    void matches() {
        match("The Oak.", "oak", true);
        match("an oak tree", "oak", false);
        match("oak tree", "tree oak", false);
        match("", "the", true);
        match("a 12", "21", false);
    }

    @Test
    @DisplayName("F1 counts repeated words, and the cases without a word")
    void scoresF1() {
        f1("the F1 of an answer that says other words, too", "a big red fox, fox, fox",
                "The red fox sits down.", List.of("big", "red", "fox", "fox", "fox"),
                List.of("red", "fox", "sits", "down"));
        f1("the F1 of an answer that says a word three times", "red, red, red", "red",
                List.of("red", "red", "red"), List.of("red"));
        f1("the F1 of words in another order", "Max and Ivy", "Ivy and Max",
                List.of("max", "and", "ivy"), List.of("ivy", "and", "max"));
        f1("the F1 without a shared word", "a cat", "the dog", List.of("cat"), List.of("dog"));
        f1("the F1 of two texts without words", "the", "...", List.of(), List.of());
        f1("the F1 of an answer without words", "", "a dog", List.of(), List.of("dog"));
        f1("the F1 with a truth without words", "a dog", "", List.of("dog"), List.of());
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("F1 of other texts")
    void scoresOthers(RandomGenerator random) {
        for (int i = 0; i < 10; i++) {
            List<String> answer = words(random);
            List<String> truth = words(random);
            String shouted = String.join(", ", answer).toUpperCase(Locale.ROOT) + " the end.";
            f1("the F1 of other texts", shouted, "A " + String.join(" ", truth),
                    with(answer, "end"), truth);
        }
    }

    @Test
    @Hidden
    @DisplayName("exact match of other texts")
    void matchesOthers(RandomGenerator random) {
        List<String> words = words(random);
        String plain = String.join(" ", words);
        match("another text in other dress", " THE " + String.join("  an ", words) + "!", plain,
                true);
        Collections.reverse(words);
        match("another text with a word more", String.join(" ", words), plain + " more", false);
    }

    private static List<String> words(RandomGenerator random) {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(3, 9); i > 0; i--) {
            words.add(List.of("ant", "bee", "then", "area", "one").get(random.nextInt(5)));
        }
        return words;
    }

    private static List<String> with(List<String> words, String word) {
        List<String> more = new ArrayList<>(words);
        more.add(word);
        return more;
    }

    private static void normal(String text, String right) {
        expect("\"" + text + "\" normalized", Ex78AnswerScores.normalize(text))
                .mistake("score-puts-spaces-for-punctuation", "a space stands where punctuation "
                        + "was, but it is deleted with nothing in its place",
                        cleaned(text, " ", "\\b(a|an|the)\\b"))
                .mistake("score-cuts-articles-out-of-words", "articles are deleted within words, "
                        + "but only whole words are articles", cleaned(text, "", "a|an|the"))
                .mistake("score-cuts-articles-out-of-words", "articles are deleted within words, "
                        + "but only whole words are articles", cleaned(text, "", "the|an|a"))
                .mistake("score-keeps-articles", "articles are still there",
                        cleaned(text, "", "(?!)"))
                .toBe(right);
    }

    private static String cleaned(String text, String forPunctuation, String articles) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[!-/:-@\\[-`{-~]", forPunctuation)
                .replaceAll(articles, "").replaceAll("\\s+", " ").strip();
    }

    private static void match(String answer, String truth, boolean right) {
        match("the exact match of \"" + answer + "\" and \"" + truth + "\"", answer, truth, right);
    }

    private static void match(String what, String answer, String truth, boolean right) {
        expect(what, Ex78AnswerScores.exactMatch(answer, truth)).toBe(right);
    }

    /// @param said   the words of the answer
    /// @param wanted the words of the truth
    private static void f1(String what, String answer, String truth, List<String> said,
            List<String> wanted) {
        int sum = said.size() + wanted.size();
        double shared = shared(said, wanted);
        var kinds = new TreeSet<>(said);
        kinds.retainAll(wanted);
        int ofKinds = new TreeSet<>(said).size() + new TreeSet<>(wanted).size();
        double present = said.stream().filter(wanted::contains).count();
        double right = sum == 0 ? 1 : 2 * shared / sum;
        List<Double> given = List.of(2.0 * kinds.size() / Math.max(1, ofKinds),
                2.0 * kinds.size() / Math.max(1, sum),
                2 * present / Math.max(1, sum), shared / Math.max(1, wanted.size()),
                shared / Math.max(1, said.size()),
                (shared / Math.max(1, wanted.size()) + shared / Math.max(1, said.size())) / 2,
                shared / Math.max(1, sum - shared));
        double actual = Ex78AnswerScores.f1(answer, truth);
        expect(what, actual)
                .mistakeIf(Double.isNaN(actual), "score-divides-by-zero", "zero is divided by "
                        + "zero where no word is shared, or none is there")
                .mistake("score-compares-sets", "repeated words count once, but each time counts",
                        only(given, 0))
                .mistake("score-compares-sets", "repeated words count once, but each time counts",
                        only(given, 1))
                .mistake("score-shares-a-word-twice", "a word of the truth is shared again and "
                        + "again: each can be shared once", only(given, 2))
                .mistake("score-is-the-recall", "this is the recall alone, which a long answer "
                        + "gets for free", only(given, 3))
                .mistake("score-is-the-precision", "this is the precision alone, which a short "
                        + "answer gets for free", only(given, 4))
                .mistake("score-is-the-arithmetic-mean", "this is the plain mean of precision and "
                        + "recall, but F1 is the harmonic one", only(given, 5))
                .mistake("score-is-the-jaccard-similarity", "shared words are divided by all "
                        + "words, but F1 is the harmonic mean of precision and recall",
                        only(given, 6))
                .toBe(right, 1e-6);
    }

    /// By sorting both and going through them side by side.
    private static int shared(List<String> said, List<String> wanted) {
        List<String> a = said.stream().sorted().toList();
        List<String> b = wanted.stream().sorted().toList();
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < a.size() && j < b.size()) {
            int order = a.get(i).compareTo(b.get(j));
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return shared;
    }

    /// A value that no other mistake gives; else null.
    private static Double only(List<Double> given, int index) {
        boolean shared = IntStream.range(0, given.size()).anyMatch(i -> i != index
                && Math.abs(given.get(i) - given.get(index)) < 1e-5);
        return shared ? null : given.get(index);
    }
}

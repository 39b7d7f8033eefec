import static llm.exercise.Expect.expect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 2.1: words and punctuation marks")
class Ex21WordTokensTest {
    private static final List<String> MARKS =
            List.of(",", ".", ":", ";", "?", "_", "!", "\"", "(", ")", "'", "--");
    private static final String MARK = "[,.:;?_!\"()']";

    @Test
    @DisplayName("the sentence in the text has eleven tokens")
    void givesTheWorkedExample() {
        check("the tokens of the sentence in the text", "\"No,\" said well-read Ivy--and ran.",
                List.of("\"", "No", ",", "\"", "said", "well-read", "Ivy", "--", "and", "ran",
                        "."));
    }

    @Test
    @DisplayName("marks may touch, and tabs and line breaks are white space")
    void takesTouchingMarks() {
        check("the tokens of a text with a tab and a line break",
                "(It's late;\twhy?)\n \"Go_on!\" -- part-time: ",
                List.of("(", "It", "'", "s", "late", ";", "why", "?", ")", "\"", "Go", "_", "on",
                        "!", "\"", "--", "part-time", ":"));
    }

    @Test
    @DisplayName("a text of white space has no tokens")
    void findsNothingInSpace() {
        check("the tokens of an empty text", "", List.of());
        check("the tokens of two spaces and a line break", "  \n", List.of());
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("finds all tokens of any text")
    void findsAll(RandomGenerator random) {
        List<String> tokens = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean afterWord = false;
        for (int i = 0; i < 60; i++) {
            boolean word = i == 20 || random.nextInt(3) > 0;
            String token = word ? word(random) + (i == 20 ? "-" + word(random) : "")
                    : MARKS.get(i % 10 == 0 ? 11 : random.nextInt(MARKS.size()));
            boolean space = word && afterWord || random.nextInt(3) == 0;
            text.append(space ? List.of(" ", "\n", "  ", "\t").get(random.nextInt(4)) : "");
            text.append(token);
            tokens.add(token);
            afterWord = word;
        }
        check("the tokens of a longer text", text + " so--then", concat(tokens,
                List.of("so", "--", "then")));
    }

    private static String word(RandomGenerator random) {
        StringBuilder word = new StringBuilder();
        for (int length = random.nextInt(1, 7); word.length() < length; ) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static void check(String what, String text, List<String> expected) {
        List<String> actual = Ex21WordTokens.words(text);
        boolean noneEmpty = without(actual, ""::equals).equals(expected);
        boolean noneBlank = without(actual, each -> each != null && each.isBlank())
                .equals(expected);
        expect(what, actual)
                .mistakeIf(noneEmpty, "words-keep-empty", "there are empty tokens: what lies "
                        + "between two neighbouring marks is no word")
                .mistakeIf(noneBlank && !noneEmpty, "words-keep-space", "white space is among "
                        + "the tokens, but it only divides them")
                .mistake("words-without-marks", "the marks are lost: each of them is a token, too",
                        without(expected, MARKS::contains))
                .mistake("words-without-marks", "the marks are lost: each of them is a token, too",
                        found("\\w+", text))
                .mistake("words-keep-dash", "a dash -- is left within or at a word, but it is a "
                        + "token of its own", found(MARK + "|[^\\s,.:;?_!\"()']+", text))
                .mistake("words-cut-at-hyphen", "a single - cuts, too, but only two of them in a "
                        + "row are a token", found("-|" + MARK + "|[^-\\s,.:;?_!\"()']+", text))
                .mistake("words-cut-at-hyphen", "a single - cuts, too, but only two of them in a "
                        + "row are a token", found("--?|" + MARK + "|[^-\\s,.:;?_!\"()']+", text))
                .toBe(expected);
    }

    private static List<String> without(List<String> tokens, Predicate<String> refused) {
        return tokens == null ? List.of()
                : tokens.stream().filter(refused.negate()).toList();
    }

    private static List<String> found(String token, String text) {
        return Pattern.compile(token).matcher(text).results().map(MatchResult::group).toList();
    }
}

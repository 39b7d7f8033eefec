import static llm.exercise.Expect.expect;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 7.7: the answer in a text")
class Ex77ParsedAnswersTest {
    private static final String ALONE = "\\b[A-D]\\b";
    private static final String GROUPED = "(?:\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)";
    private static final String SIGNED = "(?:(?<![A-Za-z0-9])-)?";

    @Test
    @DisplayName("the texts of the exercise give their letters")
    void findsTheLettersOfTheExample() {
        letter("A good question. The answer is (C).", "C");
        letter("B, since B is larger.", "B");
        letter("Either A or B.", "");
        letter("A cat. No answer.", "A");
    }

    @Test
    @DisplayName("the texts of the exercise give their numbers")
    void findsTheNumbersOfTheExample() {
        number("It is 1,234.50 or so.", "1234.50");
        number("2 + 3 makes 5.", "5");
        number("from -3 to 10-4", "4");
        number("neither", "");
    }

    @Test
    @DisplayName("letters within words, small ones and other capitals do not count")
    void findsLetters() {
        letter("Because Dora is not Clara, the ANSWER: D", "D");
        letter("The answer? Clearly B.", "B");
        letter("B or C? My first answer was C, but the right answer is D.", "D");
        letter("The answer is B, and not C.", "B");
        letter("answer: b", "");
        letter("E", "");
        letter("", "");
        letter("A2 and 3B are names of roads; C", "C");
        letter("The answer: **C** (not D)", "C");
        letter("D\nis my answer", "D");
    }

    @Test
    @DisplayName("numbers keep sign and decimals, and lose their commas")
    void findsNumbers() {
        number("There were 12 of them, then 3,075,000.", "3075000");
        number("The profit is $-18.75.", "-18.75");
        number("(-6)", "-6");
        number("In the years 1, 2 and 3 it was 40, 50,60", "60");
        number("x-7", "7");
        number("It costs 5%, or 0.05 of it...", "0.05");
        number("-1,000", "-1000");
        number("code 1,2345", "2345");
        number("", "");
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("letters in other sentences")
    void findsOtherLetters(RandomGenerator random) {
        for (int i = 0; i < 8; i++) {
            String one = "" + (char) ('A' + random.nextInt(4));
            String other = "" + (char) ('A' + (one.charAt(0) - 'A' + 1 + random.nextInt(3)) % 4);
            letter("the letter of another sentence", "A guess: Cold is " + other
                    + ". So the answer, Dear, is " + one + ", not " + other + ".", one);
            letter("the letter of another sentence", "Best is " + one + ", and " + one + " again",
                    one);
            letter("a sentence with two letters", "Is it " + one + " or " + other + "?", "");
        }
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("numbers in other sentences")
    void findsOtherNumbers(RandomGenerator random) {
        for (int i = 0; i < 8; i++) {
            int large = random.nextInt(1_000, 100_000_000);
            int small = random.nextInt(1, 1_000);
            String sign = random.nextBoolean() ? "-" : "";
            String decimals = random.nextBoolean() ? "." + random.nextInt(10, 100) : "";
            String grouped = String.format(Locale.ROOT, "%,d", large);
            number("the number of another sentence", "Of " + small + " there are " + sign
                    + grouped + decimals + ".", sign + large + decimals);
            number("the number of another sentence", "From " + grouped + " to " + large + "-"
                    + small + ", I think", "" + small);
        }
    }

    private static void letter(String text, String right) {
        letter("the letter of \"" + text + "\"", text, right);
    }

    private static void letter(String what, String text, String right) {
        int sooner = text.toLowerCase(Locale.ROOT).indexOf("answer");
        int behind = text.toLowerCase(Locale.ROOT).lastIndexOf("answer");
        List<String> given = List.of(behind(text, behind, "[A-D]"), first(all(ALONE, text)),
                last(all(ALONE, text)), behind(text, sooner, ALONE));
        expect(what, Ex77ParsedAnswers.letter(text))
                .mistake("parse-takes-letters-of-words", "a capital within a word is taken for "
                        + "the answer, but it must stand alone", only(given, 0))
                .mistake("parse-takes-the-first-letter", "the first letter that stands alone is "
                        + "taken, but it may be an article, or one of several: what stands behind "
                        + "the last \"answer\" comes first", only(given, 1))
                .mistake("parse-takes-the-last-letter", "the last letter that stands alone is "
                        + "taken, but it may be what the answer is not", only(given, 2))
                .mistake("parse-takes-the-first-answer", "what stands behind the first \"answer\" "
                        + "is taken, but the last one counts", only(given, 3))
                .toBe(right);
    }

    /// The first match behind the word that begins at a place.
    private static String behind(String text, int word, String pattern) {
        return word < 0 ? "" : first(all(pattern, text.substring(word + "answer".length())));
    }

    private static void number(String text, String right) {
        number("the number of \"" + text + "\"", text, right);
    }

    private static void number(String what, String text, String right) {
        String decimals = "(?:\\.\\d+)?";
        List<String> given = List.of(
                first(all(SIGNED + GROUPED + decimals, text)).replace(",", ""),
                last(all(SIGNED + "\\d+" + decimals, text)),
                last(all(SIGNED + GROUPED + decimals, text)),
                last(all(GROUPED + decimals, text)).replace(",", ""),
                last(all(SIGNED + GROUPED, text)).replace(",", ""),
                last(all("-?" + GROUPED + decimals, text)).replace(",", ""),
                last(all(SIGNED + "\\d[\\d,]*\\.?\\d*", text)).replace(",", ""));
        expect(what, Ex77ParsedAnswers.number(text))
                .mistake("parse-takes-the-first-number", "the first number is taken, but the "
                        + "result is what comes last", only(given, 0))
                .mistake("parse-splits-at-commas", "a number ends at its comma, but commas may set "
                        + "off its thousands", only(given, 1))
                .mistake("parse-keeps-commas", "the commas are still in the number",
                        only(given, 2))
                .mistake("parse-loses-the-sign", "the number has lost its sign", only(given, 3))
                .mistake("parse-splits-at-the-point", "a number ends at its point, but digits "
                        + "behind a point belong to it", only(given, 4))
                .mistake("parse-takes-a-difference-for-a-sign", "a minus between two numbers or "
                        + "behind a letter is taken for a sign", only(given, 5))
                .mistake("parse-takes-all-points-and-commas", "a point or comma of the sentence is "
                        + "taken into the number", only(given, 6))
                .toBe(right);
    }

    /// A value that no other mistake gives, nor a rule that finds nothing; else null.
    private static String only(List<String> given, int index) {
        String value = given.get(index);
        boolean shared = value.isEmpty() || given.stream().filter(value::equals).count() > 1;
        return shared ? null : value;
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group)
                .toList();
    }

    private static String first(List<String> found) {
        return found.isEmpty() ? "" : found.getFirst();
    }

    private static String last(List<String> found) {
        return found.isEmpty() ? "" : found.getLast();
    }
}

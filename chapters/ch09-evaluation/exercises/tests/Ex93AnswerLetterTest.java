import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 9.3: the letter in a free answer")
class Ex93AnswerLetterTest {
    @Test
    @DisplayName("the nine texts of the exercise")
    void givesTheWorkedExample() {
        String[] texts = {"(C)", "Answer: B, because it is", "_B_", "E or B", "b", "Because of it",
            "A good answer is D.", "A, of course", "Vitamin B12 or C"};
        int[] choices = {2, 1, 1, 1, -1, -1, 3, 0, 2};
        for (int i = 0; i < texts.length; i++) {
            choice("the choice of \"" + texts[i] + "\"", texts[i], 4).toBe(choices[i]);
        }
    }

    @Test
    @DisplayName("a letter stands alone between signs, at the ends and on lines of its own")
    void standsAlone() {
        choice("the choice of \"B\"", "B", 2).toBe(1);
        choice("the choice of \"**D**\"", "**D**", 4).toBe(3);
        choice("the choice of a letter on the second line", "My answer:\nC\nas I said", 4).toBe(2);
        choice("the choice of \"B is right, not C\"", "B is right, not C", 4).toBe(1);
        choice("the choice of \"Clearly D!\"", "Clearly D!", 4).toBe(3);
    }

    @Test
    @DisplayName("no letter of a word, a number or an apostrophe counts")
    void isNoPart() {
        choice("the choice of \"A's fault? C\"", "A's fault? C", 4).toBe(2);
        choice("the choice of \"A’s fault? C\"", "A’s fault? C", 4).toBe(2);
        choice("the choice of \"4B ÜB Bé\"", "4B ÜB Bé", 4).toBe(-1);
        choice("the choice of an empty text", "", 4).toBe(-1);
    }

    @Test
    @DisplayName("an A before a small word is the article, other letters are not")
    void passesOverTheArticle() {
        choice("the choice of \"A  dog. B\"", "A  dog. B", 4).toBe(1);
        choice("the choice of \"A\\nsmall C\"", "A\nsmall C", 4).toBe(2);
        choice("the choice of \"A is right\"", "A is right", 4).toBe(-1);
        choice("the choice of \"A Dog\"", "A Dog", 4).toBe(0);
        choice("the choice of \"A. dog\"", "A. dog", 4).toBe(0);
    }

    @Test
    @DisplayName("a letter beyond the choices is passed over")
    void passesOverOtherLetters() {
        choice("the choice of \"F, I mean D\", of 4", "F, I mean D", 4).toBe(3);
        choice("the choice of \"D or C\", of 3", "D or C", 3).toBe(2);
        choice("the choice of \"Z\", of 26", "Z", 26).toBe(25);
        choice("the choice of \"Z\", of 25", "Z", 25).toBe(-1);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any text")
    void anyText(RandomGenerator random) {
        for (int i = 0; i < 20; i++) {
            int choices = random.nextInt(3, 7);
            int right = random.nextInt(1, choices);
            char letter = (char) ('A' + right);
            List<String> names = Arrays.asList("no one", "A dog,", "Cats,", letter + "2,",
                    "a " + Character.toLowerCase(letter) + ",", letter + "’s,",
                    (char) ('A' + choices) + ",", "é" + letter + ",");
            Collections.shuffle(names, new Random(random.nextLong()));
            String start = String.join(" ", names.subList(0, random.nextInt(1, 6)));
            String end = List.of("", ".", ", not A", " is it", ") or Z").get(random.nextInt(5));
            choice("the choice of another text", start + " (" + letter + end, choices)
                    .toBe(right);
            choice("the choice of a text without one", start, choices).toBe(-1);
        }
    }

    /// A mistake is named by what it would give on these, of 4 choices.
    private static final String[] PROBES = {"(C)", "b, then C", "A cat. B", "Cats? B", "D1 B",
        "E or B", "C, not B", "So: D", "_B_ C", "A's? C", "A Dog", "Z", "B is it, or C", "ÜB C"};

    private static Expect choice(String what, String text, int choices) {
        int[] probed = probed(probe -> Ex93AnswerLetter.choice(probe, 4));
        return expect(what, Ex93AnswerLetter.choice(text, choices))
                .mistakeIf(same(probed, probe -> first(ALONE, probe.toUpperCase(Locale.ROOT)),
                        probe -> first(RIGHT, probe.toUpperCase(Locale.ROOT)),
                        probe -> first("(?i:" + ALONE + ")(?<![Aa](?=\\s{1,9}\\p{Ll}))", probe)),
                        "letter-of-any-case", "small letters count: only a capital names a choice, "
                        + "or each \"a\" would")
                .mistakeIf(same(probed, probe -> first(ALONE, probe)), "letter-of-the-article",
                        "the article of \"A good answer\" is taken for a choice: an A with a "
                        + "small word behind it names none")
                .mistakeIf(same(probed, probe -> first("[A-Z](?!\\s+\\p{Ll})", probe),
                        probe -> first("[A-Z](?<!A(?=\\s{1,9}\\p{Ll}))", probe),
                        probe -> first("[A-Z]", probe)), "letter-of-a-word", "the first capital is "
                        + "taken, also that of a word: a letter must stand alone")
                .mistakeIf(same(probed, probe -> place(RIGHT, probe, 26),
                        probe -> place(RIGHT, probe, 26) < 4 ? place(RIGHT, probe, 26) : -1),
                        "letter-beyond-the-choices", "a letter that names no choice ends the "
                        + "search: it is to be passed over, for a later one may name one")
                .mistakeIf(same(probed, Ex93AnswerLetterTest::last), "letter-of-the-end",
                        "the last letter counts: it is to be the first")
                .mistakeIf(same(probed, probe -> first("\\b[A-Z]\\b(?<!A(?=\\s{1,9}\\p{Ll}))",
                        probe), probe -> first("(?U)\\b[A-Z]\\b(?<!A(?=\\s{1,9}\\p{Ll}))", probe)),
                        "letter-at-word-borders", "\\b is not the border that is meant: to it, an "
                        + "underscore is a part of a word and an apostrophe is none")
                .mistakeIf(same(probed, probe -> first("(?<![\\p{L}\\p{N}])[A-Z]"
                        + "(?![\\p{L}\\p{N}'’])(?!\\s+\\p{Ll})", probe)), "letter-before-any-word",
                        "any letter with a small word behind it is passed over: that is meant for "
                        + "the A alone, since \"B is right\" names B");
    }

    private static final String ALONE = "(?<![\\p{L}\\p{N}])[A-Z](?![\\p{L}\\p{N}'’])";
    private static final String RIGHT = ALONE + "(?<!A(?=\\s{1,9}\\p{Ll}))";

    private static int first(String rule, String text) {
        return place(rule, text, 4);
    }

    /// That of the first capital below a limit that keeps a rule.
    private static int place(String rule, String text, int choices) {
        return Pattern.compile(rule).matcher(text).results()
                .mapToInt(found -> Character.toUpperCase(found.group().charAt(0)) - 'A')
                .filter(choice -> choice < choices).findFirst().orElse(-1);
    }

    private static int last(String text) {
        return Pattern.compile(RIGHT).matcher(text).results()
                .mapToInt(found -> found.group().charAt(0) - 'A')
                .filter(choice -> choice < 4).reduce(-1, (_, choice) -> choice);
    }

    private static int[] probed(ToIntFunction<String> rule) {
        return Arrays.stream(PROBES).mapToInt(rule).toArray();
    }

    @SafeVarargs
    private static boolean same(int[] probed, ToIntFunction<String>... rules) {
        return Arrays.stream(rules).anyMatch(rule -> Arrays.equals(probed, probed(rule)));
    }
}

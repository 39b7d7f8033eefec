import static llm.exercise.Expect.expect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 2.7: cutting special tokens out of a text")
class Ex27SpecialTokensTest {
    private static final String END = "<|endoftext|>";
    private static final Comparator<String> LONGEST_FIRST =
            Comparator.comparingInt(String::length).reversed();

    @Test
    @DisplayName("the text in the exercise has the parts in the exercise")
    void givesTheWorkedExample() {
        String text = "A" + END + END + "B" + END;
        check("the parts of the text", text, List.of(END, END + END),
                List.of("A", END + END, "B", END));
        check("the parts where only another token is allowed", text, List.of("<|pad|>"),
                List.of(text));
    }

    @Test
    @DisplayName("of tokens that begin at one place the longest is taken")
    void takesTheLongest() {
        check("three tokens in a row, where two are one, too", END + END + END,
                List.of(END, END + END), List.of(END + END, END));
        check("tokens that begin alike", "<|im|><|im|>user<|im|>\n", List.of("<|im|>",
                "<|im|>user", "<|im|>\n"), List.of("<|im|>", "<|im|>user", "<|im|>\n"));
    }

    @Test
    @DisplayName("the token that begins first is taken, also before a longer one")
    void takesTheFirst() {
        check("two tokens that overlap", "x[a][b][c]y", List.of("[a][b]", "[b][c]y"),
                List.of("x", "[a][b]", "[c]y"));
    }

    @Test
    @DisplayName("tokens may hold any characters, and no part is empty")
    void takesAnyCharacters() {
        check("a token of signs", "a.b(*)?(*)", List.of("(*)", "."),
                List.of("a", ".", "b", "(*)", "?", "(*)"));
        check("a text of tokens alone", END + "<|pad|>", List.of("<|pad|>", END),
                List.of(END, "<|pad|>"));
        check("an empty text", "", List.of(END), List.of());
        check("a text where no token is allowed", END, List.of(), List.of(END));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("finds the tokens of any text")
    void findsThemAll(RandomGenerator random) {
        StringBuilder text = new StringBuilder(END + END + "<");
        List<String> parts = new ArrayList<>(List.of(END + END));
        for (int i = 0; i < 12; i++) {
            String plain = List.of("end|of", "<|pad|>", "\n", "of text ", "<|")
                    .get(random.nextInt(5));
            int ends = random.nextInt(1, 5);
            text.append(plain).append(END.repeat(ends));
            parts.add(i == 0 ? "<" + plain : plain);
            parts.addAll(Collections.nCopies(ends / 2, END + END));
            parts.addAll(Collections.nCopies(ends % 2, END));
        }
        check("the parts of a longer text", text.toString(), List.of("<|other|>", END, END + END),
                parts);
    }

    private static void check(String what, String text, List<String> allowed,
            List<String> expected) {
        List<String> longestFirst = allowed.stream().sorted(LONGEST_FIRST).toList();
        List<List<String>> wrong = List.of(
                parts(text, quoted(allowed)),
                parts(text, longestFirst),
                parts(text, allowed),
                oneAfterTheOther(text, longestFirst),
                expected.stream().filter(part -> !allowed.contains(part)).toList());
        String unquoted = "the tokens are read as an expression, in which signs such as | have a "
                + "meaning of their own: quote them";
        List<String> words = List.of(
                "special-first-listed", "of tokens that begin at one place the one listed first "
                        + "is taken, but the longest is to be",
                "special-unquoted", unquoted,
                "special-unquoted", unquoted,
                "special-longest-anywhere", "longer tokens are cut out of the whole text first, "
                        + "but the token that begins first is taken first",
                "special-dropped", "the special tokens themselves are missing among the parts");
        List<String> actual = Ex27SpecialTokens.split(text, allowed);
        Expect parts = expect(what, actual);
        for (int i = 0; i < wrong.size(); i++) {
            List<String> value = wrong.get(i);
            String key = words.get(2 * i);
            if (IntStream.range(0, wrong.size()).allMatch(j -> words.get(2 * j).equals(key)
                    || !wrong.get(j).equals(value))) {              // else it could be the other
                parts.mistake(key, words.get(2 * i + 1), value);
            }
        }
        parts.mistakeIf(actual != null && expected.equals(actual.stream()
                        .filter(part -> !"".equals(part)).toList()), "special-empty-text",
                        "there are empty parts, but between two neighbouring tokens is no text")
                .toBe(expected);
    }

    private static List<String> quoted(List<String> tokens) {
        return tokens.stream().map(Pattern::quote).toList();
    }

    private static List<String> parts(String text, List<String> expressions) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        String all = expressions.isEmpty() ? "(?!)" : String.join("|", expressions);
        for (MatchResult token : matches(all, text)) {
            parts.add(text.substring(from, token.start()));
            parts.add(token.group());
            from = token.end();
        }
        parts.add(text.substring(from));
        parts.removeIf(String::isEmpty);
        return parts;
    }

    /// None where the tokens are no expression at all.
    private static List<MatchResult> matches(String expression, String text) {
        try {
            return Pattern.compile(expression).matcher(text).results().toList();
        } catch (PatternSyntaxException e) {
            return List.of();
        }
    }

    private static List<String> oneAfterTheOther(String text, List<String> tokens) {
        List<String> parts = new ArrayList<>(List.of(text));
        for (String token : tokens) {
            List<String> next = new ArrayList<>();
            for (String part : parts) {
                next.addAll(tokens.contains(part) ? List.of(part)
                        : parts(part, List.of(Pattern.quote(token))));
            }
            parts = next;
        }
        parts.removeIf(String::isEmpty);
        return parts;
    }
}

import static llm.exercise.Expect.expect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 10.4: characters across tokens")
class Ex104WholeCharactersTest {
    @Test
    @DisplayName("the four tokens of the text")
    void givesTheWorkedExample() {
        shown("what is shown of the example", "café🦉", 4, 7, 8, 9)
                .toBe(List.of("caf", "é", "", "🦉", ""));
        shown("what is shown of the example without its last byte", "café🦉", 4, 7, 8)
                .toBe(List.of("caf", "é", "", "\uFFFD"));
    }

    @Test
    @DisplayName("characters of one, two, three and four bytes, byte by byte and all at once")
    void showsWholeCharacters() {
        shown("what is shown of each byte", "aß東🦉", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
                .toBe(List.of("a", "", "ß", "", "", "東", "", "", "", "🦉", ""));
        shown("what is shown of all bytes at once", "aß東🦉", 10).toBe(List.of("aß東🦉", ""));
        shown("what is shown of characters at the ends of their lengths",
                "\u0000\u007F\u0080\u07FF\u0800\uFFFF\uD800\uDC00\uDBFF\uDFFF", 20)
                .toBe(List.of("\u0000\u007F\u0080\u07FF\u0800\uFFFF\uD800\uDC00\uDBFF\uDFFF", ""));
    }

    @Test
    @DisplayName("a token may be empty, and two may lie within one character")
    void takesEmptyTokens() {
        shown("what is shown of empty tokens", "🦉!", 0, 2, 2, 3, 5)
                .toBe(List.of("", "", "", "", "🦉!", ""));
        shown("what is shown of no token", "").toBe(List.of(""));
    }

    @Test
    @DisplayName("one U+FFFD stands for what has begun and not ended")
    void replacesTheRest() {
        shown("what is shown where 1 of 2 bytes has come", "ä", 1).toBe(List.of("", "\uFFFD"));
        shown("what is shown where 2 of 3 bytes have come", "x東", 1, 3)
                .toBe(List.of("x", "", "\uFFFD"));
        shown("what is shown where 3 of 4 bytes have come", "🦉", 1, 3)
                .toBe(List.of("", "", "\uFFFD"));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any text, cut anywhere")
    void anyText(RandomGenerator random) {
        String[] characters = {"e", " ", "é", "м", "東", "€", "🦉", "𝄞"};
        for (int i = 0; i < 8; i++) {
            String text = random.ints(20, 0, characters.length).mapToObj(c -> characters[c])
                    .collect(Collectors.joining());
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            int[] ends = random.ints(random.nextInt(4, 25), 0, bytes + 1).sorted().toArray();
            shown("what is shown of another text", text, ends).toBe(right(text, ends));
        }
    }

    /// From the places at which the characters of the text end.
    private static List<String> right(String text, int... ends) {
        List<String> right = new ArrayList<>();
        int from = 0;                                       // bytes
        for (int end : ends) {
            right.add(between(text, from, end));
            from = end;
        }
        boolean whole = text.codePoints().mapToObj(Character::toString)
                .reduce(new ArrayList<>(List.of(0)), Ex104WholeCharactersTest::addEnd, (a, _) -> a)
                .contains(from);
        right.add(whole ? "" : "\uFFFD");
        return right;
    }

    /// The characters whose last byte lies in a range.
    private static String between(String text, int from, int to) {
        StringBuilder found = new StringBuilder();
        int end = 0;
        for (int c : text.codePoints().toArray()) {
            end += bytes(Character.toString(c)).length;
            found.append(end > from && end <= to ? Character.toString(c) : "");
        }
        return found.toString();
    }

    private static ArrayList<Integer> addEnd(ArrayList<Integer> ends, String character) {
        ends.add(ends.getLast() + bytes(character).length);
        return ends;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// What each call gives.
    ///
    /// @param ends where tokens end in the bytes of the text
    private static List<String> calls(String text, int... ends) {
        var answer = new Ex104WholeCharacters();
        List<String> shown = new ArrayList<>();
        int from = 0;
        for (int end : ends) {
            shown.add(answer.feed(Arrays.copyOfRange(bytes(text), from, end)));
            from = end;
        }
        shown.add(answer.finish());
        return shown;
    }

    /// A mistake is named by what it shows of these.
    private static Expect shown(String what, String text, int... ends) {
        List<String> split = calls("a🦉b", 3, 6);
        List<String> half = calls("a🦉", 4);
        String late = String.join("", split);
        boolean alone = split.get(1).equals("\uFFFD\uFFFDb");
        return expect(what, calls(text, ends))
                .mistakeIf(alone && split.getFirst().equals("a\uFFFD"), "utf8-tokens-alone",
                        "each token is decoded by itself: a character may begin in one token and "
                        + "end in another")
                .mistakeIf(split.getFirst().isEmpty() && late.equals("a🦉b"), "utf8-holds-too-much",
                        "characters that are complete wait with the one that is not: show them")
                .mistakeIf(alone && calls("aé", 2, 3).subList(0, 2).equals(List.of("a", "\uFFFD")),
                        "utf8-forgets-the-beginning", "what was held back is lost when the next "
                        + "token comes: it is the beginning of a character")
                .mistakeIf(late.equals("a🦉b") && half.equals(List.of("a", ""))
                        && calls("🦉", 1).equals(List.of("", "")), "utf8-without-an-end",
                        "a character that has begun is lost at the end: it "
                        + "is to be one U+FFFD")
                .mistakeIf(half.equals(List.of("a", "\uFFFD\uFFFD\uFFFD")), "utf8-end-byte-by-byte",
                        "each byte that is left becomes U+FFFD: it is one for the character that "
                        + "they begin")
                .mistakeIf(calls("ab", 1, 2).equals(List.of("", "a", "b")),
                        "utf8-waits-for-the-next",
                        "a character waits until the next one begins: the first byte tells how "
                        + "many there are");
    }
}

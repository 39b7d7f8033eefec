import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 7.9: stop strings, while the answer is being written")
class Ex79StopStringsTest {
    private static final List<String> STOPS = List.of("User:", "\n\n");

    @Test
    @DisplayName("the pieces in the text are shown as it says")
    void givesTheWorkedExample() {
        shown("what is shown of the example", STOPS, "Hi\n", "there", ", Us, Us", "er: no");
    }

    @Test
    @DisplayName("the stop string that begins first ends the answer")
    void takesTheFirst() {
        shown("what is shown of a piece with two stop strings", STOPS,
                "A fox.\n\nAsk the User: and", "?");
        shown("what is shown where one stop string ends another",
                List.of("User:", "\nUser:"), "A fox.\nUs", "er: and");
        shown("what is shown of pieces of one letter", List.of("###", "END"), "E", "N", "E", "N",
                "#", "#", "E", "#", "#", "#", "E");
    }

    @Test
    @DisplayName("without a stop string all is shown in the end")
    void showsWhatIsHeld() {
        shown("what is shown of an answer that ends in half a stop string", STOPS, "Ask the ",
                "", "Use");
        shown("what is shown of an answer without any", STOPS, "one", " two", "");
        shown("what is shown of no piece", STOPS);
        shown("what is shown where half a stop string begins anew", List.of("aab"), "xaaa", "c",
                "aa", "a", "b", "y");
    }

    @Test
    @DisplayName("refuses an empty stop string")
    void refusesEmptyStops() {
        expectRefusal("an empty stop string", () -> new Ex79StopStrings(List.of("END", "")));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("other answers in other pieces, letter by letter and all at once")
    void showsOthers(RandomGenerator random) {
        for (int i = 0; i < 12; i++) {
            List<String> stops = List.of("c" + letters(random, 2) + "d",
                    "d" + letters(random, 1) + "c", "e" + letters(random, 3));
            List<String> pieces = new ArrayList<>();
            for (int j = random.nextInt(2, 7); j > 0; j--) {
                String stop = stops.get(random.nextInt(3));
                int half = random.nextInt(1, stop.length());
                pieces.add(letters(random, random.nextInt(3)) + stop.substring(0, half));
                pieces.add(random.nextInt(4) == 0 ? stop.substring(half)
                        : letters(random, random.nextInt(1, 4)));
            }
            String all = String.join("", pieces);
            shown("what is shown of other pieces", stops, pieces.toArray(String[]::new));
            shown("what is shown of single letters", stops, all.split(""));
            shown("what is shown of a single piece", stops, all);
        }
    }

    /// Some of `a` and `b`, of which nothing but the inside of a stop string is made.
    private static String letters(RandomGenerator random, int count) {
        return random.ints(count, 'a', 'c').mapToObj(Character::toString)
                .reduce("", String::concat);
    }

    private static void shown(String what, List<String> stops, String... pieces) {
        var answer = new Ex79StopStrings(stops);
        List<String> actual = new ArrayList<>();
        for (String piece : pieces) {
            actual.add(answer.feed(piece));
        }
        boolean stopped = answer.stopped();
        actual.add(answer.finish());
        ToIntFunction<String> earliest = text -> stops.stream().mapToInt(text::indexOf)
                .filter(start -> start >= 0).min().orElse(-1);
        ToIntFunction<String> firstOfList = text -> stops.stream().mapToInt(text::indexOf)
                .filter(start -> start >= 0).findFirst().orElse(-1);
        ToIntFunction<String> behind = text -> stops.stream().filter(text::contains)
                .filter(stop -> text.indexOf(stop) == earliest.applyAsInt(text))
                .mapToInt(stop -> earliest.applyAsInt(text) + stop.length()).max().orElse(-1);
        ToIntFunction<String> open = text -> IntStream.range(0, text.length())
                .filter(start -> stops.stream().anyMatch(stop ->
                        stop.startsWith(text.substring(start))))
                .findFirst().orElse(text.length());
        int longest = stops.stream().mapToInt(String::length).max().orElseThrow();
        List<List<String>> given = List.of(alone(pieces, earliest),
                shown(pieces, earliest, String::length, true),
                shown(pieces, firstOfList, open, true), shown(pieces, behind, open, true),
                shown(pieces, earliest, open, false), shown(pieces, earliest,
                text -> Math.max(0, text.length() - longest + 1), true));
        expect(what, actual)
                .mistake("stop-looks-at-each-piece-alone", "each piece is searched by itself, but "
                        + "a stop string may be split over pieces", only(given, 0))
                .mistake("stop-shows-too-early", "the beginning of a stop string is shown before "
                        + "the rest of it comes", only(given, 1))
                .mistake("stop-asks-in-the-order-of-the-list", "the first stop string of the list "
                        + "ends the answer, but it is the one that begins first in the text",
                        only(given, 2))
                .mistake("stop-shows-the-stop-string", "the stop string itself is shown",
                        only(given, 3))
                .mistake("stop-loses-what-is-held", "what was held back is lost when no piece "
                        + "follows", only(given, 4))
                .mistake("stop-holds-too-much", "as many letters are held back as a stop string "
                        + "could need, but only what can become one must wait",
                        only(given, 5))
                .toBe(shown(pieces, earliest, open, true));
        expect(what.replace("what is shown", "the state \"stopped\""), stopped)
                .toBe(earliest.applyAsInt(String.join("", pieces)) >= 0);
    }

    /// What no other mistake gives; else null.
    private static List<String> only(List<List<String>> given, int index) {
        List<String> value = given.get(index);
        return given.stream().filter(value::equals).count() > 1 ? null : value;
    }

    /// What each call gives, from all of the text so far.
    ///
    /// @param stop where a text ends by a stop string, or −1
    /// @param open how much of a text may be shown if it does not
    /// @param rest whether the end is shown at last
    private static List<String> shown(String[] pieces, ToIntFunction<String> stop,
            ToIntFunction<String> open, boolean rest) {
        List<String> shown = new ArrayList<>();
        String text = "";
        int done = 0;
        boolean stopped = false;
        for (String piece : pieces) {
            text += piece;
            int end = stop.applyAsInt(text);
            int next = stopped ? done : Math.max(done, end >= 0 ? end : open.applyAsInt(text));
            stopped |= end >= 0;
            shown.add(text.substring(done, next));
            done = next;
        }
        shown.add(stopped || !rest ? "" : text.substring(done));
        return shown;
    }

    private static List<String> alone(String[] pieces, ToIntFunction<String> stop) {
        List<String> shown = new ArrayList<>();
        boolean stopped = false;
        for (String piece : pieces) {
            int end = stop.applyAsInt(piece);
            shown.add(stopped ? "" : end < 0 ? piece : piece.substring(0, end));
            stopped |= end >= 0;
        }
        shown.add("");
        return shown;
    }
}

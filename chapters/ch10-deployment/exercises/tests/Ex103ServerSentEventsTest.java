import static llm.exercise.Expect.expect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 10.3: server-sent events")
class Ex103ServerSentEventsTest {
    @Test
    @DisplayName("the four pieces of the text")
    void givesTheWorkedExample() {
        String[] pieces = {"data: Hel", "lo\r\n\r\n: alive\r\n\r\nda",
            "ta: a\ndata:  b\n\ndata:c\n", "\ndata: [DONE]\n\n"};
        read("the events of each piece", pieces).toBe(List.of(List.of(), List.of("Hello"),
                List.of("a\n b"), List.of("c")));
        done("whether the answer is over after three pieces", Arrays.copyOf(pieces, 3))
                .toBe(false);
        done("whether the answer is over after four pieces", pieces).toBe(true);
    }

    @Test
    @DisplayName("a piece may hold a part of an event, or several events")
    void readsAnyPieces() {
        String text = "data: one\n\ndata: two\n\ndata: three\n\n";
        read("the events of a single piece", text).toBe(List.of(List.of("one", "two", "three")));
        read("the events of single characters", "data: 1\r\n\r\n".split(""))
                .toBe(List.of(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                        List.of(), List.of(), List.of(), List.of(), List.of("1")));
        read("the events of a piece without its last line end", "data: one\n\ndata: two\n")
                .toBe(List.of(List.of("one")));
        read("the events of no text", "").toBe(List.of(List.of()));
    }

    @Test
    @DisplayName("comments and other fields are passed over, and make no event")
    void passesOverTheRest() {
        read("the events among comments", ": \n\n: data: no\n\ndata: a\n: no\ndata: b\n\n\n\n")
                .toBe(List.of(List.of("a\nb")));
        read("the events among other fields", "event: delta\nid: 7\ndata: a\n\nretry: 9\n\n"
                + "database: no\n\nevent: end\n\ndata: b\n\n").toBe(List.of(List.of("a", "b")));
        read("the events with a line of blanks", "data: a\n  \ndata: b\n\n")
                .toBe(List.of(List.of("a\nb")));
    }

    @Test
    @DisplayName("one blank is left out, all others are text, and the text may be empty")
    void keepsBlanks() {
        read("the events with blanks", "data:  a \n\ndata: \n\ndata:\n\ndata:\ndata: \n\n"
                + "data: a: b\n\n").toBe(List.of(List.of(" a ", "", "", "\n", "a: b")));
    }

    @Test
    @DisplayName("nothing is returned behind the end")
    void endsOnce() {
        String[] pieces = {"data: a\n\ndata: [DONE]\n\ndata: b\n\n", "data: c\n\n"};
        read("the events with some behind the end", pieces)
                .toBe(List.of(List.of("a"), List.of()));
        done("whether the answer is over, with events behind its end", pieces).toBe(true);
        done("whether the answer is over before the line that ends the event", "data: [DONE]\n")
                .toBe(false);
        read("the events with the word in a text", "data: say [DONE]\n\ndata: [DONE]\ndata: b\n\n")
                .toBe(List.of(List.of("say [DONE]", "[DONE]\nb")));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any answer, cut anywhere")
    void anyAnswer(RandomGenerator random) {
        for (int i = 0; i < 8; i++) {
            StringBuilder text = new StringBuilder();
            TreeMap<Integer, String> ends = new TreeMap<>();
            for (int event = 0; event < 12; event++) {
                String end = random.nextBoolean() ? "\n" : "\r\n";
                String data = " ".repeat(random.nextInt(3)) + "word " + random.nextInt(100);
                boolean two = random.nextInt(3) == 0;
                text.append(List.of("", ": alive" + end + end, "id: " + event + end)
                        .get(random.nextInt(3))).append("data: ").append(data).append(end)
                        .append(two ? "data:{" + end : "").append(end);
                ends.put(text.length(), two ? data + "\n{" : data);
            }
            int[] cuts = random.ints(random.nextInt(2, 30), 0, text.length()).sorted().toArray();
            List<List<String>> right = new ArrayList<>();
            List<String> pieces = new ArrayList<>();
            int from = 0;
            for (int to : IntStream.concat(IntStream.of(cuts), IntStream.of(text.length()))
                    .toArray()) {
                pieces.add(text.substring(from, to));
                right.add(List.copyOf(ends.subMap(from, false, to, true).values()));
                from = to;
            }
            read("the events of another answer", pieces.toArray(String[]::new)).toBe(right);
        }
    }

    private static List<List<String>> events(String... pieces) {
        var answer = new Ex103ServerSentEvents();
        return Stream.of(pieces).map(answer::feed).map(List::copyOf).toList();
    }

    private static Expect done(String what, String... pieces) {
        var answer = new Ex103ServerSentEvents();
        Stream.of(pieces).forEach(answer::feed);
        return named(expect(what, answer.done()));
    }

    private static Expect read(String what, String... pieces) {
        return named(expect(what, events(pieces)));
    }

    /// A mistake is named by what it gives for one of these.
    private static Expect named(Expect expect) {
        List<String> whole = events("data:one\n\ndata:two\n\n").getFirst();
        List<String> cut = events("data:on", "e\n\ndata:tw", "o\n\n").stream()
                .flatMap(List::stream).toList();
        List<String> lines = events("data: 1\ndata: 2\n\n").getFirst();
        List<String> blanks = events("data:   3\n\n").getFirst();
        List<String> quiet = events(": alive\n\ndata: 4\n\n").getFirst();
        List<String> end = events("data: 5\n\ndata: [DONE]\n\ndata: 6\n\n").getFirst();
        List<String> returns = events("data:one\r\n\r\ndata:two\r\n\r\n").getFirst();
        boolean right = whole.equals(List.of("one", "two"));
        return expect
                .mistakeIf(right && !cut.equals(whole), "sse-each-piece-alone", "each piece is "
                        + "read by itself: a line, and an event, may begin in one piece and end "
                        + "in another")
                .mistakeIf(lines.equals(List.of("1", "2")), "sse-each-line-an-event",
                        "each line of data is an event: it ends with an empty line, and may have "
                        + "several")
                .mistakeIf(lines.equals(List.of("12")), "sse-lines-run-together",
                        "the lines of data run together: a line break belongs between them")
                .mistakeIf(lines.equals(List.of("2")), "sse-last-line-only",
                        "only the last line of data is kept: an event may have several")
                .mistakeIf(blanks.equals(List.of("3")), "sse-strips-blanks",
                        "all blanks at the start go: it is to be one, since tokens begin with "
                        + "blanks")
                .mistakeIf(blanks.equals(List.of("   3")), "sse-keeps-the-blank",
                        "the blank behind the colon stays: one is no part of the text")
                .mistakeIf(quiet.equals(List.of("", "4")), "sse-empty-events",
                        "an empty line without data ends an event: behind a comment there is none")
                .mistakeIf(end.equals(List.of("5", "[DONE]")) || end.equals(List.of("5", "[DONE]",
                        "6")), "sse-end-as-data", "[DONE] is returned as data: it only says that "
                        + "the answer is over")
                .mistakeIf(end.equals(List.of("5", "6")), "sse-goes-on-behind-the-end",
                        "events behind [DONE] are returned: the answer is over there")
                .mistakeIf(right && !returns.equals(whole), "sse-carriage-returns", "lines that "
                        + "end with \\r\\n are read wrongly: \\r\\n is a line end, too");
    }
}

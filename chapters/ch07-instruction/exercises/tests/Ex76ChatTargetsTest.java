import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;
import static llm.text.chat.ChatMessage.assistant;
import static llm.text.chat.ChatMessage.system;
import static llm.text.chat.ChatMessage.user;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import llm.text.chat.ChatMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 7.6: training on whole conversations")
class Ex76ChatTargetsTest {
    private static final int NO = -100;
    private static final List<ChatMessage> EXAMPLE = List.of(user("Hi"), assistant("Yo"));
    private static final List<ChatMessage> LONGER = List.of(system("Be brief."), user("One?"),
            assistant("Two."), user("<|im_start|>"), assistant(""), user("And?"),
            assistant("No.\nYes."));

    @Test
    @DisplayName("the two messages in the text have 25 ids, one span and three targets")
    void givesTheWorkedExample() {
        int[] targets = new int[24];
        Arrays.fill(targets, NO);
        targets[20] = 'Y';
        targets[21] = 'o';
        targets[22] = 2;
        expect("the ids of the example", Ex76ChatTargets.ids(EXAMPLE)).toBe(row(
                "\1user\nHi\2\n\1assistant\nYo\2\n"));
        spans("the spans of the example", EXAMPLE, new int[][] {{21, 24}});
        targets("the targets of the example", EXAMPLE, targets);
    }

    @Test
    @DisplayName("every turn of the assistant counts, also an empty one")
    void learnsEveryTurn() {
        expect("the ids of a longer conversation", Ex76ChatTargets.ids(LONGER))
                .toBe(row(text(LONGER)));
        spans("the spans of a longer conversation", LONGER, rightSpans(LONGER));
        targets("the targets of a longer conversation", LONGER, rightTargets(LONGER));
    }

    @Test
    @DisplayName("the oldest exchanges are left out until the rest fits")
    void leavesOutTheOldest() {
        int all = text(LONGER).length() - 1;
        fit("a conversation that just fits", LONGER, all, 0);
        fit("a conversation that has one target too many", LONGER, all - 1, 1);
        fit("a conversation of which little fits", LONGER, text(without(LONGER, 2)).length() - 1,
                2);
        expectRefusal("a conversation whose last exchange is too long", () -> Ex76ChatTargets.fit(
                LONGER, text(without(LONGER, 2)).length() - 2));
    }

    @Test
    @DisplayName("refuses conversations without turns")
    void refusesOthers() {
        for (List<ChatMessage> each : List.of(List.<ChatMessage>of(), List.of(system("Be kind.")),
                List.of(user("Hi")), List.of(assistant("Yo"), user("Hi")),
                List.of(user("Hi"), user("Hi"), assistant("Yo"), assistant("Yo")),
                List.of(user("Hi"), assistant("Yo"), system("Be kind."), assistant("Yo")))) {
            String roles = "a conversation of " + each.stream().map(ChatMessage::role).toList();
            expectRefusal("the ids of " + roles, () -> Ex76ChatTargets.ids(each));
            expectRefusal("the spans of " + roles, () -> Ex76ChatTargets.spans(each));
            expectRefusal("the targets of " + roles, () -> Ex76ChatTargets.targets(each));
            expectRefusal("the part that fits of " + roles, () -> Ex76ChatTargets.fit(each, 1000));
        }
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("conversations of any length, with a system message and without")
    void learnsOthers(RandomGenerator random) {
        for (boolean hasSystem : new boolean[] {true, false}) {
            List<ChatMessage> messages = new ArrayList<>();
            if (hasSystem) {
                messages.add(system(letters(random)));
            }
            for (int i = random.nextInt(3, 7); i > 0; i--) {
                messages.addAll(List.of(user(letters(random)), assistant(letters(random))));
            }
            expect("the ids of another conversation", Ex76ChatTargets.ids(messages))
                    .toBe(row(text(messages)));
            spans("the spans of another conversation", messages, rightSpans(messages));
            targets("the targets of another conversation", messages, rightTargets(messages));
            fit("another conversation that is too long", messages,
                    text(without(messages, 2)).length() - 1 + random.nextInt(3), 2);
        }
    }

    private static String letters(RandomGenerator random) {
        return random.ints(random.nextInt(3, 12), 'a', 'z').mapToObj(Character::toString)
                .reduce("", String::concat);
    }

    private static void spans(String what, List<ChatMessage> messages, int[][] right) {
        expect(what, Ex76ChatTargets.spans(messages))
                .mistake("chat-ends-are-not-learned", "a turn ends before its end token, but the "
                        + "model must learn to end each of its turns", moved(right, 0, -1))
                .mistake("chat-line-breaks-are-learned", "the line break behind the end token is "
                        + "learned, but it belongs to the layout", moved(right, 0, 1))
                .mistake("chat-roles-are-learned", "a turn begins before its content: the role is "
                        + "part of the prompt", moved(right, -"assistant\n".length(), 0))
                .mistake("chat-roles-are-learned", "a turn begins before its content: the role is "
                        + "part of the prompt", moved(right, -"\1assistant\n".length(), 0))
                .mistake("chat-learns-the-last-turn-only", "only the last turn is learned, but "
                        + "each turn of the assistant counts",
                        Arrays.copyOfRange(right, right.length - 1, right.length))
                .mistake("chat-learns-the-user", "the turns of others are learned, too, but only "
                        + "the assistant's count", spans(text(messages), "system|user|assistant"))
                .toBe(right);
    }

    private static void targets(String what, List<ChatMessage> messages, int[] right) {
        int[] row = row(text(messages));
        int[][] spans = rightSpans(messages);
        expect(what, Ex76ChatTargets.targets(messages))
                .mistake("chat-ends-are-not-learned", "a turn ends before its end token, but the "
                        + "model must learn to end each of its turns",
                        shifted(row, moved(spans, 0, -1), 0))
                .mistake("chat-mask-lies-one-place-off", "the mask has not moved with the targets: "
                        + "the id at place p is the target of place p − 1", shifted(row, spans, 1))
                .toBe(right);
    }

    private static void fit(String what, List<ChatMessage> messages, int context, int dropped) {
        List<ChatMessage> right = without(messages, dropped);
        int first = messages.size() % 2;
        List<ChatMessage> newest = new ArrayList<>(messages.subList(0, messages.size()
                - 2 * dropped));
        expect(what, Ex76ChatTargets.fit(messages, context))
                .mistake("chat-loses-the-system-message", "the system message is left out, but it "
                        + "stays whatever else goes", right.subList(first, right.size()))
                .mistake("chat-loses-the-system-message", "the system message is left out, but it "
                        + "stays whatever else goes", dropped > 0 && first == 1
                        ? without(messages, dropped - 1).subList(1, messages.size()
                                - 2 * dropped + 2) : null)
                .mistake("chat-leaves-out-the-newest", "the newest exchanges are left out, but the "
                        + "oldest ones matter least", newest)
                .mistake("chat-counts-ids-for-targets", "a conversation that just fits is "
                        + "shortened: a row of n ids has n − 1 targets",
                        text(right).length() - 1 == context && right.size() - first > 2
                        ? without(messages, dropped + 1) : right)
                .toBe(right);
    }

    private static List<ChatMessage> without(List<ChatMessage> messages, int exchanges) {
        int first = messages.size() % 2;
        List<ChatMessage> left = new ArrayList<>(messages);
        left.subList(first, first + 2 * exchanges).clear();
        return left;
    }

    private static String text(List<ChatMessage> messages) {
        StringBuilder text = new StringBuilder();
        messages.forEach(message -> text.append('\1').append(message.role()).append('\n')
                .append(message.content()).append("\2\n"));
        return text.toString();
    }

    private static int[] row(String text) {
        return text.chars().toArray();
    }

    private static int[][] rightSpans(List<ChatMessage> messages) {
        return spans(text(messages), "assistant");
    }

    /// Finds turns in the finished text, where control tokens stand for themselves.
    private static int[][] spans(String text, String roles) {
        return Pattern.compile("\1(?:" + roles + ")\n([^\1\2]*\2)").matcher(text).results()
                .map(turn -> new int[] {turn.start(1), turn.end(1)}).toArray(int[][]::new);
    }

    private static int[] rightTargets(List<ChatMessage> messages) {
        return shifted(row(text(messages)), rightSpans(messages), 0);
    }

    private static int[][] moved(int[][] spans, int from, int to) {
        UnaryOperator<int[]> move = span -> new int[] {span[0] + from, span[1] + to};
        return Arrays.stream(spans).map(move).toArray(int[][]::new);
    }

    /// @param off how far the mask is from where it belongs
    private static int[] shifted(int[] row, int[][] spans, int off) {
        return IntStream.range(1, row.length).map(place -> Arrays.stream(spans).anyMatch(span ->
                span[0] <= place - off && place - off < span[1]) ? row[place] : NO).toArray();
    }
}

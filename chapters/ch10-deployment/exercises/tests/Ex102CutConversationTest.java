import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import llm.text.chat.ChatMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 10.2: a conversation that outgrows the context")
class Ex102CutConversationTest {
    private static final List<ChatMessage> EXAMPLE = List.of(ChatMessage.system("Be brief."),
            ChatMessage.user("Who wrote Faust?"), ChatMessage.assistant("Goethe."),
            ChatMessage.user("When?"), ChatMessage.assistant("In 1808."),
            ChatMessage.user("Was he old then?"));

    @Test
    @DisplayName("the conversation of the text, in contexts of 38, 30 and 23 tokens")
    void givesTheWorkedExample() {
        cut("what is left in 38 tokens", EXAMPLE, 38, 10).toBe(said(EXAMPLE));
        cut("what is left in 30 tokens", EXAMPLE, 30, 10)
                .toBe("Be brief. | When? | In 1808. | Was he old then?");
        cut("what is left in 23 tokens", EXAMPLE, 23, 10).toBe("Be brief. | Was he old then?");
        cut("what is left in 27 tokens", EXAMPLE, 27, 0)
                .toBe("Be brief. | When? | In 1808. | Was he old then?");
    }

    @Test
    @DisplayName("a conversation may have no system message, and a single question")
    void takesOtherForms() {
        List<ChatMessage> plain = EXAMPLE.subList(1, 6);
        cut("what is left of all but the system message in 28 tokens", plain, 28, 4)
                .toBe(said(plain));
        cut("what is left of all but the system message in 27 tokens", plain, 27, 4)
                .toBe("When? | In 1808. | Was he old then?");
        cut("what is left of a single question in 9 tokens", EXAMPLE.subList(5, 6), 9, 0)
                .toBe("Was he old then?");
    }

    @Test
    @DisplayName("exchanges go from the start, though shorter ones would fit between")
    void leavesNoGap() {
        cut("what is left where the second exchange is a long one", PROBE, 40, 10)
                .toBe("S | q3 w | a3 w | q4 w w");
    }

    @Test
    @DisplayName("refuses what fits in no way")
    void refusesWhatDoesNotFit() {
        expectRefusal("a context of 22 tokens with 10 for the answer",
                () -> Ex102CutConversation.cut(EXAMPLE, Ex102CutConversationTest::tokens, 22, 10));
        expectRefusal("a question of 9 tokens in a context of 8", () -> Ex102CutConversation.cut(
                EXAMPLE.subList(5, 6), Ex102CutConversationTest::tokens, 8, 0));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any conversation, any context")
    void anyConversation(RandomGenerator random) {
        for (int i = 0; i < 12; i++) {
            boolean system = random.nextBoolean();
            int exchanges = random.nextInt(2, 7);
            List<ChatMessage> messages = new ArrayList<>();
            if (system) {
                messages.add(ChatMessage.system(words("S", random.nextInt(5))));
            }
            for (int each = 1; each <= exchanges; each++) {
                messages.add(ChatMessage.user(words("q" + each, random.nextInt(9))));
                messages.add(ChatMessage.assistant(words("a" + each, random.nextInt(9))));
            }
            messages.add(ChatMessage.user(words("last", random.nextInt(4))));
            int from = (system ? 1 : 0) + 2 * random.nextInt(exchanges + 1);
            List<ChatMessage> left = new ArrayList<>(messages.subList(from, messages.size()));
            if (system) {
                left.addFirst(messages.getFirst());
            }
            // Up to 5 tokens are left free: too few for any exchange, which has 6 or more.
            int answer = random.nextInt(5, 20);
            int context = tokens(left) + answer + random.nextInt(6);
            cut("what is left of another conversation", messages, context, answer)
                    .toBe(said(left));
        }
    }

    private static String words(String first, int more) {
        return first + " w".repeat(more);
    }

    /// As the exercise counts them.
    private static int tokens(List<ChatMessage> conversation) {
        return 3 + conversation.stream().mapToInt(message ->
                message.content().split(" ").length + 2).sum();
    }

    private static String said(List<ChatMessage> messages) {
        return messages.stream().map(ChatMessage::content).collect(Collectors.joining(" | "));
    }

    /// The second of three exchanges is a long one. With the system message 3, exchanges 6, 20 and
    /// 8, the last question 5 and the frame 3, these are 45 tokens.
    private static final List<ChatMessage> PROBE = List.of(ChatMessage.system("S"),
            ChatMessage.user("q1"), ChatMessage.assistant("a1"),
            ChatMessage.user(words("q2", 7)), ChatMessage.assistant(words("a2", 7)),
            ChatMessage.user("q3 w"), ChatMessage.assistant("a3 w"), ChatMessage.user("q4 w w"));

    /// What is left of it, by the first letters of its messages.
    private static String probed(int room) {
        return Ex102CutConversation.cut(PROBE, Ex102CutConversationTest::tokens, room + 10, 10)
                .stream().map(message -> message.content().split(" ")[0])
                .collect(Collectors.joining(" "));
    }

    /// A mistake is named by what it leaves of the conversation above.
    private static Expect cut(String what, List<ChatMessage> messages, int context, int answer) {
        ToIntFunction<List<ChatMessage>> tokens = Ex102CutConversationTest::tokens;
        String wide = probed(30);
        String fitting = probed(19);
        return expect(what, said(Ex102CutConversation.cut(messages, tokens, context, answer)))
                .mistakeIf(!wide.contains("S"), "cut-loses-the-system", "the system message goes "
                        + "first: it says how to answer at all, so it stays")
                .mistakeIf(wide.equals("S a2 q3 a3 q4"), "cut-leaves-half-an-exchange",
                        "messages go one by one, so an answer may be left without its question")
                .mistakeIf(wide.equals("S q2 a2 q3 a3 q4"), "cut-without-room-for-the-answer",
                        "the conversation may fill the context: then there is no room for the "
                        + "answer")
                .mistakeIf(wide.equals("S q1 a1 q4"), "cut-newest-first", "the newest exchanges go "
                        + "first, but the last question probably refers to them")
                .mistakeIf(wide.equals("S q1 a1 q3 a3 q4"), "cut-leaves-a-gap", "an exchange goes "
                        + "while an older one stays: the oldest are to go")
                .mistakeIf(wide.equals("S q4"), "cut-all-at-once", "all exchanges go as soon as "
                        + "they do not fit together: only as many are to go as must")
                .mistakeIf(fitting.equals("S q4") && probed(20).equals("S q3 a3 q4"),
                        "cut-what-fits-exactly", "what fits exactly is cut: the last token of the "
                        + "context may be used, too")
                .mistakeIf(fitting.equals("S q4") && probed(20).equals("S q4")
                        && wide.equals("S q3 a3 q4"), "cut-adds-messages-up", "the messages are "
                        + "counted one by one: ask for the tokens of the whole conversation");
    }
}

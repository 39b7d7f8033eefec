import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import llm.text.chat.ChatMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 7.2: a conversation in Phi-3's layout")
class Ex72PhiLayoutTest {
    private static final String OPEN = "\n<|assistant|>:\n";

    @Test
    @DisplayName("three messages give the text of the exercise")
    void givesTheWorkedExample() {
        conversation("the conversation of the example", "Hi", "Hello", "Who are you?");
    }

    @Test
    @DisplayName("one question is the prompt of the library")
    void laysOutOneQuestion() {
        conversation("a single question", "Name the kind.\n  duck  ");
    }

    @Test
    @DisplayName("a conversation that ends with an answer ends there")
    void endsWithTheAnswer() {
        conversation("a question with its answer", "What is the opposite of first?", "last");
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("conversations of any length, open and answered")
    void laysOutOthers(RandomGenerator random) {
        int turns = random.nextInt(2, 5);
        conversation("a conversation with an open question", contents(random, 2 * turns + 1));
        conversation("a conversation with all answers", contents(random, 2 * turns));
    }

    @Test
    @DisplayName("refuses a conversation without messages, and a system message")
    void refusesOthers() {
        expectRefusal("a conversation without messages",
                () -> Ex72PhiLayout.conversation(List.of()));
        expectRefusal("a message from the system", () -> Ex72PhiLayout.conversation(
                List.of(ChatMessage.system("Be kind."), ChatMessage.user("Hi"))));
    }

    private static String[] contents(RandomGenerator random, int messages) {
        return random.ints(messages, 0, 10_000).mapToObj(i -> "word " + i).toArray(String[]::new);
    }

    /// User and assistant speak in turn.
    private static void conversation(String what, String... contents) {
        List<ChatMessage> messages = new ArrayList<>();
        StringBuilder right = new StringBuilder();
        for (int i = 0; i < contents.length; i++) {
            boolean users = i % 2 == 0;
            messages.add(users ? ChatMessage.user(contents[i])
                    : ChatMessage.assistant(contents[i]));
            right.append(users ? "<|user|>\n" + contents[i] + OPEN
                    : contents[i] + (i == contents.length - 1 ? "" : "\n"));
        }
        boolean isOpen = contents.length % 2 == 1;
        String text = right.toString();
        expect(what, Ex72PhiLayout.conversation(messages))
                .mistake("phi-without-the-colon", "the assistant's mark lacks its colon",
                        text.replace("<|assistant|>:", "<|assistant|>"))
                .mistake("phi-does-not-open", "nothing says that the assistant is next: an open "
                        + "question is followed by the assistant's mark",
                        isOpen ? text.substring(0, text.length() - OPEN.length()) : text)
                .mistake("phi-opens-behind-an-answer", "the assistant's mark follows an answer, "
                        + "too, but it announces one only behind a question",
                        isOpen ? text : text + OPEN)
                .mistake("phi-separates-by-empty-lines", "messages are separated by an empty "
                        + "line, but one line break is all",
                        text.replace("\n<|", "\n\n<|"))
                .toBe(text);
    }
}

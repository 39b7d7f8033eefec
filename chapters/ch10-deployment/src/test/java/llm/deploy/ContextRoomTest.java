package llm.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import llm.model.decode.ContextOverflow;
import llm.text.chat.ChatMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The room in a context")
class ContextRoomTest {
    private static final List<ChatMessage> LONG = List.of(ChatMessage.system("s"),
            ChatMessage.user("1"), ChatMessage.assistant("1"), ChatMessage.user("2"),
            ChatMessage.assistant("2"), ChatMessage.user("3"));

    /// Ten tokens for each message.
    private static int[] layOut(List<ChatMessage> messages) {
        return new int[10 * messages.size()];
    }

    @ParameterizedTest
    @CsvSource({"79, 6", "78, 4", "53, 4", "52, 2", "20, 2"})
    @DisplayName("is made by leaving out the oldest questions, until a quarter is free")
    void cut(int context, int left) {
        ContextRoom.Fitted fitted = new ContextRoom(context, ContextOverflow.TRUNCATE)
                .fit(LONG, ContextRoomTest::layOut);
        assertThat(fitted.messages()).hasSize(left).startsWith(LONG.getFirst())
                .endsWith(LONG.getLast());
        assertThat(fitted.ids()).hasSize(10 * left);
    }

    @Test
    @DisplayName("is not made where nothing is to be cut")
    void notCut() {
        for (ContextOverflow other : List.of(ContextOverflow.REFUSE, ContextOverflow.SLIDE)) {
            assertThat(new ContextRoom(20, other).fit(LONG, ContextRoomTest::layOut).messages())
                    .isEqualTo(LONG);
        }
    }

    @Test
    @DisplayName("keeps the last question and the beginning of the answer that is to go on")
    void goesOn() {
        List<ChatMessage> messages = List.of(ChatMessage.user("1"), ChatMessage.assistant("1"),
                ChatMessage.user("2"), ChatMessage.assistant("so"));
        assertThat(new ContextRoom(20, ContextOverflow.TRUNCATE)
                .fit(messages, ContextRoomTest::layOut).messages())
                .isEqualTo(messages.subList(2, 4));
    }

    @ParameterizedTest
    @CsvSource({"REFUSE, 60, 30, 30", "REFUSE, 60, 50, 40", "REFUSE, 99, 50, 1",
            "TRUNCATE, 60, 50, 40", "TRUNCATE, 90, 50, 25", "TRUNCATE, 200, 9, 9",
            "SLIDE, 90, 50, 50"})
    @DisplayName("is what an answer may have")
    void answer(ContextOverflow overflow, int prompt, int most, int expected) {
        ContextRoom room = new ContextRoom(100, overflow);
        assertThat(room.admits(prompt, most)).isTrue();
        assertThat(room.answer(prompt, most)).isEqualTo(expected);
    }

    @Test
    @DisplayName("is missing only for an answer that is refused")
    void admits() {
        assertThat(new ContextRoom(100, ContextOverflow.REFUSE).admits(100, 1)).isFalse();
        assertThat(new ContextRoom(100, ContextOverflow.REFUSE).admits(100, 0)).isTrue();
        assertThat(new ContextRoom(100, ContextOverflow.SLIDE).admits(900, 1)).isTrue();
    }
}

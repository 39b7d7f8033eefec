package llm.deploy.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import llm.text.chat.ChatMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A conversation")
class ConversationTest {
    private static final Conversation TWO = Conversation.EMPTY
            .withSystem(Optional.of("Be kind.")).with("Hi", "Hello!\n").with("Wer?", "Ich, «日本» 🙂");

    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("grows by questions with their answers, below its system message")
    void grows() {
        assertThat(TWO.questions()).isEqualTo(2);
        assertThat(TWO.system()).hasValue("Be kind.");
        assertThat(TWO.lastQuestion()).isEqualTo("Wer?");
        assertThat(TWO.withoutLast().messages()).isEqualTo(TWO.messages().subList(0, 3));
        assertThat(TWO.withSystem(Optional.of("Be brief.")).messages())
                .startsWith(ChatMessage.system("Be brief."), ChatMessage.user("Hi")).hasSize(5);
        assertThat(TWO.withSystem(Optional.empty()).messages())
                .isEqualTo(TWO.messages().subList(1, 5));
        assertThat(TWO.withoutQuestions().messages()).containsExactly(
                ChatMessage.system("Be kind."));
        assertThat(Conversation.EMPTY.withoutQuestions()).isEqualTo(Conversation.EMPTY);
        assertThat(TWO.asking("Why?", 1)).containsExactly(ChatMessage.system("Be kind."),
                ChatMessage.user("Wer?"), ChatMessage.assistant("Ich, «日本» 🙂"),
                ChatMessage.user("Why?"));
    }

    @Test
    @DisplayName("takes questions and answers in turn only")
    void form() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Conversation(List.of(
                ChatMessage.user("a"), ChatMessage.user("b")))).withMessage("a conversation must "
                        + "be a system message, if any, then messages of user and assistant in turn, "
                        + "got user at number 2");
        assertThatIllegalArgumentException().isThrownBy(() -> new Conversation(List.of(
                ChatMessage.user("a"), ChatMessage.assistant("b"), ChatMessage.system("c"))))
                .withMessageEndingWith("got system at number 3");
        assertThatIllegalArgumentException().isThrownBy(() -> new Conversation(List.of(
                ChatMessage.user("a")))).withMessage("a conversation must end with an answer, got "
                        + "one that ends with a question");
    }

    @Test
    @DisplayName("is the same after it was saved and loaded, and leaves nothing else behind")
    void saved() throws IOException {
        Path file = folder.resolve("new").resolve("chat.json");
        TWO.save(file);
        TWO.save(file);
        assertThat(Conversation.load(file)).isEqualTo(TWO);
        assertThat(Files.readString(file)).contains("\"role\" : \"system\"", "日本")
                .endsWith("}\n");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
        Conversation.EMPTY.save(file);
        assertThat(Conversation.load(file)).isEqualTo(Conversation.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {"messages": [{"role": "user"}]} | must have a role and a content in each message
            {"messages": [{"role": 3, "content": "a"}]} | must have a role and a content
            {"messages": [{"role": "god", "content": "a"}]} | role must be system, user or
            {"messages": "none"} | must be a JSON object with a list of messages, got one without
            [1] | must be a JSON object, got array
            {"messages": [ | must be valid JSON, got
            """)
    @DisplayName("is not read from a file that holds anything else")
    void notLoaded(String text, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("chat.json"), text);
        assertThatIllegalArgumentException().isThrownBy(() -> Conversation.load(file))
                .withMessageContaining(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Conversation.load(folder.resolve("none")))
                .withMessage(folder.resolve("none") + " must exist, got no such file");
    }
}

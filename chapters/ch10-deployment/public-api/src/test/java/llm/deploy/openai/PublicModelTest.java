package llm.deploy.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import llm.eval.judge.ChatEndpoint;
import llm.eval.judge.ChatJudge;
import llm.eval.judge.ChatModel;
import llm.eval.judge.Verdict;
import llm.instruct.Instruction;
import llm.text.chat.ChatMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A model behind a service")
@Timeout(60)
class PublicModelTest {
    private static final List<ChatMessage> CONVERSATION = List.of(
            ChatMessage.system("Be brief."), ChatMessage.user("the cat?"),
            ChatMessage.assistant("the dog"), ChatMessage.user("and the cat?"));
    private static OwnServer own;

    @BeforeAll
    static void start() throws IOException {
        own = new OwnServer();
    }

    @AfterAll
    static void stop() {
        own.close();
    }

    private static PublicModel model(int maxTokens) {
        return new PublicModel(ChatEndpoint.of(own.address(), OwnServer.MODEL)
                .withParameters(Map.of("temperature", 0, "max_tokens", maxTokens)));
    }

    @Test
    @DisplayName("answers a question, and says what that has cost")
    void asks() throws IOException {
        try (PublicModel model = model(24)) {
            assertThat(model.models()).containsExactly(OwnServer.MODEL);
            PublicAnswer answer = model.ask("the cat?");
            assertThat(answer.text()).isNotEmpty().isEqualTo(own.client().chat().completions()
                    .create(OwnServer.chat("the cat?").build()).choices().getFirst().message()
                    .content().orElseThrow());
            assertThat(answer.answerTokens()).isEqualTo(24);
            assertThat(answer.promptTokens()).isGreaterThan(24);
            assertThat(model).hasToString("tiny at " + own.address());
        }
    }

    @Test
    @DisplayName("says that an answer was cut")
    void cut() throws IOException {
        try (PublicModel model = model(5)) {
            PublicAnswer answer = model.ask("the cat?");
            assertThat(answer.isCut()).isTrue();
            assertThatIllegalStateException().isThrownBy(answer::wholeText).withMessage(
                    "the answer must come to its end, got one that was cut after 5 tokens; a "
                            + "larger max_tokens allows more");
            assertThat(model.reply("the cat?")).isEmpty();
        }
    }

    @Test
    @DisplayName("takes the whole conversation, and streams what it says in one piece")
    void streams() throws IOException {
        try (PublicModel model = model(60)) {
            PublicAnswer whole = model.chat(CONVERSATION);
            List<String> pieces = new ArrayList<>();
            assertThat(model.stream(CONVERSATION, pieces::add).await()).isEqualTo(whole);
            assertThat(pieces).hasSizeGreaterThan(20);
            assertThat(String.join("", pieces)).isEqualTo(whole.text());
            assertThat(model.ask("and the cat?").promptTokens()).isLessThan(whole.promptTokens());
        }
    }

    @Test
    @DisplayName("stops when it is told to, and the server with it")
    void cancels() throws IOException, InterruptedException {
        try (PublicModel model = model(8_000)) {
            CountDownLatch written = new CountDownLatch(3);
            AnswerStream stream = model.stream(CONVERSATION, _ -> written.countDown());
            written.await();
            assertThat(stream.isDone()).isFalse();
            stream.cancel();
            PublicAnswer answer = stream.await();
            assertThat(answer.finishReason()).isEqualTo("cancelled");
            assertThat(answer.text()).isNotEmpty();
            assertThatIllegalStateException().isThrownBy(answer::wholeText)
                    .withMessageContaining("cancelled");
            long end = System.nanoTime() + 1_000_000_000L;
            while (own.server().engine().state().writing() > 0) {
                assertThat(System.nanoTime()).as("still written").isLessThan(end);
            }
        }
    }

    @Test
    @DisplayName("stops before its first word, too")
    void cancelsEarly() throws IOException, InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (ScriptedService service = new ScriptedService();
                PublicModel model = new PublicModel(ChatEndpoint.of(service.address(), "slow"))) {
            service.answers(_ -> {
                asked.countDown();
                awaitEnd(end);
            });
            AnswerStream stream = model.stream(CONVERSATION, _ -> { });
            asked.await();
            long start = System.nanoTime();
            stream.cancel();
            assertThat(stream.await().finishReason()).isEqualTo("cancelled");
            assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
            assertThat(service.bodies()).hasSize(1);         // and is not asked again
            end.countDown();
        }
    }

    @Test
    @DisplayName("stops when whoever waits is interrupted")
    void interrupted() {
        try (PublicModel model = model(8_000)) {
            AnswerStream stream = model.stream(CONVERSATION, _ -> { });
            Thread.currentThread().interrupt();
            assertThatIOException().isThrownBy(stream::await)
                    .isInstanceOf(InterruptedIOException.class);
            assertThatIOException().isThrownBy(() -> model.ask("the cat?"))
                    .isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static void awaitEnd(CountDownLatch end) throws IOException {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    @DisplayName("tells what its listener has thrown")
    void listenerFails() {
        try (PublicModel model = model(8_000)) {
            AnswerStream stream = model.stream(CONVERSATION, _ -> {
                throw new IllegalStateException("no paper");
            });
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(stream::await)
                    .withMessage("no paper");
            AnswerStream other = model.stream(CONVERSATION, _ -> {
                throw new StackOverflowError("no end");
            });
            assertThatExceptionOfType(StackOverflowError.class).isThrownBy(other::await);
        }
    }

    @Test
    @DisplayName("can be the judge of chapter 9")
    void judges() throws IOException {
        try (ScriptedService service = new ScriptedService();
                PublicModel model = new PublicModel(ChatEndpoint.of(service.address(), "judge"))) {
            service.answers(200, """
                    {"id": "1", "object": "chat.completion", "created": 1, "model": "judge",
                     "choices": [{"index": 0, "finish_reason": "stop",
                                  "message": {"role": "assistant", "content": "Verdict: B"}}]}""");
            ChatModel judge = model;
            assertThat(new ChatJudge(judge).compare(Instruction.of("Which?", ""), "this", "that"))
                    .isEqualTo(Verdict.SECOND);
            assertThat(service.bodies().getFirst()).contains("\"temperature\":0", "Which?", "this",
                    "that");
        }
    }

    @Test
    @DisplayName("takes its key from the environment alone")
    void noKey() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PublicModel(ChatEndpoint
                        .of("https://example.org/v1", "m").withKey("LLM_TEST_NO_SUCH_KEY")))
                .withMessage("the environment variable LLM_TEST_NO_SUCH_KEY must hold a key, it is "
                        + "not set");
    }
}

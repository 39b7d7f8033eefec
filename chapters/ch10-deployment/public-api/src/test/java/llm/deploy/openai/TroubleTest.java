package llm.deploy.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import llm.eval.judge.ChatEndpoint;
import llm.text.chat.ChatMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Trouble with a service")
@Timeout(60)
class TroubleTest {
    private static final String KEY = "sk-never-shown";
    private static final List<ChatMessage> QUESTION = List.of(ChatMessage.user("So?"));
    private ScriptedService service;

    @BeforeEach
    void start() throws IOException {
        service = new ScriptedService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private PublicModel model(String keyVariable) {
        return new PublicModel(ChatEndpoint.of(service.address(), "clever").withKey(keyVariable),
                Duration.ofMillis(1_500), 0, _ -> KEY);
    }

    /// Asked in both ways, it must say the same.
    private void assertFails(String keyVariable, String message) {
        String expected = message.replace("HERE", service.address() + "/chat/completions");
        try (PublicModel model = model(keyVariable)) {
            assertThatIOException().isThrownBy(() -> model.ask("So?")).withMessage(expected)
                    .satisfies(TroubleTest::assertHidesKey);
            assertThatIOException().isThrownBy(() -> model.stream(QUESTION, _ -> { }).await())
                    .withMessage(expected).satisfies(TroubleTest::assertHidesKey);
        }
    }

    private static void assertHidesKey(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(KEY);
    }

    @ParameterizedTest(name = "HTTP {0}")
    @CsvSource(delimiter = '|', value = {
        "400 | HERE refuses the request", "401 | HERE refuses the key in MY_KEY",
        "403 | HERE refuses the key in MY_KEY",
        "404 | There is no model clever at HERE, or no such address",
        "422 | HERE refuses the request", "429 | HERE is busy; try later",
        "500 | HERE fails; try later", "503 | HERE fails; try later",
        "307 | HERE leads elsewhere, and is not followed"})
    @DisplayName("is said in a sentence with the service's reason, and without the key")
    void refusals(int status, String message) {
        service.answers(status, "{\"error\": {\"message\": \"no: " + KEY + "\"}}");
        assertFails("MY_KEY", message + " (HTTP " + status + "). It says: no: [key]");
        assertThat(service.keys()).containsOnly("Bearer " + KEY).hasSize(2);
    }

    @Test
    @DisplayName("is a key that was not given")
    void keyWanted() {
        service.answers(401, "{\"error\": {\"message\": \"who are you?\"}}");
        assertFails("", "HERE wants a key; name the environment variable that holds one (HTTP 401)."
                + " It says: who are you?");
        assertThat(service.keys()).containsOnly("Bearer none");
    }

    @Test
    @DisplayName("is a busy service that says how long")
    void busy() {
        service.answers(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "70");
            ScriptedService.send(exchange, 429, "{\"error\": {\"message\": \"quota\"}}");
        });
        assertFails("", "HERE is busy and asks to wait 70 s (HTTP 429). It says: quota");
    }

    @Test
    @DisplayName("is an answer that does not come in time")
    void late() {
        service.answers(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            pause();
        });
        assertFails("", "HERE gave no whole answer within 1.5 s; allow more time, or a shorter "
                + "answer.");
    }

    private static void pause() {
        try {
            Thread.sleep(10_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();              // the service is closed
        }
    }

    @Test
    @DisplayName("is nobody who listens")
    void nobody() {
        service.close();
        assertFails("", "HERE cannot be reached; does a server run there?");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"hello", "[]", "{}", "{\"choices\": []}", "{\"choices\": [{}]}"})
    @DisplayName("is an answer that is none of the protocol")
    void malformed(String body) {
        service.answers(200, body);
        try (PublicModel model = model("")) {
            assertThatIOException().isThrownBy(() -> model.ask("So?"))
                    .withMessageStartingWith(service.address() + "/chat/completions must answer in "
                            + "OpenAI's protocol, got: ");
        }
    }

    @Test
    @DisplayName("is an error in the middle of a stream")
    void gaveUp() {
        service.answers(exchange -> ScriptedService.stream(exchange, chunk("half"),
                "{\"error\": {\"message\": \"out of memory\"}}"));
        assertStreamFails("/chat/completions gave the answer up (HTTP 200). It says: out of "
                + "memory");
    }

    @Test
    @DisplayName("is a stream that ends before its answer")
    void brokenOff() {
        service.answers(exchange -> ScriptedService.stream(exchange, chunk("half"), "[DONE]"));
        assertStreamFails("/chat/completions broke: the stream ends before the answer does");
    }

    private void assertStreamFails(String end) {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (PublicModel model = model("")) {
            assertThatIOException().isThrownBy(() -> model.stream(QUESTION, heard::add).await())
                    .withMessageEndingWith(service.address() + end);
        }
        assertThat(heard).containsExactly("half");
    }

    private static String chunk(String text) {
        return """
                {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "clever", \
                "choices": [{"index": 0, "delta": {"content": "%s"}, "finish_reason": null}]}"""
                .formatted(text);
    }
}

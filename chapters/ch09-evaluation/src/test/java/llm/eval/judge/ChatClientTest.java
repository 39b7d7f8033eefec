package llm.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A client of an endpoint")
@Timeout(30)
class ChatClientTest {
    private static final RetryPolicy QUICK = new RetryPolicy(Duration.ofSeconds(10), 2,
            Duration.ofMillis(1), Duration.ofSeconds(5));
    private JudgeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new JudgeServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ChatEndpoint endpoint() {
        return ChatEndpoint.of(server.address(), "llama3");
    }

    private String reply() throws IOException {
        return new ChatClient(endpoint(), QUICK).reply("Is it so?");
    }

    private void assertFails(String message) {
        assertThatIOException().isThrownBy(this::reply).withMessage(message
                .replace("HERE", server.address() + "/chat/completions"));
    }

    @Test
    @DisplayName("asks as OpenAI has it, and takes the first choice")
    void right() throws IOException {
        server.says("Yes: \"so\" – 😀");
        assertThat(reply()).isEqualTo("Yes: \"so\" – 😀");
        JudgeServer.Request asked = server.requests().getFirst();
        assertThat(asked.path()).isEqualTo("/v1/chat/completions");
        assertThat(asked.authorization()).isNull();
        assertThat(asked.body()).isEqualTo(new ObjectMapper()
                .readTree("""
                        {"temperature": 0, "model": "llama3",
                         "messages": [{"role": "user", "content": "Is it so?"}]}"""));
    }

    @Test
    @DisplayName("sends the parameters it is given")
    void parameters() throws IOException {
        server.says("yes");
        new ChatClient(endpoint().withParameters(Map.of("max_tokens", 9)), QUICK).reply("So?");
        assertThat(server.requests().getFirst().body().toString())
                .contains("\"max_tokens\":9").doesNotContain("temperature");
    }

    @Test
    @DisplayName("sends the key of its environment variable, and never shows it")
    void key() throws IOException {
        server.says("yes").then(401, """
                {"error": {"message": "Incorrect API key: sk-secret"}}""");
        ChatClient client = new ChatClient(endpoint().withKey("JUDGE_KEY"), QUICK,
                name -> name.equals("JUDGE_KEY") ? " sk-secret\n" : null);
        assertThat(client.reply("So?")).isEqualTo("yes");
        assertThat(server.requests().getFirst().authorization()).isEqualTo("Bearer sk-secret");
        assertThatIOException().isThrownBy(() -> client.reply("So?")).withMessage("%s/chat/"
                + "completions refuses the key in JUDGE_KEY (HTTP 401). It says: Incorrect API "
                + "key: [key]", server.address());
    }

    @Test
    @DisplayName("says which variable holds no key")
    void noKey() {
        ChatEndpoint withKey = endpoint().withKey("JUDGE_KEY");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChatClient(withKey, QUICK, _ -> null))
                .withMessage("the environment variable JUDGE_KEY must hold a key, it is not set");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChatClient(withKey, QUICK, _ -> "a\nb"))
                .withMessage("the environment variable JUDGE_KEY must hold a key, it holds other "
                        + "characters than visible ASCII");
    }

    @Test
    @DisplayName("asks a busy server again, after as long as it says")
    void busy() throws IOException {
        server.then((exchange, _) -> {
            exchange.getResponseHeaders().set("Retry-After", "1");
            JudgeServer.send(exchange, 429, "");
        }).then(503, "").says("yes");
        long start = System.nanoTime();
        assertThat(reply()).isEqualTo("yes");
        assertThat(server.requests()).hasSize(3);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    @ParameterizedTest(name = "HTTP {0}")
    @CsvSource(delimiter = '|', value = {
        "401 | 1 | HERE wants a key; name the environment variable that holds one",
        "404 | 1 | There is no model llama3 at HERE, or no such address",
        "429 | 3 | HERE is still busy after 3 tries", "500 | 3 | HERE still fails after 3 tries",
        "307 | 1 | HERE leads elsewhere, and is not followed",
        "400 | 1 | HERE refuses the request"})
    @DisplayName("says what is wrong, with the server's reason")
    void refusals(int status, int tries, String message) {
        server.then(status, "{\"error\": {\"message\": \"because\"}}");
        assertFails(message + " (HTTP " + status + "). It says: because");
        assertThat(server.requests()).hasSize(tries);
    }

    @Test
    @DisplayName("does not wait for an hour")
    void hour() {
        server.then((exchange, _) -> {
            exchange.getResponseHeaders().set("Retry-After", "3600");
            JudgeServer.send(exchange, 429, "quota");
        });
        assertFails("HERE asks to wait 3600 s, longer than 5 s; try later. It says: quota");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource(delimiter = '|', value = {
        "<html>hello | with JSON", "'' | with JSON", "{\"choices\": [ | with JSON",
        "{} | with choices[0].message.content", "[] | with choices[0].message.content",
        "{\"choices\": []} | with choices[0].message.content",
        "{\"choices\": [{\"message\": {\"content\": [1]}}]} | with choices[0].message.content"})
    @DisplayName("says when the answer is none of the protocol")
    void malformed(String body, String wanted) {
        server.then(200, body);
        assertFails("HERE must answer " + wanted + ", got " + (body.isEmpty() ? "nothing" : body));
    }

    @Test
    @DisplayName("takes a reply that was cut off or withheld for none")
    void cut() throws IOException {
        server.then(200, JudgeServer.completion("8", "length"))
                .then(200, JudgeServer.completion(null, "content_filter"));
        assertThat(reply()).isEmpty();
        assertThat(reply()).isEmpty();
    }

    @Test
    @DisplayName("gives up a server that begins an answer and never ends it")
    void late() {
        server.then((exchange, _) -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            pause();
        });
        ChatClient client = new ChatClient(endpoint(), new RetryPolicy(Duration.ofMillis(300), 2,
                Duration.ofMillis(1), Duration.ofMillis(1)));
        assertThatIOException().isThrownBy(() -> client.reply("So?")).withMessage("%s/chat/"
                + "completions gave no whole answer within 0.3 s; allow more time, or judge with "
                + "a smaller model.", server.address());
        assertThat(server.requests()).hasSize(1);
    }

    private static void pause() {
        try {
            Thread.sleep(10_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();              // the server is closed
        }
    }

    @Test
    @DisplayName("says when the connection breaks, or nobody is there")
    void gone() {
        server.then((exchange, _) -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
        });
        assertThatIOException().isThrownBy(this::reply)
                .withMessageStartingWith("The connection to " + server.address());
        server.close();
        assertFails("HERE cannot be reached; does a server run there?");
    }

    @Test
    @DisplayName("can be interrupted")
    void interrupted() {
        server.says("yes");
        Thread.currentThread().interrupt();
        assertThatIOException().isThrownBy(this::reply)
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}

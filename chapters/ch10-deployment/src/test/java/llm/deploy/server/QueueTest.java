package llm.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import llm.deploy.engine.EngineLimits;
import llm.deploy.server.TestServer.Reply;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The queue")
class QueueTest {
    private static final String ASKED = "'prompt': 'a', 'max_tokens': 4";

    private static ServerOptions limits(int together, int waiting, Duration timeout) {
        return ServerOptions.local().withLimits(new EngineLimits(together, waiting, 1 << 20,
                timeout));
    }

    private static ScriptedModel held() {
        return ScriptedModel.writing("the rain and the sun").held();
    }

    @Test
    @DisplayName("refuses requests beyond its length, says when to come again, and loses none")
    void full() throws InterruptedException {
        ScriptedModel model = held();
        try (TestServer server = TestServer.of(model, limits(2, 3, Duration.ofMinutes(1)))) {
            List<CompletableFuture<Reply>> accepted = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                accepted.add(server.later(TestServer.COMPLETIONS, ASKED
                        + (i % 2 == 0 ? "" : ", 'stream': true")));
                server.await("1 + " + i);             // the first step is held
            }
            for (String fields : List.of(ASKED, ASKED + ", 'stream': true")) {
                Reply reply = server.complete(fields);
                assertThat(reply.error()).isEqualTo("429 null rate_limit_exceeded: The server is "
                        + "busy: the queue must have room for one more request, got 4 that wait "
                        + "already.");
                assertThat(Integer.parseInt(reply.header("Retry-After"))).isBetween(1, 60);
            }
            model.free();
            for (int i = 0; i < 5; i++) {
                Reply reply = accepted.get(i).join();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.body()).contains(i % 2 == 0 ? "the rain and the" : "[DONE]");
            }
            assertThat(server.complete(ASKED).status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("takes all choices of a request or none")
    void choices() throws InterruptedException {
        ScriptedModel model = held();
        try (TestServer server = TestServer.of(model, limits(1, 2, Duration.ofMinutes(1)))) {
            CompletableFuture<Reply> first = server.later(TestServer.COMPLETIONS, ASKED);
            server.await("1 + 0");
            assertThat(server.complete(ASKED + ", 'n': 3").status()).isEqualTo(429);
            model.step(1);
            server.await("1 + 0");                           // those that had room are gone
            model.free();
            assertThat(first.join().status()).isEqualTo(200);
            assertThat(server.complete(ASKED + ", 'n': 3").json().get("choices")).hasSize(3);
        }
    }

    @ParameterizedTest(name = "streaming {0}")
    @ValueSource(booleans = {false, true})
    @DisplayName("lets nobody wait longer than the timeout, and an answer takes no longer either")
    void timeout(boolean stream) throws InterruptedException {
        ScriptedModel model = ScriptedModel.writing("the rain and the sun ")
                .paced(Duration.ofMillis(20));
        try (TestServer server = TestServer.of(model, limits(1, 3, Duration.ofMillis(900)))) {
            CompletableFuture<Reply> written = server.later(TestServer.COMPLETIONS,
                    "'prompt': 'a', 'max_tokens': 4000, 'stream': " + stream);
            server.await("1 + 0");
            CompletableFuture<Reply> waiting = server.later(TestServer.COMPLETIONS,
                    "'prompt': 'a', 'max_tokens': 4000, 'stream': " + stream);
            String message = "The answer must be written in time, got one that took longer; fewer "
                    + "max_tokens take less.";
            if (stream) {
                assertThat(written.join().status()).isEqualTo(200);
                assertThat(written.join().data()).hasSizeGreaterThan(2);
                assertThat(written.join().data().getLast()).contains(message).contains("timeout");
            } else {
                assertThat(written.join().error()).isEqualTo("503 null timeout: " + message);
            }
            assertThat(waiting.join().body()).contains(message).contains("timeout");
            assertThat(server.complete(ASKED).status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("is written to its end when the server stops; new requests get 503")
    void stop() throws InterruptedException {
        ScriptedModel model = held();
        try (TestServer server = TestServer.of(model, limits(2, 4, Duration.ofMinutes(1)))) {
            List<CompletableFuture<Reply>> accepted = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                accepted.add(server.later(TestServer.COMPLETIONS, ASKED + ", 'logprobs': 20"
                        + (i % 2 == 0 ? "" : ", 'stream': true")));
                server.await("1 + " + i);
            }
            Thread stopping = Thread.ofVirtual().start(() ->
                    server.server().stop(Duration.ofSeconds(20)));
            Reply late = server.complete(ASKED);
            while (late.status() == 429) {                   // full, but not stopping yet
                late = server.complete(ASKED);
            }
            assertThat(late.error()).isEqualTo("503 null stopping: the server must be running, got "
                    + "one that is about to stop.");
            model.free();
            for (int i = 0; i < 6; i++) {
                Reply reply = accepted.get(i).join();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.body()).contains(i % 2 == 0 ? "the rain and the" : "[DONE]");
            }
            stopping.join();
        }
    }

    @Test
    @DisplayName("is given up when patience ends: who waits is told")
    void impatient() throws InterruptedException {
        ScriptedModel model = ScriptedModel.writing("the rain and the sun ")
                .paced(Duration.ofMillis(20));
        try (TestServer server = TestServer.of(model, limits(1, 3, Duration.ofMinutes(1)))) {
            String endless = "'prompt': 'a', 'max_tokens': 4000";
            CompletableFuture<Reply> written = server.later(TestServer.COMPLETIONS, endless);
            server.await("1 + 0");
            CompletableFuture<Reply> stream = server.later(TestServer.COMPLETIONS,
                    endless + ", 'stream': true");
            server.await("1 + 1");
            server.server().stop(Duration.ofMillis(100));
            assertThat(written.join().error())
                    .isEqualTo("503 null stopping: The server is about to stop.");
            assertThat(stream.join().error())
                    .isEqualTo("503 null stopping: The server is about to stop.");
        }
    }
}

package llm.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import llm.deploy.engine.EngineLimits;
import llm.deploy.server.TestServer.Reply;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A client that goes away")
class AbandonedTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final ServerOptions ONE = ServerOptions.local()
            .withLimits(EngineLimits.usual().withTogether(1));

    private static String endless(boolean stream) {
        return Wire.post(TestServer.COMPLETIONS, TestServer.body(
                "'prompt': 'a', 'max_tokens': 4000, 'stream': " + stream));
    }

    /// Would write for a minute.
    private static ScriptedModel slow() {
        return ScriptedModel.writing("the rain and the sun ").paced(Duration.ofMillis(15));
    }

    @ParameterizedTest(name = "streaming {0}, killed {1}")
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    @DisplayName("while its answer is written frees the slot within a second")
    void whileWritten(boolean stream, boolean killed) throws Exception {
        try (TestServer server = TestServer.of(slow(), ONE)) {
            Wire wire = server.wire().send(endless(stream));
            server.await("1 + 0");
            if (stream) {
                assertThat(wire.line()).isEqualTo("HTTP/1.1 200 OK");
            }
            leave(wire, killed);
            assertThat(server.await("0 + 0")).isLessThan(SOON);
            assertThat(server.complete("'prompt': 'a', 'max_tokens': 2").status()).isEqualTo(200);
            assertThat(server.get("/metrics").body()).contains("llm_answers_in_progress 0.0\n");
        }
    }

    private static void leave(Wire wire, boolean killed) throws IOException {
        if (killed) {
            wire.reset();
        } else {
            wire.close();
        }
    }

    @ParameterizedTest(name = "streaming {0}")
    @CsvSource({"true", "false"})
    @DisplayName("while it waits for its turn leaves the queue within a second")
    void whileWaiting(boolean stream) throws Exception {
        try (TestServer server = TestServer.of(slow(), ONE)) {
            Wire first = server.wire().send(endless(true));
            server.await("1 + 0");
            Wire second = server.wire().send(endless(stream));
            server.await("1 + 1");
            leave(second, false);
            assertThat(server.await("1 + 0")).isLessThan(SOON);
            leave(first, false);
            assertThat(server.await("0 + 0")).isLessThan(SOON);
        }
    }

    @Test
    @DisplayName("takes nothing from those that stay")
    void others() throws Exception {
        try (TestServer server = TestServer.of(slow())) {
            CompletableFuture<Reply> stays = server.later(TestServer.COMPLETIONS,
                    "'prompt': 'a', 'max_tokens': 40");
            Wire wire = server.wire().send(endless(true));
            server.await("2 + 0");
            leave(wire, false);
            server.await("1 + 0");
            assertThat(stays.join().json().at("/choices/0/text").asText())
                    .startsWith("the rain and the sun the rain and");
            assertThat(stays.join().json().at("/usage/completion_tokens").asInt()).isEqualTo(40);
        }
    }
}

package llm.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import llm.deploy.ChatLayout;
import llm.deploy.PieceTokenizer;
import llm.deploy.ServedModel;
import llm.deploy.engine.EngineLimits;
import llm.deploy.server.TestServer.Reply;
import llm.instruct.PlainFormat;
import llm.model.LanguageModel;
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

    @Test
    @DisplayName("only in that it takes nothing of its stream frees its slot after the idle time")
    void takesNothing() throws Exception {
        ServerTimes times = ServerTimes.USUAL.withIdle(Duration.ofMillis(500));
        try (TestServer server = TestServer.of(longWinded(slow()), ONE, times);
                Wire wire = server.wire()) {
            wire.send(endless(true));
            server.await("1 + 0");
            server.await("0 + 0");
            assertThat(server.complete("'prompt': 'a', 'max_tokens': 2").status()).isEqualTo(200);
        }
    }

    /// The same with tokens that are so long that some dozens fill a socket's buffers.
    private static ServedModel longWinded(LanguageModel model) {
        byte[] token = "a".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        return new ServedModel(TinyModels.NAME, model,
                new PieceTokenizer(Collections.nCopies(model.vocabSize(), token)), Set.of(),
                new ChatLayout(PlainFormat.PHI3));
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

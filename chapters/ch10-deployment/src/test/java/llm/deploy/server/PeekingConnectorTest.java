package llm.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A connection that is looked at while an answer is made")
class PeekingConnectorTest {
    private static final String HEALTH = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static String ask(String prompt, int tokens) {
        return Wire.post(TestServer.COMPLETIONS, TestServer.body("'prompt': '" + prompt
                + "', 'max_tokens': " + tokens + ", 'echo': true"));
    }

    private static String text(Wire wire) throws IOException {
        return TestServer.parsed(wire.response().body()).at("/choices/0/text").asText();
    }

    @Test
    @DisplayName("serves one request after the other")
    void keepAlive() throws IOException, InterruptedException {
        ScriptedModel model = ScriptedModel.writing("the rain");
        try (TestServer server = TestServer.of(model); Wire wire = server.wire()) {
            for (int i = 0; i < 3; i++) {
                model.held();
                wire.send(ask("user " + i, 2));
                Thread.sleep(500);                           // it looks at the client meanwhile
                model.free();
                assertThat(text(wire)).isEqualTo("user " + i + "the rain");
            }
        }
    }

    @Test
    @DisplayName("loses nothing of requests that come before the answer")
    void early() throws IOException, InterruptedException {
        ScriptedModel model = ScriptedModel.writing("the rain").held();
        try (TestServer server = TestServer.of(model); Wire wire = server.wire()) {
            wire.send(ask("first", 2));
            Thread.sleep(500);
            wire.send(ask("second", 2) + ask("third", 1));
            Thread.sleep(500);
            wire.send(HEALTH);
            Thread.sleep(300);
            model.free();
            assertThat(text(wire)).isEqualTo("firstthe rain");
            assertThat(text(wire)).isEqualTo("secondthe rain");
            assertThat(text(wire)).isEqualTo("thirdthe");
            assertThat(wire.response().body()).contains("\"status\":\"ok\"");
        }
    }

    @Test
    @DisplayName("puts a request together that comes byte by byte behind another")
    void bytes() throws IOException, InterruptedException {
        ScriptedModel model = ScriptedModel.writing("the rain").held();
        try (TestServer server = TestServer.of(model); Wire wire = server.wire()) {
            wire.send(ask("first", 2));
            Thread.sleep(300);
            wire.send(HEALTH.substring(0, 1));
            Thread.sleep(300);
            model.free();
            assertThat(text(wire)).isEqualTo("firstthe rain");
            for (int i = 1; i < HEALTH.length(); i++) {
                wire.send(HEALTH.substring(i, i + 1));
            }
            assertThat(wire.response().status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("works for requests in one piece")
    void pipelined() throws IOException {
        try (TestServer server = TestServer.of(ScriptedModel.writing("the rain"));
                Wire wire = server.wire()) {
            wire.send(ask("a", 1) + HEALTH + ask("b", 2) + ask("c", 1));
            assertThat(text(wire)).isEqualTo("athe");
            assertThat(wire.response().status()).isEqualTo(200);
            assertThat(text(wire)).isEqualTo("bthe rain");
            assertThat(text(wire)).isEqualTo("cthe");
        }
    }

    @Test
    @DisplayName("asks for a body that waits to be asked for")
    void expectation() throws IOException {
        String whole = ask("a", 2).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");
        int body = whole.indexOf("\r\n\r\n") + 4;
        try (TestServer server = TestServer.of(ScriptedModel.writing("the rain"));
                Wire wire = server.wire()) {
            wire.send(whole.substring(0, body));
            assertThat(wire.line()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(wire.line()).isEmpty();
            wire.send(whole.substring(body));
            assertThat(text(wire)).isEqualTo("athe rain");
        }
    }

    @Test
    @DisplayName("closes when headers trickle, and when nothing comes")
    void slowHeaders() throws IOException, InterruptedException {
        ServerTimes times = ServerTimes.USUAL.withRequest(Duration.ofMillis(300))
                .withIdle(Duration.ofMillis(600));
        try (TestServer server = TestServer.of(ScriptedModel.writing("the rain"),
                ServerOptions.local(), times); Wire trickling = server.wire();
                Wire silent = server.wire()) {
            trickling.send(HEALTH).response();               // one that came in time
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
                for (int i = 0; i < HEALTH.length() - 1; i++) {
                    trickling.send(HEALTH.substring(i, i + 1));
                    Thread.sleep(40);
                }
                throw new AssertionError("the connection must be closed, got one that is open");
            });
            assertThatExceptionOfType(EOFException.class).isThrownBy(silent::line);
            assertThat(server.get("/health").status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("waits for a body in parts, but not for one that trickles or stops")
    void slowBodies() throws IOException, InterruptedException {
        ServerTimes times = ServerTimes.USUAL.withRequest(Duration.ofMillis(900))
                .withIdle(Duration.ofMillis(1200));
        String whole = ask("a", 2);
        int body = whole.indexOf("\r\n\r\n") + 4;
        try (TestServer server = TestServer.of(ScriptedModel.writing("the rain"),
                ServerOptions.local(), times)) {
            try (Wire parts = server.wire()) {
                parts.send(whole.substring(0, body));
                Thread.sleep(150);
                parts.send(whole.substring(body, body + 1));
                Thread.sleep(150);
                parts.send(whole.substring(body + 1));
                assertThat(text(parts)).isEqualTo("athe rain");
            }
            try (Wire stopping = server.wire()) {
                assertThat(stopping.send(whole.substring(0, body + 5)).response().status())
                        .isEqualTo(408);
            }
            try (Wire trickling = server.wire()) {
                trickling.send(whole.substring(0, body));
                for (int i = 0; !trickling.hasMore(); i++) {
                    trickling.send(whole.substring(body + i, body + i + 1));
                    Thread.sleep(100);
                }
                assertThat(trickling.response().body()).contains("The body must come in time");
            }
        }
    }
}

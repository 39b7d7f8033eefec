package llm.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The log of requests")
class RequestLogTest {
    private static final String ASKED = "'messages': [{'role': 'user', 'content': 'SECRET'}], ";

    /// Waits until so many lines with a text are there: they come after the answers.
    private static void awaitLines(List<String> log, String text, int count)
            throws InterruptedException {
        for (int i = 0; i < 1000 && lines(log, text) < count; i++) {
            Thread.sleep(5);
        }
        assertThat(lines(log, text)).isEqualTo(count);
    }

    private static long lines(List<String> log, String text) {
        return log.stream().filter(line -> line.contains(text)).count();
    }

    @Test
    @DisplayName("has a line for each, with what it took and how it ended")
    void lines() throws InterruptedException {
        List<String> log = new CopyOnWriteArrayList<>();
        try (TestServer server = TestServer.of(ScriptedModel.writing("the rain<|im_end|>"),
                ServerOptions.local().withLog(log::add))) {
            String id = server.complete("'prompt': 'the', 'max_tokens': 2").json().get("id")
                    .asText();
            server.get("/v1/models/tiny");
            server.chat("'messages': []");
            awaitLines(log, "", 3);
            String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z ";
            assertThat(log.get(0)).matches(time + "POST /v1/completions 200 [\\d,]+ ms, 1 \\+ 2 "
                    + "tokens, " + id.substring(5) + ", done");
            assertThat(log.get(1)).matches(time + "GET /v1/models/… 200 [\\d,]+ ms");
            assertThat(log.get(2)).matches(time + "POST /v1/chat/completions 400 [\\d,]+ ms");
        }
    }

    @Test
    @DisplayName("never holds text of prompts or answers, keys, unknown paths, queries or methods")
    void secrets() throws InterruptedException, IOException {
        List<String> log = new CopyOnWriteArrayList<>();
        ServerOptions options = ServerOptions.local().withKeys(List.of("SECRETkey"))
                .withLog(log::add);
        try (TestServer server = TestServer.of(ScriptedModel.writing("SECRET<|im_end|>"),
                options)) {
            for (String fields : List.of(ASKED + "'n': 1", ASKED + "'stream': true",
                    ASKED + "'SECRET': 1", ASKED + "'temperature': 'SECRET'",
                    ASKED + "'stop': 'SECRET'", ASKED + "SECRET")) {
                server.send(server.posting(TestServer.CHAT, TestServer.body(fields))
                        .header("X-Api-Key", "SECRETkey"));
            }
            server.send(server.posting(TestServer.CHAT, "{\"model\": \"SECRET\"}")
                    .header("Authorization", "Bearer SECRETkey"));
            server.send(server.request("/SECRET").header("X-Api-Key", "SECRETwrong"));
            server.send(server.request("/v1/models/SECRET").header("X-Api-Key", "SECRETkey"));
            server.send(server.request("/health?SECRET=SECRET"));
            server.send(server.request("/health").method("SECRET", BodyPublishers.noBody()));
            server.send(server.request("/health").header("Origin", "https://SECRET"));
            awaitLines(log, "", 12);
            assertThat(log).noneMatch(line -> line.contains("SECRET"));
            assertThat(server.get("/metrics").body()).doesNotContain("SECRET");
            assertThat(log).anyMatch(line -> line.contains(" (other) /health 405 "));
        }
    }

    @Test
    @DisplayName("tells when a client left, and when an answer went wrong in a stream")
    void endings() throws InterruptedException, IOException {
        List<String> log = new CopyOnWriteArrayList<>();
        ScriptedModel model = ScriptedModel.of(4096, 70, 71, -1).held();
        try (TestServer server = TestServer.of(model, ServerOptions.local().withLog(log::add))) {
            Wire wire = server.wire().send(Wire.post(TestServer.CHAT,
                    TestServer.body(ASKED + "'max_tokens': 2")));
            server.await("1 + 0");
            wire.close();
            awaitLines(log, "POST", 1);
            assertThat(log).anyMatch(line -> line.matches(".* 499 [\\d,]+ ms, client gone"));
            model.free();
            server.chat(ASKED + "'stream': true");
            server.chat(ASKED + "'max_tokens': 3");
            awaitLines(log, "POST", 3);
            assertThat(log)
                    .anyMatch(line -> line.matches(".* 200 .*, broken off"))
                    .anyMatch(line -> line.matches(".* 500 [\\d,]+ ms"));
        }
    }
}

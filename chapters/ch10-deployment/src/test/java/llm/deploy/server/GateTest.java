package llm.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import llm.deploy.engine.EngineLimits;
import llm.deploy.server.TestServer.Reply;
import llm.model.decode.ContextOverflow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The gate")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateTest {
    private static final String KEY = "sk-correct-horse";
    private static final String PAGE = "https://app.example.org";
    private static final String FIELDS = TestServer.body("'prompt': 'a', 'max_tokens': 1");
    private TestServer open;
    private TestServer locked;

    @BeforeAll
    void start() {
        ScriptedModel model = ScriptedModel.writing("the rain");
        open = TestServer.of(model, new ServerOptions("127.0.0.1", 0, List.of(),
                Set.of("LLM.example.org"), Set.of(PAGE), EngineLimits.usual(),
                ContextOverflow.REFUSE, _ -> { }));
        locked = TestServer.of(model, ServerOptions.local().withKeys(List.of("other", KEY)));
    }

    @AfterAll
    void stop() {
        open.close();
        locked.close();
    }

    private Wire.Response get(String path, String... headers) throws IOException {
        try (Wire wire = open.wire()) {
            return wire.send("GET " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers)
                    + "\r\n\r\n").response();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1", "[::1]:80",
        "llm.example.org", "LLM.Example.org:443"})
    @DisplayName("lets in who calls the server by one of its names")
    void hosts(String host) throws IOException {
        assertThat(get("/health", "Host: " + host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example",
        "192.168.0.1", "[::2]", "evil.example:80"})
    @DisplayName("keeps out who calls it by another, as a page does after DNS rebinding")
    void foreignHosts(String host) throws IOException {
        for (String path : List.of("/", "/health", "/v1/models", "/metrics", "/nothing")) {
            Wire.Response response = get(path, "Host: " + host);
            assertThat(response.status()).isEqualTo(403);
            assertThat(TestServer.parsed(response.body()).at("/error/message").asText())
                    .startsWith("Host must be a name of this server, got ");
        }
    }

    @Test
    @DisplayName("is not misled by a whole address in the first line")
    void addresses() throws IOException {
        for (String line : List.of("GET http://evil.example/health HTTP/1.1\r\nHost: localhost",
                "GET http://localhost/health HTTP/1.1\r\nHost: evil.example",
                "GET http://evil.example/health HTTP/1.1\r\nHost: evil.example")) {
            try (Wire wire = open.wire()) {
                assertThat(wire.send(line + "\r\n\r\n").response().status()).isIn(400, 403);
            }
        }
    }

    @Test
    @DisplayName("keeps out pages from elsewhere, whatever they ask for, and grants them nothing")
    void foreignOrigins() throws IOException {
        for (String origin : List.of("https://evil.example", "null", "http://localhost:1",
                PAGE + ".evil.example", "http://app.example.org", "http://[", "file://")) {
            for (String method : List.of("GET", "POST", "OPTIONS")) {
                try (Wire wire = open.wire()) {
                    Wire.Response response = wire.send(method + " /v1/completions HTTP/1.1\r\n"
                            + "Host: localhost\r\nOrigin: " + origin + "\r\nContent-Length: 0"
                            + "\r\n\r\n").response();
                    assertThat(response.status()).as(method + origin).isEqualTo(403);
                    assertThat(response.headers()).doesNotContainKey(
                            "access-control-allow-origin");
                    assertThat(response.body()).contains("Origin must be this server's, got ");
                }
            }
        }
    }

    @Test
    @DisplayName("lets its own page in, and those that were named, which may read the answer")
    void origins() throws IOException {
        int port = open.address().getPort();
        Wire.Response own = get("/v1/models", "Host: localhost:" + port,
                "Origin: http://localhost:" + port);
        assertThat(own.status()).isEqualTo(200);
        assertThat(own.headers()).doesNotContainKey("access-control-allow-origin");
        Wire.Response named = get("/v1/models", "Host: localhost", "Origin: " + PAGE);
        assertThat(named.status()).isEqualTo(200);
        assertThat(named.headers()).containsEntry("access-control-allow-origin", PAGE)
                .containsEntry("vary", "Origin");
        try (Wire wire = open.wire()) {
            Wire.Response preflight = wire.send("OPTIONS /v1/chat/completions HTTP/1.1\r\nHost: "
                    + "localhost\r\nOrigin: " + PAGE + "\r\nAccess-Control-Request-Method: POST"
                    + "\r\nAccess-Control-Request-Headers: content-type, authorization\r\n\r\n")
                    .response();
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.headers()).containsEntry("access-control-allow-origin", PAGE)
                    .containsEntry("access-control-allow-headers",
                            "Authorization, Content-Type, X-Api-Key");
        }
    }

    @Test
    @DisplayName("lets a key in, in either header")
    void keys() {
        for (String[] header : new String[][] {{"Authorization", "Bearer " + KEY},
            {"authorization", "bearer  " + KEY + " "}, {"X-Api-Key", KEY},
            {"X-Api-Key", "other"}}) {
            assertThat(locked.send(locked.posting(TestServer.COMPLETIONS, FIELDS)
                    .header(header[0], header[1])).status()).isEqualTo(200);
            assertThat(locked.send(locked.request("/v1/models").header(header[0], header[1]))
                    .status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "sk-correct-hors", "sk-correct-horse2", "SK-CORRECT-HORSE",
        "other, sk-correct-horse", "é"})
    @DisplayName("keeps a wrong key out and gives no hint")
    void wrongKeys(String key) {
        String message = "401 null invalid_api_key: The request must show a valid API key, as "
                + "\"Authorization: Bearer KEY\" or \"X-Api-Key: KEY\".";
        for (String path : List.of("/v1/models", "/v1/models/tiny", "/metrics", "/nothing")) {
            for (String[] header : new String[][] {{"Authorization", "Bearer " + key},
                {"Authorization", "Basic " + key}, {"Authorization", key}, {"X-Api-Key", key}}) {
                Reply reply = locked.send(locked.request(path).header(header[0], header[1]));
                assertThat(reply.error()).isEqualTo(message);
                assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
            }
        }
        assertThat(locked.complete("'prompt': 'a'").error()).isEqualTo(message);
        assertThat(locked.post(TestServer.CHAT, "no JSON").error()).isEqualTo(message);
    }

    @Test
    @DisplayName("tells keys that differ by capitals apart, on one connection too")
    void capitals() throws IOException {
        try (Wire wire = locked.wire()) {
            for (String key : List.of(KEY, "SK-CORRECT-HORSE", KEY)) {
                wire.send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n"
                        + "Authorization: Bearer " + key + "\r\n\r\n");
                assertThat(wire.response().status()).isEqualTo(key.equals(KEY) ? 200 : 401);
            }
        }
    }

    @Test
    @DisplayName("asks for no key at the page and at /health")
    void withoutKey() {
        for (String path : List.of("/", "/chat.js", "/chat.css", "/health")) {
            assertThat(locked.get(path).status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("must be locked where others can reach it, with keys that are something")
    void publicBind() {
        for (String host : List.of("0.0.0.0", "::", "192.0.2.1")) {
            assertThatIllegalArgumentException().isThrownBy(() -> at(host, List.of()))
                    .withMessage("a server that others can reach must have an API key, got host "
                            + host + " without one; 127.0.0.1 serves this machine alone");
            assertThat(at(host, List.of(KEY)).host()).isEqualTo(host);
        }
        assertThat(at("::1", List.of()).host()).isEqualTo("::1");
        assertThat(at("127.1.2.3", List.of()).host()).isEqualTo("127.1.2.3");
        assertThatIllegalArgumentException().isThrownBy(() -> at("0.0.0.0", List.of(" ")))
                .withMessage("an API key must have a character or more, got a blank one");
    }

    private static ServerOptions at(String host, List<String> keys) {
        return new ServerOptions(host, 0, keys, Set.of(), Set.of(), EngineLimits.usual(),
                ContextOverflow.REFUSE, _ -> { });
    }

    @Test
    @DisplayName("of a public server lets in who calls it by its address, with the key")
    void bound() {
        try (TestServer server = TestServer.of(ScriptedModel.writing("a"),
                at("0.0.0.0", List.of(KEY))); Wire wire = server.wire()) {
            wire.send("GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Api-Key: " + KEY
                    + "\r\n\r\nGET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                    + "GET /v1/models HTTP/1.1\r\nHost: evil.example\r\nX-Api-Key: " + KEY
                    + "\r\n\r\n");
            assertThat(wire.response().status()).isEqualTo(200);
            assertThat(wire.response().status()).isEqualTo(401);
            assertThat(wire.response().status()).isEqualTo(403);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

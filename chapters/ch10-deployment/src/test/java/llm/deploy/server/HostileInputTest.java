package llm.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import llm.deploy.server.TestServer.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Hostile input")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputTest {
    private static final String JSON = "Content-Type: application/json\r\n";
    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.of(TinyModels.varied(256));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @AfterEach
    void keepsServing() {
        assertThat(server.complete("'prompt': 'the', 'max_tokens': 2").status()).isEqualTo(200);
    }

    private Wire.Response send(String raw) throws IOException {
        try (Wire wire = server.wire()) {
            return wire.send(raw).response();
        }
    }

    private static void requireError(Wire.Response response, int status, String message) {
        JsonNode error = TestServer.parsed(response.body()).get("error");
        assertThat(response.status()).as(response.body()).isEqualTo(status);
        assertThat(response.headers()).containsEntry("content-type", "application/json");
        assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.get("message").asText()).startsWith(message);
        assertThat(error.has("param") && error.has("code")).isTrue();
    }

    private static String post(String headers, String body) {
        return "POST /v1/completions HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + body;
    }

    // ---- HTTP ----

    @ParameterizedTest(name = "{0}")
    @DisplayName("that is no HTTP/1 is told so, and the connection closed")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "garbage|400", "GET|400", "GET /health|505", "GET /health HTTP/1.1|400",
        "GET /health HTTP/3.7\\nHost: localhost|505", "\\26\\3\\1\\2|400",
        "GET /health HTTP/1.1\\nHost: localhost\\nHost: localhost|400",
        "GET /health HTTP/1.1\\nHost: local host|400",
        "GET /health HTTP/1.1\\nHost: localhost\\nno colon|400",
        "GET /health HTTP/1.1\\nHost: localhost\\n folded: x|400",
        "POST /v1/chat/completions HTTP/1.1\\nHost: localhost\\nContent-Length: -5|400",
        "POST /v1/chat/completions HTTP/1.1\\nHost: localhost\\nContent-Length: 1e3|400",
        "POST /v1/chat/completions HTTP/1.1\\nHost: localhost\\nContent-Length: 2\\n"
                + "Content-Length: 3|400",
        "POST /v1/chat/completions HTTP/1.1\\nHost: localhost\\nContent-Length: 2\\n"
                + "Transfer-Encoding: chunked|400"})
    void noHttp(String text, int status) throws IOException {
        try (Wire wire = server.wire()) {
            wire.send(text.translateEscapes().replace("\n", "\r\n") + "\r\n\r\n");
            requireError(wire.response(), status, "The request must be well-formed HTTP.");
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    @DisplayName("of too many headers, or too long a path, is told the limit")
    void headers() throws IOException {
        String limit = "Path and headers must have at most 16,384 bytes together, got more.";
        requireError(send("GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(17_000)
                + "\r\n\r\n"), 431, limit);
        requireError(send("GET /health HTTP/1.1\r\nHost: localhost\r\n" + "X: a\r\n".repeat(4_000)
                + "\r\n"), 431, limit);
        requireError(send("GET /" + "a".repeat(17_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                414, limit);
    }

    @Test
    @DisplayName("is not HTTP/1.0, which is served, streams too")
    void oldHttp() throws IOException {
        assertThat(send("GET /health HTTP/1.0\r\n\r\n").status()).isEqualTo(200);
        String body = TestServer.body("'prompt': 'a', 'max_tokens': 2, 'stream': true");
        Wire.Response stream = send("POST /v1/completions HTTP/1.0\r\n" + JSON
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.headers()).doesNotContainKey("transfer-encoding");
        assertThat(stream.body()).endsWith("data: [DONE]\n\n");
        requireError(send("GET /health HTTP/1.0\r\nHost: evil.example\r\n\r\n"), 403, "Host must");
    }

    @ParameterizedTest
    @DisplayName("that climbs out of a folder finds nothing")
    @ValueSource(strings = {"/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/%252e%252e/etc/passwd", "//etc/passwd", "/..\\..\\etc\\passwd", "/..%5c..%5cetc%5cpasswd",
        "/page/..;/..;/etc/passwd", "/v1/models/../../../etc/passwd", "/%00", "/index.html%00.txt",
        "/chat.js/../../ChatPage.class", "/%c0%ae%c0%ae/etc/passwd", "/%zz", "/./ChatPage.class",
        "/META-INF/MANIFEST.MF", "/.git/config"})
    void traversal(String path) throws IOException {
        Wire.Response response = send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(response.status()).isIn(400, 404);
        requireError(response, response.status(), response.status() == 404
                ? "There is nothing at this path." : "The request must be well-formed HTTP.");
    }

    // ---- Bodies ----

    @Test
    @DisplayName("of too many bytes is refused, at once where its length is told")
    void largeBody() throws IOException {
        String limit = "The body must have at most 8,388,608 bytes, got more.";
        requireError(send(post(JSON + "Content-Length: 8388609\r\n", "{")), 413, limit);
        byte[] large = " ".repeat((8 << 20) + 1).getBytes(StandardCharsets.UTF_8);
        Reply chunked = server.send(server.request(TestServer.COMPLETIONS)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));
        assertThat(chunked.error()).isEqualTo("413 null null: " + limit);
    }

    @Test
    @DisplayName("of another type is refused")
    void contentType() throws IOException {
        String body = TestServer.body("'prompt': 'a', 'max_tokens': 1");
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x", "application/jsonp", "application/xml")) {
            requireError(send(post("Content-Type: " + type + "\r\nContent-Length: "
                    + body.length() + "\r\n", body)), 415,
                    "Content-Type must be application/json, got " + type + ".");
        }
        requireError(send(post("Content-Length: " + body.length() + "\r\n", body)), 415,
                "Content-Type must be application/json, got null.");
        assertThat(send(post("Content-Type: Application/JSON; charset=utf-8\r\nContent-Length: "
                + body.length() + "\r\n", body)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @DisplayName("that is no JSON object is told so")
    @ValueSource(strings = {"", "{", "{}}", "nonsense", "{\"model\": \"tiny\" \"prompt\"}",
        "{'model': 'tiny'}", "{\"model\": NaN}", "{\"temperature\": NaN}", "{\"a\": Infinity}",
        "{\"a\": -Infinity}", "{\"a\": 1e}", "{\"a\": 01}", "{\"a\": \"\u0000\"}",
        "{\"a\": \"\n\"}",
        "{\"model\": \"tiny\", \"model\": \"other\"}", "{\"a\": {\"b\": 1, \"b\": 2}}",
        "{} {}", "/* x */ {}", "[]", "\"text\"", "5", "null", "{\"a\": \"\\x\"}"})
    void noJson(String body) {
        Reply reply = server.post(TestServer.COMPLETIONS, body);
        assertThat(reply.error()).startsWith("400 null null: The body must be ");
    }

    @Test
    @DisplayName("that nests too deep, or has numbers too long, is told so")
    void deep() {
        for (String body : List.of("[".repeat(100_000), "{\"a\":".repeat(1_000_000),
                "{\"prompt\": " + "[".repeat(40) + "]".repeat(40) + "}",
                "{\"seed\": " + "9".repeat(1_000_000) + "}",
                "{\"seed\": 1e" + "9".repeat(100) + "}", "{\"" + "a".repeat(100_000) + "\": 1}")) {
            assertThat(server.post(TestServer.COMPLETIONS, body).error())
                    .startsWith("400 null null: The body must be JSON, at most 32 levels deep, ");
        }
    }

    @Test
    @DisplayName("of broken characters is refused, of a null character not")
    void characters() {
        for (byte[] text : List.of(new byte[] {(byte) 0xFF}, new byte[] {(byte) 0xC0, (byte) 0xAF},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, new byte[] {(byte) 0xF0})) {
            List<byte[]> parts = List.of("{\"model\": \"tiny\", \"prompt\": \"".getBytes(
                    StandardCharsets.UTF_8), text, "\"}".getBytes(StandardCharsets.UTF_8));
            Reply reply = server.send(server.request(TestServer.COMPLETIONS)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArrays(parts)));
            assertThat(reply.error()).isEqualTo(
                    "400 null null: The body must be UTF-8, got other bytes.");
        }
        for (String half : List.of("\\ud800", "\\udc00 x", "\\ud800\\ud800")) {
            for (String fields : List.of("'prompt': '" + half + "'",
                    "'prompt': 'a', 'stop': ['" + half + "']")) {
                assertThat(server.complete(fields).error()).isEqualTo("400 null null: The texts in "
                        + "the body must be Unicode, got half of a surrogate pair.");
            }
        }
        String small = ", 'max_tokens': 1, 'seed': 1";
        assertThat(server.complete("'prompt': '\\u0000'" + small).status()).isEqualTo(200);
        assertThat(server.complete("'prompt': '\\ud83d\\ude42'" + small).json().get("choices"))
                .isEqualTo(server.complete("'prompt': '🙂'" + small).json().get("choices"));
    }

    @Test
    @DisplayName("of 100,000 tokens and more gets the context's length for an answer")
    void longPrompt() {
        String error = "400 %s context_length_exceeded: This model's maximum context length is "
                + "256 tokens, got a prompt of ";
        String long1 = "a".repeat(1_000_000);
        assertThat(server.complete("'prompt': '" + long1 + "'").error())
                .startsWith(error.formatted("prompt"));
        assertThat(server.complete("'prompt': [" + "70,".repeat(99_999) + "70]").error())
                .startsWith(error.formatted("prompt") + "100000, which");
        assertThat(server.chat("'messages': [{'role': 'user', 'content': '" + long1 + "'}]")
                .error()).startsWith(error.formatted("messages"));
        assertThat(server.complete("'prompt': [" + "'a', ".repeat(200_000) + "'a']").error())
                .startsWith("400 prompt null: A request must ask for at most 128 texts");
    }

    // ---- Crowds ----

    @Test
    @DisplayName("of a thousand connections that say nothing keeps nobody out")
    void silence() throws IOException {
        List<Wire> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                crowd.add(server.wire());
            }
            for (int i = 0; i < 300; i += 3) {
                crowd.get(i).send("POST /v1/chat/completions HTTP/1.1\r\nHost: loc");
                crowd.get(i + 1).send(post(JSON + "Content-Length: 500\r\n", "{\"model\": "));
            }
            long begun = System.nanoTime();
            assertThat(server.complete("'prompt': 'the', 'max_tokens': 2").status())
                    .isEqualTo(200);
            assertThat(server.get("/health").status()).isEqualTo(200);
            assertThat(System.nanoTime() - begun).isLessThan(5_000_000_000L);
        } finally {
            for (Wire wire : crowd) {
                wire.reset();
            }
        }
    }
}

package llm.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import llm.deploy.server.TestServer.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@DisplayName("The server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesTest {
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? "
                    + "([-+0-9.eE]+|\\+Inf)");
    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.of(ScriptedModel.writing("the rain<|im_end|>"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("tells how it is")
    void health() {
        Reply reply = server.get("/health");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(
                "{\"status\":\"ok\",\"model\":\"tiny\",\"writing\":0,\"waiting\":0}");
        Reply head = server.send(server.request("/health").method("HEAD",
                BodyPublishers.noBody()));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo(reply.header("Content-Length"));
    }

    @Test
    @DisplayName("lists its model")
    void models() {
        JsonNode list = server.get("/v1/models").json();
        assertThat(list.get("object").asText()).isEqualTo("list");
        assertThat(list.get("data")).hasSize(1);
        JsonNode model = server.get("/v1/models/tiny").json();
        assertThat(list.at("/data/0")).isEqualTo(model);
        assertThat(model.get("id").asText()).isEqualTo("tiny");
        assertThat(model.get("object").asText()).isEqualTo("model");
        assertThat(model.get("created").asLong()).isGreaterThan(1_700_000_000);
        assertThat(model.get("owned_by").asText()).isEqualTo("local");
        assertThat(server.get("/v1/models/gpt-4").error()).isEqualTo(
                "404 model model_not_found: The model must be tiny, got gpt-4.");
    }

    @Test
    @DisplayName("counts for Prometheus what it does")
    void metrics() throws InterruptedException {
        try (TestServer counted = TestServer.of(ScriptedModel.writing("the rain<|im_end|>"))) {
            for (int i = 0; i < 2; i++) {
                counted.chat("'messages': [{'role': 'user', 'content': 'hi'}]");
            }
            counted.complete("'prompt': 'the', 'max_tokens': 2, 'stream': true");
            counted.get("/nothing/secret");
            counted.chat("'messages': 5");
            Reply reply = counted.get("/metrics");
            assertThat(reply.header("Content-Type")).startsWith("text/plain; version=0.0.4");
            assertThat(reply.body()).contains(
                    "llm_requests_total{path=\"/v1/chat/completions\",status=\"200\"} 2.0\n",
                    "llm_requests_total{path=\"/v1/chat/completions\",status=\"400\"} 1.0\n",
                    "llm_requests_total{path=\"/v1/completions\",status=\"200\"} 1.0\n",
                    "llm_requests_total{path=\"(other)\",status=\"404\"} 1.0\n",
                    "llm_answers_total{ending=\"stop\"} 2.0\n",
                    "llm_answers_total{ending=\"length\"} 1.0\n",
                    "llm_generated_tokens_total 8.0\n",
                    "llm_time_to_first_token_seconds_count 3\n",
                    "llm_time_per_token_seconds_bucket{le=\"+Inf\"} 3\n",
                    "llm_answers_in_progress 0.0\n", "llm_requests_waiting 0.0\n",
                    "# TYPE llm_requests_total counter\n");
            assertThat(reply.body()).doesNotContain("secret");
            requirePrometheus(reply.body());
        }
    }

    /// Every line is a comment or a sample; every metric has one type, told before it.
    private static void requirePrometheus(String text) {
        assertThat(text).endsWith("\n");
        Set<String> typed = new HashSet<>();
        Set<String> samples = new HashSet<>();
        for (String line : text.split("\n")) {
            if (line.startsWith("# TYPE ")) {
                assertThat(typed.add(line.split(" ")[2])).as(line).isTrue();
                continue;
            }
            if (!line.startsWith("# HELP ")) {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(samples.add(line.substring(0, line.lastIndexOf(' ')))).isTrue();
                assertThat(typed).contains(sample.group(1).replaceAll("_(bucket|sum|count)$", ""));
            }
        }
        assertThat(typed).hasSizeGreaterThanOrEqualTo(9);
    }

    @Test
    @DisplayName("serves the page and its parts, which may load and run nothing else")
    void page() {
        for (String[] file : new String[][] {{"/", "text/html"}, {"/index.html", "text/html"},
            {"/chat.js", "text/javascript"}, {"/chat.css", "text/css"}}) {
            Reply reply = server.get(file[0]);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("Content-Type")).isEqualTo(file[1] + "; charset=utf-8");
            assertThat(reply.header("Content-Security-Policy")).startsWith("default-src 'none'; ")
                    .contains("script-src 'self';", "connect-src 'self';", "base-uri 'none'",
                            "frame-ancestors 'none'").doesNotContain("unsafe", "http", "*");
            assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(reply.header("Server")).isEmpty();
        }
        assertThat(server.get("/").body()).isEqualTo(server.get("/index.html").body());
    }

    @Test
    @DisplayName("has nothing at other paths, and takes no other methods")
    void others() {
        for (String path : List.of("/nothing", "/v1", "/v1/", "/v1/chat", "/v1/completions/",
                "/index.htm", "/CHAT.JS", "/page/index.html", "/health/", "/v1/embeddings")) {
            assertThat(server.get(path).error())
                    .isEqualTo("404 null null: There is nothing at this path.");
        }
        Reply get = server.get(TestServer.CHAT);
        assertThat(get.error()).isEqualTo("405 null null: The method must be POST, got GET.");
        assertThat(get.header("Allow")).isEqualTo("POST");
        for (String path : List.of("/", "/health", "/metrics", "/v1/models", "/v1/models/tiny")) {
            Reply post = server.post(path, "{}");
            assertThat(post.error())
                    .isEqualTo("405 null null: The method must be GET or HEAD, got POST.");
            assertThat(post.header("Allow")).isEqualTo("GET, HEAD");
        }
    }
}

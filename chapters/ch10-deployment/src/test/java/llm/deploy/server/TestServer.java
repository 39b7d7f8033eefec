package llm.deploy.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import llm.deploy.ServedModel;
import llm.model.LanguageModel;

/// A server and a client of it. Bodies are written with single quotes, which are easier to read.
public final class TestServer implements AutoCloseable {
    public static final String CHAT = "/v1/chat/completions";
    public static final String COMPLETIONS = "/v1/completions";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LanguageModel model;
    private final ApiServer server;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .build();

    private TestServer(LanguageModel model, ApiServer server) {
        this.model = model;
        this.server = server;
    }

    /// An answer.
    public record Reply(int status, HttpHeaders headers, String body) {

        private Reply(HttpResponse<byte[]> response) {
            this(response.statusCode(), response.headers(),
                    new String(response.body(), StandardCharsets.UTF_8));
        }

        public JsonNode json() {
            return parsed(body);
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /// `status param code: message` of an error in OpenAI's form.
        public String error() {
            JsonNode error = json().path("error");
            return "%d %s %s: %s".formatted(status, error.get("param").asText(),
                    error.get("code").asText(), error.get("message").asText());
        }

        /// What a stream brought, each as JSON; the last one must be `[DONE]`.
        public List<JsonNode> events() {
            List<String> data = data();
            if (!data.getLast().equals("[DONE]")) {
                throw new AssertionError("a stream must end with [DONE], got " + data.getLast());
            }
            return data.subList(0, data.size() - 1).stream().map(TestServer::parsed).toList();
        }

        /// The same as it came.
        public List<String> data() {
            return body.lines().filter(line -> line.startsWith("data: "))
                    .map(line -> line.substring(6)).toList();
        }
    }

    public static TestServer of(LanguageModel model) {
        return of(model, ServerOptions.local());
    }

    public static TestServer of(LanguageModel model, ServerOptions options) {
        return of(model, options, ServerTimes.USUAL);
    }

    static TestServer of(LanguageModel model, ServerOptions options, ServerTimes times) {
        return of(TinyModels.served(model), options, times);
    }

    static TestServer of(ServedModel served, ServerOptions options, ServerTimes times) {
        try {
            return new TestServer(served.model(), ApiServer.start(served, options, times));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    public ApiServer server() {
        return server;
    }

    public URI address() {
        return server.address();
    }

    public Wire wire() {
        return new Wire(address().getPort());
    }

    /// A body that asks the model for something, with single quotes.
    public static String body(String fields) {
        return ("{'model': '" + TinyModels.NAME + "', " + fields + "}").replace('\'', '"');
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address().resolve(path)).timeout(Duration.ofSeconds(30));
    }

    public Reply send(HttpRequest.Builder request) {
        return sendLater(request).join();
    }

    public CompletableFuture<Reply> sendLater(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofByteArray())
                .thenApply(Reply::new);
    }

    public Reply get(String path) {
        return send(request(path).GET());
    }

    /// @param json exactly what is sent
    public Reply post(String path, String json) {
        return send(posting(path, json));
    }

    public HttpRequest.Builder posting(String path, String json) {
        return request(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }

    public Reply complete(String fields) {
        return post(COMPLETIONS, body(fields));
    }

    public Reply chat(String fields) {
        return post(CHAT, body(fields));
    }

    public CompletableFuture<Reply> later(String path, String fields) {
        return sendLater(posting(path, body(fields)));
    }

    /// How many answers are being written, and how many requests wait, as `/health` says.
    public String load() {
        JsonNode health = get("/health").json();
        return health.get("writing") + " + " + health.get("waiting");
    }

    /// Waits until the load is as it should be.
    ///
    /// @return how long that took
    public Duration await(String load) throws InterruptedException {
        long begun = System.nanoTime();
        Duration time = Duration.ZERO;
        while (!load().equals(load)) {
            time = Duration.ofNanos(System.nanoTime() - begun);
            if (time.toSeconds() >= 10) {
                throw new AssertionError("the load must become " + load + ", got " + load());
            }
            Thread.sleep(5);
        }
        return time;
    }

    @Override
    public void close() {
        if (model instanceof ScriptedModel scripted) {
            scripted.free();
        }
        server.close();
        client.shutdownNow();
    }
}

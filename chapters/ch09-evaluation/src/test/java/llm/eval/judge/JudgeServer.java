package llm.eval.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// An endpoint on this machine that says what a test wants, one answer after the other; the last
/// one again and again.
final class JudgeServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /// What was asked.
    record Request(String path, @Nullable String authorization, JsonNode body) {

        String prompt() {
            return body.at("/messages/0/content").asText();
        }
    }

    /// What to do about it.
    interface Answer {
        void to(HttpExchange exchange, Request request) throws IOException;
    }

    JudgeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = new Request(exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    new ObjectMapper().readTree(exchange.getRequestBody()));
            requests.add(request);
            (answers.size() > 1 ? answers.remove() : answers.element()).to(exchange, request);
        }
    }

    JudgeServer then(Answer answer) {
        answers.add(answer);
        return this;
    }

    /// A whole answer with this content.
    JudgeServer says(String content) {
        return then(200, completion(content, "stop"));
    }

    JudgeServer then(int status, String body) {
        return then((exchange, _) -> send(exchange, status, body));
    }

    static String completion(@Nullable String content, String finishReason) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode choice = json.putArray("choices").addObject();
        choice.put("finish_reason", finishReason).putObject("message").put("role", "assistant")
                .put("content", content);
        return json.toString();
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1";
    }

    List<Request> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

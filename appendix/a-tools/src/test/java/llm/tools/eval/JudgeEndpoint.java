package llm.tools.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/// A server on this machine that speaks OpenAI's chat completions, and replies to a prompt as a
/// test wants.
public final class JudgeEndpoint implements AutoCloseable {
    private final HttpServer server;
    private final List<String> models = new CopyOnWriteArrayList<>();

    public JudgeEndpoint(UnaryOperator<String> reply) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", exchange -> {
            try (exchange) {
                JsonNode request = new ObjectMapper().readTree(exchange.getRequestBody());
                models.add(request.path("model").asText());
                byte[] body = completion(reply.apply(
                        request.at("/messages/0/content").asText()));
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    private static byte[] completion(String content) {
        var json = JsonNodeFactory.instance.objectNode();
        json.putArray("choices").addObject().put("finish_reason", "stop").putObject("message")
                .put("role", "assistant").put("content", content);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    public String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1";
    }

    /// Which model each request wanted.
    List<String> models() {
        return models;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

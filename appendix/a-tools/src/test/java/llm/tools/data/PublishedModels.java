package llm.tools.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import llm.data.Checksum;
import llm.tools.Fixtures;

/// A hub on this machine. Its repositories lie in the tests' resources: tiny models in the very
/// form of those on Hugging Face's hub, made by the script beside them.
///
/// As there, weights come by way of a redirect, and a repository lists files that nobody wants.
final class PublishedModels implements AutoCloseable {
    private static final Path HUB = Path.of("src", "test", "resources", "hub");
    private static final String COMMIT = "607a30d783dfa663caf39e06633721c8d4cfcd7e";
    private static final String WEIGHTS = "model.safetensors";
    private static final String UNWANTED = "pytorch_model.bin";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;

    private PublishedModels() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/models/", this::tell);
        server.createContext("/storage/", exchange ->
                send(exchange, HUB.resolve(path(exchange, "/storage/"))));
        server.createContext("/", this::resolve);
        server.start();
    }

    static PublishedModels serve() throws IOException {
        return new PublishedModels();
    }

    /// What transformers computes with the model of a repository.
    static JsonNode expected(String name) throws IOException {
        return Fixtures.json(HUB.resolve(name + ".expected.json"));
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private static String path(HttpExchange exchange, String prefix) {
        return exchange.getRequestURI().getPath().substring(prefix.length());
    }

    /// `OWNER/NAME/revision/main` or `OWNER/NAME/tree/COMMIT`.
    private void tell(HttpExchange exchange) throws IOException {
        String asked = path(exchange, "/api/models/");
        JsonNode told = asked.endsWith("/revision/main")
                ? JSON.createObjectNode().put("sha", COMMIT)
                : tree(HUB.resolve(asked.replace("/tree/" + COMMIT, "")));
        send(exchange, told.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode tree(Path repository) throws IOException {
        ArrayNode tree = JSON.createArrayNode();
        tree.addObject().put("type", "directory").put("path", "onnx").put("oid", "0");
        tree.addObject().put("type", "file").put("path", UNWANTED).put("size", 9).put("oid", "1");
        try (var files = Files.newDirectoryStream(repository)) {
            for (Path file : files) {
                ObjectNode node = tree.addObject().put("type", "file")
                        .put("path", file.getFileName().toString()).put("size", Files.size(file))
                        .put("oid", Checksum.of(Checksum.Kind.GIT_BLOB, file).hex());
                if (file.endsWith(WEIGHTS)) {
                    node.putObject("lfs").put("oid",
                            Checksum.of(Checksum.Kind.SHA_256, file).hex());
                }
            }
        }
        return tree;
    }

    /// `OWNER/NAME/resolve/COMMIT/FILE`.
    private void resolve(HttpExchange exchange) throws IOException {
        String file = path(exchange, "/").replace("resolve/" + COMMIT + "/", "");
        if (file.endsWith(WEIGHTS)) {
            exchange.getResponseHeaders().set("Location", address() + "/storage/" + file);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        } else {
            send(exchange, HUB.resolve(file));
        }
    }

    private static void send(HttpExchange exchange, Path file) throws IOException {
        send(exchange, Files.readAllBytes(file));
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

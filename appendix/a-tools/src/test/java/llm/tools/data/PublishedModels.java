package llm.tools.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import llm.data.Catalogue;
import llm.data.CatalogueEntry;
import llm.data.Checksum;
import llm.data.Fetch;
import llm.data.Source;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import picocli.CommandLine;

/// A hub on this machine. Its repositories lie in the tests' resources: tiny models in the very
/// form of those on Hugging Face's hub, made by the script beside them.
///
/// As there, weights come by way of a redirect, and a repository lists files that nobody wants.
public final class PublishedModels implements AutoCloseable {
    private static final Path HUB = Path.of("src", "test", "resources", "hub");
    private static final Path MESSAGES = Path.of("..", "..", "datasets", "spam", "sms.tsv");
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
        server.createContext("/pages/sms-spam-collection.zip", exchange -> send(exchange, zip()));
        server.createContext("/", this::resolve);
        server.start();
    }

    static PublishedModels serve() throws IOException {
        return new PublishedModels();
    }

    /// Runs `./llm data get` as if `HF_ENDPOINT` named this hub; what lies elsewhere comes from
    /// here, too.
    ///
    /// @param words of the command line, `data get` at their beginning
    public static Terminal get(List<String> words) throws IOException {
        var out = new StringWriter();
        var err = new StringWriter();
        try (var hub = serve()) {
            int exitCode = new CommandLine(new DataGetCommand(hub.catalogue(),
                    () -> Fetch.fromHub(Map.of("HF_ENDPOINT", hub.address()))))
                    .setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                    .execute(words.subList(2, words.size()).toArray(String[]::new));
            return new Terminal(exitCode, out.toString(), err.toString());
        }
    }

    /// The book's own, with the addresses on this machine.
    private Catalogue catalogue() {
        return new Catalogue(Catalogue.load().entries().stream().map(entry -> new CatalogueEntry(
                entry.name(), entry.kind(), entry.title(), entry.page(), entry.licence(),
                entry.bytes(), entry.gated(), entry.sources().stream().map(this::source).toList()))
                .toList());
    }

    private Source source(Source source) {
        return switch (source) {
            case Source.Repository repository -> repository;
            case Source.Page page -> new Source.Page(URI.create(address() + "/pages/"
                    + page.file()), page.file(), page.sha256(), page.unpack());
        };
    }

    /// The SMS Spam Collection: messages of the book's own in its form.
    private static byte[] zip() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("SMSSpamCollection"));
            Files.copy(MESSAGES, zip);
        }
        return bytes.toByteArray();
    }

    /// What transformers computes with the model of a repository.
    static JsonNode expected(String name) throws IOException {
        return Fixtures.json(HUB.resolve(name + ".expected.json"));
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /// What is asked for; GPT-2 is the same in all its sizes.
    private static String path(HttpExchange exchange, String prefix) {
        return exchange.getRequestURI().getPath().substring(prefix.length())
                .replaceFirst("gpt2-(medium|large|xl)", "gpt2");
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

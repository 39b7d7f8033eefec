package llm.tools.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
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
import llm.data.Catalogue;
import llm.data.CatalogueEntry;
import llm.data.Fetch;
import llm.data.Source;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import llm.tools.cli.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("llm data")
class DataCommandTest {
    @TempDir
    private Path folder = Path.of("");
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/text.txt", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 5);
                exchange.getResponseBody().write("hello".getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Terminal get(String file, String... arguments) {
        URI hub = URI.create("http://localhost:" + server.getAddress().getPort());
        var source = new Source.Page(hub.resolve("/" + file), file, null, false);
        var entry = new CatalogueEntry("greeting", "data", "A greeting", "https://page.example",
                "CC0", 5_000_000, false, List.of(source));
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = new CommandLine(new DataGetCommand(new Catalogue(List.of(entry)),
                () -> new Fetch(hub, null))).setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((error, line, parsed) ->
                        Failure.report(error, line.getErr(), parsed.originalArgs()))
                .execute(arguments);
        return new Terminal(exitCode, out.toString(), err.toString());
    }

    @Test
    @DisplayName("get tells licence and size first, and puts the files where it is told")
    void gets() {
        Path target = folder.resolve("new/folder");
        Terminal run = get("text.txt", "greeting", "--out", target.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(target.resolve("text.txt")).hasContent("hello");
        assertThat(target.resolve("source.json")).content().contains("\"licence\" : \"CC0\"");
        assertThat(run.out()).isEqualTo("greeting: 1 files in %s%n".formatted(target));
        assertThat(run.err()).isEqualTo("""
                A greeting
                  licence   CC0
                  source    https://page.example
                  size      about 5 MB
                  checksum  none is known: nothing tells whether the right bytes come
                Downloading greeting: 5000 kB
                """);
    }

    @Test
    @DisplayName("get takes the folder that it is in, or any other way to write one")
    void intoAnyFolder() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        String back = here.relativize(folder.toRealPath()).toString();
        for (String target : List.of(back, back + "/.", back + "/x/..", folder + "/y/../z")) {
            Files.createDirectories(folder.resolve("x"));
            Files.createDirectories(folder.resolve("y"));
            Terminal run = get("text.txt", "greeting", "--json", "--out", target);
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(Path.of(target).resolve("text.txt")).hasContent("hello");
            assertThat(Fixtures.json(run.out()).get("files").toString())
                    .isEqualTo("[\"text.txt\"]");
            Files.delete(Path.of(target).resolve("text.txt"));
        }
    }

    @Test
    @DisplayName("get --json prints a record of what came")
    void getsAsJson() {
        Terminal run = get("text.txt", "greeting", "--json", "--out", folder.toString());
        JsonNode got = Fixtures.json(run.out());
        assertThat(got.get("licence").asText()).isEqualTo("CC0");
        assertThat(got.get("revision").isNull()).isTrue();
        assertThat(got.get("files").toString()).isEqualTo("[\"text.txt\"]");
    }

    @Test
    @DisplayName("get says in one sentence what went wrong")
    void fails() {
        Terminal run = get("absent", "greeting", "--quiet", "--out", folder.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().toList().getLast()).startsWith("There is nothing at http")
                .endsWith("/absent (HTTP 404).");
        assertThat(get("absent", "gpt5").err())
                .isEqualTo("the name must be one of greeting, got gpt5%n".formatted());
        assertThat(get("absent", "greeting", "--revision", "x").err())
                .contains("a revision must be of a repository on the hub").hasLineCount(1);
    }

    @Test
    @DisplayName("list shows every entry, as text or as JSON")
    void lists() {
        Terminal run = Terminal.run("data", "list");
        assertThat(run.exitCode()).isZero();
        JsonNode listed = Fixtures.json(Terminal.run("data", "list", "--json").out());
        assertThat(listed).hasSameSizeAs(Catalogue.load().entries()).allSatisfy(entry ->
                assertThat(run.out()).contains(entry.get("name").asText(),
                        entry.get("page").asText()));
        assertThat(run.out()).containsPattern("(?m)^gpt2-xl +6\\.4 GB  GPT-2, 1558M parameters$")
                .containsPattern("(?m)^the-verdict +20 kB  Edith Wharton")
                .containsPattern("CC BY-NC 4.0; .*; no checksum")
                .doesNotContainPattern("MIT; .*gpt2; no checksum");
    }

    @Test
    @DisplayName("alone says what is missing")
    void alone() {
        Terminal run = Terminal.run("data");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("What to do is missing: list, get, make, duplicates or stats");
    }
}

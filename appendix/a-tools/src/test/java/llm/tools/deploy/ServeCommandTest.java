package llm.tools.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import llm.tools.Fixtures;
import llm.tools.Llm;
import llm.tools.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm serve")
class ServeCommandTest {
    private static final Pattern ADDRESS = Pattern.compile("http://[0-9.:]+\\d");

    @TempDir
    private Path folder = Path.of("");
    private Path model = Path.of("");

    @BeforeEach
    void save() throws IOException {
        model = Fixtures.withTokenizer(folder.resolve("parrot"));
    }

    @Test
    @Timeout(120)
    @DisplayName("answers under the folder's name with the tokens of generate, until it is stopped")
    void serves() throws Exception {
        Terminal alone = Terminal.run("generate", "--model", model.toString(), "--prompt",
                "the cat", "--max-new-tokens", "5", "--temperature", "0", "--json");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "-cp",
                System.getProperty("java.class.path"), Llm.class.getName(), "serve", "--model",
                model.toString(), "--port", "0", "--format", "short"));
        Process server = new ProcessBuilder(command).start();
        try (BufferedReader told = server.errorReader()) {
            String address = address(told);
            JsonNode answer = Fixtures.json(complete(address, """
                    {"model": "parrot", "prompt": "the cat", "max_tokens": 5, "temperature": 0}
                    """).body());
            assertThat(answer.at("/choices/0/text").asText())
                    .isEqualTo(Fixtures.json(alone.out()).get("text").asText());
            server.toHandle().destroy();                     // SIGTERM, as Ctrl-C
            String log = String.join("\n", told.lines().toList());
            assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(log).contains("POST /v1/completions 200", "2 + 5 tokens")
                    .doesNotContain("cat");
        } finally {
            server.destroyForcibly();
        }
    }

    private static String address(BufferedReader told) throws IOException {
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                return address.group();
            }
        }
        throw new AssertionError("must tell where it listens, got nothing");
    }

    private static HttpResponse<String> complete(String address, String body) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(address + "/v1/completions"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Terminal run(String... more) {
        List<String> all = new ArrayList<>(List.of("serve", "--model", model.toString(),
                "--format", "short"));
        all.addAll(List.of(more));
        return Terminal.run(all.toArray(String[]::new));
    }

    @Test
    @DisplayName("lets nobody from outside in without a key")
    void key() throws IOException {
        assertThat(run("--host", "0.0.0.0").err()).isEqualToIgnoringNewLines("a server that others "
                + "can reach must have an API key, got host 0.0.0.0 without one; 127.0.0.1 serves "
                + "this machine alone");
        Path empty = Files.writeString(folder.resolve("keys"), "\n  \n");
        Terminal run = run("--host", "0.0.0.0", "--api-key-file", empty.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("--api-key-file must hold a key in a line, got " + empty);
    }

    @Test
    @DisplayName("says what is wrong with its address, its policy and its model")
    void explains() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Terminal run = run("--port", String.valueOf(taken.getLocalPort()));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("the address 127.0.0.1:%d must be free and this machine's"
                    .formatted(taken.getLocalPort()));
        }
        assertThat(run("--overflow", "cut").err()).contains(
                "--overflow must be refuse, truncate or slide, got cut.");
        assertThat(run("--port", "70000").err()).contains(
                "--port must be from 0 to 65535, got 70000.");
        assertThat(Terminal.run("serve", "--model", Fixtures.GPT2_TINY.toString()).err()).contains(
                "a model that is to be asked must have a tokenizer");
    }
}

package llm.tools.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import llm.model.LanguageModel;
import llm.model.decode.Probabilities;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.IntTensor;
import llm.tensor.Scope;
import llm.tensor.backend.DType;
import llm.tools.Fixtures;
import llm.tools.Llm;
import llm.tools.Terminal;
import llm.tools.cli.ExitCode;
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
    @DisplayName("answers under the folder's name with the tokens of generate, to those with a key, "
            + "until it is stopped")
    void serves() throws Exception {
        Terminal alone = Terminal.run("generate", "--model", model.toString(), "--dtype", "int8",
                "--prompt", "the cat", "--max-new-tokens", "5", "--temperature", "0", "--json");
        Path keys = Files.writeString(folder.resolve("keys"), "one\n\n  another  \n");
        Process server = start("--api-key-file", keys.toString(), "--dtype", "int8",
                "--max-concurrent", "1", "--max-waiting", "0");
        try (BufferedReader told = server.errorReader()) {
            URI address = address(told);
            assertThat(complete(address, "", "").statusCode()).isEqualTo(401);
            JsonNode answer = Fixtures.json(complete(address, "another", "").body());
            assertThat(answer.at("/choices/0/text").asText())
                    .isEqualTo(Fixtures.json(alone.out()).get("text").asText());
            assertThat(answer.at("/choices/0/logprobs/token_logprobs/0").asDouble())
                    .isCloseTo(likeliest(DType.INT8), within(1e-5))
                    .isNotCloseTo(likeliest(DType.F32), within(1e-4));
            assertThat(complete(address, "one", ", \"n\": 2").body())
                    .contains("at most 1 texts at a time");
            server.toHandle().destroy();                     // SIGTERM, as Ctrl-C
            String log = String.join("\n", told.lines().toList());
            assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isEqualTo(ExitCode.TERMINATED);
            assertThat(log).contains("POST /v1/completions 401", "POST /v1/completions 200",
                    "2 + 5 tokens").doesNotContain("cat", "another");
        } finally {
            server.destroyForcibly();
        }
    }

    private Process start(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "-cp",
                System.getProperty("java.class.path"), Llm.class.getName(), "serve", "--model",
                model.toString(), "--port", "0", "--format", "short"));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).start();
    }

    /// Log-probability of the likeliest token after the prompt.
    private double likeliest(DType dtype) throws IOException {
        LanguageModel loaded = PretrainedModel.load(model, dtype).model();
        int[] ids = Fixtures.TOKENIZER.encode("the cat");
        try (Scope _ = Scope.open()) {
            float[] logits = loaded.nextLogits(IntTensor.of(ids, 1, ids.length),
                    loaded.newCache(1, ids.length)).toArray();
            return Math.log(Arrays.stream(Probabilities.softmax(logits)).max().orElseThrow());
        }
    }

    private static URI address(BufferedReader told) throws IOException {
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                return URI.create(address.group());
            }
        }
        throw new AssertionError("must tell where it listens, got nothing");
    }

    /// @param key  none for a request without one
    /// @param more fields of the request
    private static HttpResponse<String> complete(URI address, String key, String more) {
        String body = """
                {"model": "parrot", "prompt": "the cat", "max_tokens": 5, "temperature": 0,
                "logprobs": 1%s}
                """.formatted(more);
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/v1/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
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

package llm.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/// Asks a server for greedy continuations of random tokens, as a stream, and looks at the clock.
///
/// @param server     its address
/// @param model      the name of its model
/// @param vocabSize  prompts are drawn from so many ids
/// @param promptSize tokens of each prompt
/// @param http       sends
record LoadClient(URI server, String model, int vocabSize, int promptSize, HttpClient http) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static LoadClient of(URI server, String model, int vocabSize, int promptSize) {
        return new LoadClient(server, model, vocabSize, promptSize, HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1).build());
    }

    /// What came of one request. Times are seconds from the request on; NaN where there is none.
    ///
    /// @param status     of the response
    /// @param tokens     that were written
    /// @param firstToken when the first one came
    /// @param end        when all were there
    record Outcome(int status, int tokens, double firstToken, double end) {
        /// Seconds from one token to the next.
        double perToken() {
            return (end - firstToken) / (tokens - 1);
        }
    }

    /// Has `tokens` tokens written.
    Outcome ask(RandomGenerator random, int tokens) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        HttpResponse<InputStream> response = http.send(request(random, tokens),
                BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(),
                StandardCharsets.UTF_8))) {
            if (response.statusCode() != 200) {
                return new Outcome(response.statusCode(), 0, Double.NaN, since(begun));
            }
            double first = Double.NaN;
            int written = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (Double.isNaN(first) && line.startsWith("data:")) {
                    first = since(begun);
                }
                written = Math.max(written, tokensIn(line));
            }
            return new Outcome(200, written, first, since(begun));
        }
    }

    /// The count in the chunk that tells the usage; 0 in all others.
    private static int tokensIn(String line) throws IOException {
        if (!line.contains("completion_tokens")) {
            return 0;
        }
        JsonNode chunk = JSON.readTree(line.substring("data:".length()));
        return chunk.at("/usage/completion_tokens").asInt();
    }

    /// Asks, waits a moment and goes away.
    void askAndLeave(RandomGenerator random, int tokens, long millis)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(request(random, tokens),
                BodyHandlers.ofInputStream());
        Thread.sleep(millis);
        response.body().close();
    }

    private HttpRequest request(RandomGenerator random, int tokens) {
        ObjectNode body = JSON.createObjectNode().put("model", model).put("max_tokens", tokens)
                .put("temperature", 0).put("ignore_eos", true).put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        random.ints(promptSize, 0, vocabSize).forEach(body.putArray("prompt")::add);
        return HttpRequest.newBuilder(server.resolve("/v1/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())).build();
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}

package llm.eval.judge;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Asks the model of an endpoint. A server that is busy (429) or failed (5xx) is asked again; every
/// other trouble ends with a sentence that says what to do.
public final class ChatClient implements ChatModel {
    private final ChatEndpoint endpoint;
    private final RetryPolicy retries;
    private final ApiKey key;
    private final HttpClient client;

    /// A client with the usual patience.
    ///
    /// @throws IllegalArgumentException if the endpoint names a variable that holds no key
    public ChatClient(ChatEndpoint endpoint) {
        this(endpoint, RetryPolicy.USUAL, System::getenv);
    }

    /// @throws IllegalArgumentException if the endpoint names a variable that holds no key
    public ChatClient(ChatEndpoint endpoint, RetryPolicy retries) {
        this(endpoint, retries, System::getenv);
    }

    ChatClient(ChatEndpoint endpoint, RetryPolicy retries,
               Function<String, @Nullable String> environment) {
        this.endpoint = endpoint;
        this.retries = retries;
        this.key = ApiKey.of(endpoint, environment);
        // Never redirected: the key would go along. HTTP/1.1, since small servers stumble over 2.
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(retries.timeout())
                .build();
    }

    @Override
    public String reply(String prompt) throws IOException {
        HttpRequest request = request(prompt);
        for (int retry = 1; true; retry++) {
            HttpResponse<String> response = send(request);
            int status = response.statusCode();
            if (status / 100 == 2) {
                return ChatProtocol.reply(endpoint, response.body());
            }
            if (!RetryPolicy.mayPass(status) || retry > retries.retries()) {
                throw refusal(response, retry);
            }
            waitFor(response, retry);
        }
    }

    private HttpRequest request(String prompt) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.completions())
                .header("Content-Type", "application/json")
                .header("User-Agent", "llm-from-scratch-java");
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key.value());
        }
        return request.POST(HttpRequest.BodyPublishers.ofString(
                ChatProtocol.request(endpoint, prompt))).build();
    }

    /// The timeout is held here: the client's own ends with the headers of an answer.
    private HttpResponse<String> send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<String>> response =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        try {
            return response.get(retries.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw late(e);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case HttpTimeoutException cause -> late(cause);
                case ConnectException cause -> new IOException(endpoint.completions()
                        + " cannot be reached; does a server run there?", cause);
                case null, default -> new IOException("The connection to "
                        + endpoint.completions() + " broke: " + e.getCause(), e);
            };
        } catch (InterruptedException e) {
            response.cancel(true);
            throw interrupted(e);
        }
    }

    private IOException late(Exception cause) {
        return new IOException(("%s gave no whole answer within %s s; allow more time, or judge "
                + "with a smaller model.").formatted(endpoint.completions(),
                seconds(retries.timeout())), cause);
    }

    private static IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return (IOException) new InterruptedIOException("interrupted").initCause(cause);
    }

    private void waitFor(HttpResponse<String> response, int retry) throws IOException {
        Duration pause = retries.pause(response.headers().firstValue("Retry-After").orElse(""),
                retry, Instant.now());
        if (pause.compareTo(retries.longestPause()) > 0) {
            throw new IOException("%s asks to wait %s s, longer than %s s; try later. It says: %s"
                    .formatted(endpoint.completions(), seconds(pause),
                            seconds(retries.longestPause()), reason(response)));
        }
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private IOException refusal(HttpResponse<String> response, int tries) {
        int status = response.statusCode();
        String address = endpoint.completions().toString();
        String what = switch (status) {
            case 401, 403 -> address + (endpoint.keyVariable().isEmpty()
                    ? " wants a key; name the environment variable that holds one"
                    : " refuses the key in " + endpoint.keyVariable());
            case 404 -> "There is no model " + endpoint.model() + " at " + address
                    + ", or no such address";
            case 429 -> address + " is still busy after " + tries + " tries";
            default -> address + switch (status / 100) {
                case 3 -> " leads elsewhere, and is not followed";
                case 5 -> " still fails after " + tries + " tries";
                default -> " refuses the request";
            };
        };
        return new IOException(what + " (HTTP " + status + "). It says: " + reason(response));
    }

    private String reason(HttpResponse<String> response) {
        return ChatProtocol.reason(key.hideIn(response.body()));
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? Long.toString(time.toSeconds())
                : Double.toString(time.toMillis() / 1000.0);
    }
}

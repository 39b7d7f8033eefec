package llm.deploy.openai;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.SseException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import llm.eval.judge.ApiKey;
import llm.eval.judge.ChatEndpoint;

/// Says in one sentence what went wrong and what may help.
///
/// @param endpoint that was asked
/// @param key      what no sentence may show
/// @param timeout  of a request
record Trouble(ChatEndpoint endpoint, ApiKey key, Duration timeout) {
    private static final int SHOWN = 200;                    // characters of a service's own words

    /// What has been thrown, as an exception that may be shown. What did not come from the client
    /// or the connection is thrown as it is.
    IOException of(Throwable thrown) {
        return switch (thrown) {
            case OpenAIServiceException refusal -> new IOException(sentence(refusal));
            case OpenAIException other -> connection(other);
            case RuntimeException own -> throw own;
            case Error own -> throw own;
            case IOException known -> known;
            default -> connection(thrown);                   // Kotlin declares nothing
        };
    }

    // ---- The service has said no ----

    private String sentence(OpenAIServiceException refusal) {
        return "%s (HTTP %d). It says: %s".formatted(refusal instanceof SseException
                ? address() + " gave the answer up" : refused(refusal), refusal.statusCode(),
                reason(refusal));
    }

    private String refused(OpenAIServiceException refusal) {
        int status = refusal.statusCode();
        return switch (status) {
            case 401, 403 -> endpoint.keyVariable().isEmpty()
                    ? address() + " wants a key; name the environment variable that holds one"
                    : address() + " refuses the key in " + endpoint.keyVariable();
            case 404 -> "There is no model " + endpoint.model() + " at " + address()
                    + ", or no such address";
            case 429 -> address() + " is busy" + wait(refusal).map(seconds ->
                    " and asks to wait " + seconds + " s").orElse("; try later");
            default -> address() + switch (status / 100) {
                case 3 -> " leads elsewhere, and is not followed";
                case 5 -> " fails; try later";
                default -> " refuses the request";
            };
        };
    }

    private static Optional<String> wait(OpenAIServiceException refusal) {
        return refusal.headers().values("Retry-After").stream()
                .filter(value -> value.matches("\\d+")).findFirst();
    }

    private String address() {
        return endpoint.completions().toString();
    }

    private String reason(OpenAIServiceException refusal) {
        JsonNode body = refusal.body().convert(JsonNode.class);
        String said = body == null ? "" : body.path("error").path("message").asText(
                body.path("message").asText());              // the client may have unwrapped it
        return shown(key.hideIn(said.isEmpty() ? String.valueOf(refusal.getMessage()) : said));
    }

    private static String shown(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.isEmpty() ? "nothing"
                : line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }

    // ---- There was no answer, or none of the protocol ----

    private IOException connection(Throwable thrown) {
        if (has(thrown, InterruptedException.class) || Thread.currentThread().isInterrupted()) {
            Thread.currentThread().interrupt();
            return new InterruptedIOException("interrupted");
        }
        if (has(thrown, InterruptedIOException.class)) {
            return new IOException(("%s gave no whole answer within %s s; allow more time, or a "
                    + "shorter answer.").formatted(address(), timeout.toMillis() / 1000.0), thrown);
        }
        if (has(thrown, ConnectException.class) || has(thrown, UnknownHostException.class)) {
            return new IOException(address() + " cannot be reached; does a server run there?",
                    thrown);
        }
        Throwable cause = innermost(thrown);
        return cause instanceof JacksonException || !has(thrown, IOException.class)
                ? new IOException(address() + " must answer in OpenAI's protocol, got: "
                        + shown(key.hideIn(String.valueOf(cause.getMessage()).lines().findFirst()
                                .orElse(""))))
                : new IOException("The connection to " + address() + " broke: " + cause, thrown);
    }

    /// The end of a stream without the end of its answer.
    IOException brokenOff() {
        return new IOException("The connection to " + address()
                + " broke: the stream ends before the answer does");
    }

    private static boolean has(Throwable thrown, Class<? extends Throwable> kind) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (kind.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    private static Throwable innermost(Throwable thrown) {
        Throwable each = thrown;
        while (each.getCause() != null) {
            each = each.getCause();
        }
        return each;
    }
}

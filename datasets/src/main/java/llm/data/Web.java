package llm.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Asks for addresses, and follows them where they lead.
///
/// @param hub   whose host alone sees the token
/// @param token of the user's account on the hub, for models behind consent
record Web(HttpClient client, URI hub, @Nullable String token) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_REDIRECTS = 10;

    static Web of(URI hub, @Nullable String token) {
        // Redirects are followed here: the client would take the token along to other hosts.
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER).build();
        return new Web(client, hub, token == null || token.isBlank() ? null : token.strip());
    }

    /// Sends a request and returns the answer, whatever its status, once no redirect is left.
    ///
    /// @throws ConnectException if the host cannot be reached
    HttpResponse<InputStream> get(URI address, Map<String, String> headers) throws IOException {
        URI next = address;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<InputStream> answer = send(next, headers);
            String location = answer.headers().firstValue("Location").orElse(null);
            if (answer.statusCode() / 100 != 3 || location == null) {
                return answer;
            }
            answer.body().close();
            next = redirected(next, location);
        }
        throw new DownloadFailed("%s must lead somewhere within %d redirects, got more."
                .formatted(address, MOST_REDIRECTS));
    }

    private static URI redirected(URI from, String location) throws DownloadFailed {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new DownloadFailed(from + " leads to the broken address " + location + ".", e);
        }
        if (!"http".equals(to.getScheme()) && !"https".equals(to.getScheme())) {
            throw new DownloadFailed(from + " leads away from the web, to " + to
                    + ": not followed.");
        }
        if ("https".equals(from.getScheme()) && !"https".equals(to.getScheme())) {
            throw new DownloadFailed(from + " leads away from https, to " + to
                    + ": not followed.");
        }
        return to;
    }

    private HttpResponse<InputStream> send(URI address, Map<String, String> headers)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE)
                .header("User-Agent", "llm-from-scratch-java");
        headers.forEach(request::header);
        if (token != null && isHub(address)) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (ConnectException e) {
            throw (ConnectException) new ConnectException("The host " + address.getHost()
                    + " cannot be reached; is this machine online?").initCause(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    private boolean isHub(URI address) {
        return Objects.equals(hub.getScheme(), address.getScheme())
                && Objects.equals(hub.getHost(), address.getHost())
                && hub.getPort() == address.getPort();
    }

    /// @throws DownloadFailed if the answer is a refusal, which asking again would not change
    /// @throws IOException    if the server asks for patience
    void requireFound(HttpResponse<?> answer) throws IOException {
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return;
        }
        String what = answer.uri() + " (HTTP " + status + ")";
        throw switch (status) {
            case 401, 403 -> new DownloadFailed(refusal(answer.uri(), what));
            case 404, 410 -> new DownloadFailed("There is nothing at " + what + ".");
            case 408, 429, 500, 502, 503, 504 -> new IOException("no answer from " + what);
            default -> new DownloadFailed("The server does not give out " + what + ".");
        };
    }

    private String refusal(URI address, String what) {
        if (!isHub(address)) {
            return "Access is denied to " + what + ".";
        }
        return "The hub denies access to " + what + ": accept the terms on the model's page, make "
                + "a token at " + hub.resolve("/settings/tokens") + " and set HF_TOKEN to it; "
                + (token == null ? "it is not set." : "the one that is set was not enough.");
    }
}

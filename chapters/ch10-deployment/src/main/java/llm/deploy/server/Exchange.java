package llm.deploy.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import llm.deploy.api.ApiError;
import llm.deploy.server.PeekingConnector.PeekingEndPoint;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/// One request and its response.
final class Exchange {
    static final int LARGEST_BODY = 8 << 20;                 // bytes
    private static final int PART = 8 << 10;                 // bytes
    private static final String JSON = "application/json";

    private final Request request;
    private final Response response;

    Exchange(Request request, Response response) {
        this.request = request;
        this.response = response;
    }

    String method() {
        return request.getMethod();
    }

    String path() {
        return Request.getPathInContext(request);
    }

    Request request() {
        return request;
    }

    int status() {
        return response.getStatus();
    }

    /// Whether it is too late for an error status.
    boolean isCommitted() {
        return response.isCommitted();
    }

    void header(String name, String value) {
        response.getHeaders().put(name, value);
    }

    /// How many bytes the body may have: as many as it says, or as any body may.
    int mostBodyBytes() {
        long told = request.getLength();
        return told < 0 || told > LARGEST_BODY ? LARGEST_BODY : (int) told;
    }

    /// The body of a request.
    ///
    /// @param patience how long it may take to come, beside what its length takes
    /// @throws ApiError if it says it is not JSON, or is too large, or too slow
    byte[] jsonBody(Duration patience) throws IOException {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (type == null || !type.split(";")[0].strip().toLowerCase(Locale.ROOT).equals(JSON)) {
            throw ApiError.invalid(415, "Content-Type must be %s, got %s.".formatted(JSON, type));
        }
        if (request.getLength() > LARGEST_BODY) {
            throw tooLarge();
        }
        try (InputStream in = Content.Source.asInputStream(request)) {
            return read(in, patience);
        } catch (IOException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw tooSlow();
            }
            throw e;
        }
    }

    private static byte[] read(InputStream in, Duration patience) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] part = new byte[PART];
        long begun = System.nanoTime();
        for (int bytes = in.read(part); bytes >= 0; bytes = in.read(part)) {
            body.write(part, 0, bytes);
            if (body.size() > LARGEST_BODY) {
                throw tooLarge();
            }
            Duration late = Duration.ofNanos(System.nanoTime() - begun).minus(patience);
            if (late.toMillis() > body.size()) {             // 1,000 bytes in a second at least
                throw tooSlow();
            }
        }
        return body.toByteArray();
    }

    private static ApiError tooSlow() {
        return ApiError.invalid(408, "The body must come in time, got a part of it.");
    }

    private static ApiError tooLarge() {
        return ApiError.invalid(413, "The body must have at most %,d bytes, got more."
                .formatted(LARGEST_BODY));
    }

    /// Whether nobody waits for the response any more.
    boolean isAbandoned() {
        return endPoint().isClosedByClient();
    }

    private PeekingEndPoint endPoint() {
        return (PeekingEndPoint) request.getConnectionMetaData().getConnection().getEndPoint();
    }

    /// The headers are there, and the answer is being made.
    void begin() {
        endPoint().setAnswering(true);
    }

    /// The answer is complete; another request may come.
    void end() {
        endPoint().setAnswering(false);
    }

    // ---- The response ----

    void send(int status, JsonNode json) throws IOException {
        send(status, JSON, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    void send(ApiError error) throws IOException {
        if (error.retryAfter().isPositive()) {
            header("Retry-After", String.valueOf(error.retryAfter().plusMillis(999).toSeconds()));
        }
        if (error.status() == 401) {
            header("WWW-Authenticate", "Bearer");
        }
        send(error.status(), error.json());
    }

    void send(int status, String type, byte[] body) throws IOException {
        response.setStatus(status);
        header("Content-Type", type);
        header("Content-Length", String.valueOf(body.length));
        header("X-Content-Type-Options", "nosniff");
        Content.Sink.write(response, true, method().equals("HEAD") ? ByteBuffer.allocate(0)
                : ByteBuffer.wrap(body));
    }

    /// Begins a stream of events. Source: HTML Living Standard, "Server-sent events".
    void beginEvents() {
        response.setStatus(200);
        header("Content-Type", "text/event-stream; charset=utf-8");
        header("Cache-Control", "no-cache");
        header("X-Accel-Buffering", "no");                   // a proxy must not collect them
    }

    void event(String data) throws IOException {
        write("data: " + data + "\n\n", false);
    }

    /// A line that clients pass over; it shows that the server is still there.
    void heartbeat() throws IOException {
        write(": \n\n", false);
    }

    void endEvents() throws IOException {
        write("data: [DONE]\n\n", true);
    }

    /// Ends a stream that has gone wrong.
    void endEvents(ApiError error) throws IOException {
        write("data: " + error.json() + "\n\n", true);
    }

    private void write(String text, boolean last) throws IOException {
        Content.Sink.write(response, last,
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}

package llm.deploy.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import llm.deploy.api.ApiError;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Errors that are found before a request can be understood, in the form of all others.
final class JsonErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, json(response.getStatus()), callback);
        return true;
    }

    private static ByteBuffer json(int status) {
        ApiError error = status >= 500 && status != HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505
                ? ApiError.internal("Something unexpected happened.")
                : ApiError.invalid(status, message(status));
        return ByteBuffer.wrap(error.json().toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String message(int status) {
        return switch (status) {
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, HttpStatus.URI_TOO_LONG_414 ->
                    "Path and headers must have at most %,d bytes together, got more."
                            .formatted(ApiServer.LARGEST_HEADERS);
            default -> "The request must be well-formed HTTP.";
        };
    }
}

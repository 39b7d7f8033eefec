package llm.deploy.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import llm.deploy.api.ApiError;
import org.eclipse.jetty.http.HttpHeader;
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
        return ByteBuffer.wrap(ApiError.invalid(status, "The request must be well-formed HTTP.")
                .json().toString().getBytes(StandardCharsets.UTF_8));
    }
}

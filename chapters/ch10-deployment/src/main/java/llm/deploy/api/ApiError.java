package llm.deploy.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A request that gets an error for an answer, in OpenAI's form.
public final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final String INVALID = "invalid_request_error";

    private final int status;
    private final String type;
    private final @Nullable String parameter;
    private final @Nullable String code;
    private final Duration retryAfter;

    private ApiError(int status, String type, @Nullable String parameter, @Nullable String code,
                     String message, Duration retryAfter) {
        super(message);
        this.status = status;
        this.type = type;
        this.parameter = parameter;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /// The request as a whole is wrong.
    ///
    /// @param status the HTTP status, 4xx
    public static ApiError invalid(int status, String message) {
        return new ApiError(status, INVALID, null, null, message, Duration.ZERO);
    }

    /// A field of the request is wrong.
    public static ApiError of(String parameter, String message) {
        return new ApiError(400, INVALID, parameter, null, message, Duration.ZERO);
    }

    /// A field of the request is wrong in a way that clients know by a code.
    public static ApiError coded(int status, String code, @Nullable String parameter,
                                 String message) {
        return new ApiError(status, INVALID, parameter, code, message, Duration.ZERO);
    }

    /// There is no room for the request now.
    ///
    /// @param retryAfter when to ask again; zero if nobody knows
    public static ApiError busy(int status, String code, String message, Duration retryAfter) {
        return new ApiError(status, "server_error", null, code, message, retryAfter);
    }

    /// It is not the request's fault.
    public static ApiError internal(String message) {
        return new ApiError(500, "server_error", null, null, message, Duration.ZERO);
    }

    public int status() {
        return status;
    }

    /// When to ask again; zero if that is not known.
    public Duration retryAfter() {
        return retryAfter;
    }

    /// `{"error": {"message", "type", "param", "code"}}`.
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("error").put("message", getMessage()).put("type", type)
                .put("param", parameter).put("code", code);
        return json;
    }
}

package llm.eval.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What is sent to an endpoint and what comes back.
/// Source: OpenAI, API reference, "Create chat completion".
final class ChatProtocol {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 200;                    // characters of an answer in a message

    private ChatProtocol() {
    }

    /// A request with one message of the user.
    static String request(ChatEndpoint endpoint, String prompt) {
        ObjectNode json = JSON.valueToTree(endpoint.parameters());
        json.put("model", endpoint.model());
        json.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return json.toString();
    }

    /// What the model said; empty if it was cut off or said nothing, since half of a reply may be
    /// half of a number.
    ///
    /// @throws IOException if this is no answer of the protocol; says what came instead
    static String reply(ChatEndpoint endpoint, String body) throws IOException {
        JsonNode json = parse(body);
        if (json == null) {
            throw new IOException(endpoint.completions() + " must answer with JSON, got "
                    + shown(body));
        }
        JsonNode choice = json.path("choices").path(0);
        JsonNode content = choice.path("message").path("content");
        if (!content.isTextual() && !content.isNull()) {
            throw new IOException(endpoint.completions() + " must answer with choices[0].message"
                    + ".content, got " + shown(body));
        }
        boolean cut = choice.path("finish_reason").asText().equals("length");
        return cut || content.isNull() ? "" : content.asText();
    }

    /// The reason that a server gives for a refusal: `error.message`, or all it says.
    static String reason(String body) {
        JsonNode json = parse(body);
        JsonNode error = json == null ? JSON.missingNode() : json.path("error");
        String message = error.isTextual() ? error.asText() : error.path("message").asText();
        return shown(message.isEmpty() ? body : message);
    }

    private static @Nullable JsonNode parse(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json.isMissingNode() ? null : json;
        } catch (JsonProcessingException _) {
            return null;
        }
    }

    private static String shown(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.isEmpty() ? "nothing"
                : line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }
}

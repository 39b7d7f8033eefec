package llm.eval.judge;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/// Where a model can be asked by OpenAI's chat completions, which many servers speak: a company's,
/// or one on this machine (Ollama, llama.cpp, vLLM).
///
/// @param address     up to the version, such as `http://localhost:11434/v1`
/// @param model       as the server calls it
/// @param keyVariable the environment variable that holds the key; empty for none. A key is never
///                    given in another way, and never shown
/// @param parameters  of the request, such as `temperature`
public record ChatEndpoint(URI address, String model, String keyVariable,
                           Map<String, Object> parameters) {
    private static final String PATH = "/chat/completions";
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");

    public ChatEndpoint {
        if (address.getHost() == null
                || !Set.of("http", "https").contains(address.getScheme())) {
            throw new IllegalArgumentException("address must be http://HOST… or https://HOST…, got "
                    + address);
        }
        if (address.getUserInfo() != null || address.getQuery() != null) {
            throw new IllegalArgumentException("address must hold no user, password or query, got "
                    + "one for " + address.getHost());
        }
        if (model.isBlank()) {
            throw new IllegalArgumentException("model must be a name, got \"" + model + "\"");
        }
        if (!keyVariable.isEmpty() && "http".equals(address.getScheme())
                && !HERE.contains(address.getHost())) {
            throw new IllegalArgumentException("address must begin with https where a key is sent, "
                    + "got " + address);
        }
        parameters = Map.copyOf(parameters);
    }

    /// Without a key, at temperature 0: a judge should say the same twice.
    public static ChatEndpoint of(String address, String model) {
        return new ChatEndpoint(URI.create(address), model, "", Map.of("temperature", 0));
    }

    /// With the key that an environment variable holds, such as `OPENAI_API_KEY`.
    public ChatEndpoint withKey(String keyVariable) {
        return new ChatEndpoint(address, model, keyVariable, parameters);
    }

    /// With other parameters; some models refuse a temperature.
    public ChatEndpoint withParameters(Map<String, Object> parameters) {
        return new ChatEndpoint(address, model, keyVariable, parameters);
    }

    /// Where requests go.
    public URI completions() {
        return URI.create(base() + PATH);
    }

    /// The address up to the version, without a slash at its end.
    public URI base() {
        String base = address.toString().replaceFirst("/+$", "");
        return URI.create(base.endsWith(PATH) ? base.substring(0, base.length() - PATH.length())
                : base);
    }
}

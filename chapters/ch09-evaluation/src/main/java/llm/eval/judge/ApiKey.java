package llm.eval.judge;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The secret that an endpoint asks for. It comes from the environment alone, and is never shown.
public final class ApiKey {
    private final String value;                              // empty for none

    private ApiKey(String value) {
        this.value = value;
    }

    /// The key of an endpoint; one that is empty where the endpoint asks for none.
    ///
    /// @param environment the variables; `System::getenv`
    /// @throws IllegalArgumentException if the endpoint names a variable that holds no key
    public static ApiKey of(ChatEndpoint endpoint,
                            Function<String, @Nullable String> environment) {
        String variable = endpoint.keyVariable();
        if (variable.isEmpty()) {
            return new ApiKey("");
        }
        String value = environment.apply(variable);
        String key = value == null ? "" : value.strip();
        if (!key.matches("[!-~]+")) {                        // a bad header would show it
            throw new IllegalArgumentException("the environment variable %s must hold a key, %s"
                    .formatted(variable, key.isEmpty() ? "it is not set"
                            : "it holds other characters than visible ASCII"));
        }
        return new ApiKey(key);
    }

    /// Whether there is none.
    public boolean isEmpty() {
        return value.isEmpty();
    }

    /// The secret itself, for the header that carries it.
    public String value() {
        return value;
    }

    /// A text without the key: some servers repeat one that they do not know.
    public String hideIn(String text) {
        return isEmpty() ? text : text.replace(value, "[key]");
    }

    @Override
    public String toString() {
        return isEmpty() ? "" : "[key]";
    }
}

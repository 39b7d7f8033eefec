package llm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Hugging Face's `tokenizer_config.json`: what the tokenizer's own file does not say.
final class TokenizerConfig {

    static final String FILE = "tokenizer_config.json";

    private final JsonNode json;

    private TokenizerConfig(JsonNode json) {
        this.json = json;
    }

    /// The configuration beside a tokenizer's file; an empty one if there is none.
    static TokenizerConfig beside(Path tokenizerFile) {
        Path file = tokenizerFile.resolveSibling(FILE);
        return new TokenizerConfig(
                Files.exists(file) ? JsonFile.read(file) : MissingNode.getInstance());
    }

    boolean isMissing() {
        return json.isMissingNode();
    }

    /// A token such as `bos_token`, which is written as its text or as an object with `content`.
    Optional<String> token(String name) {
        JsonNode token = json.path(name);
        JsonNode text = token.isObject() ? token.path("content") : token;
        return text.isTextual() ? Optional.of(text.asText()) : Optional.empty();
    }

    boolean addBos(boolean otherwise) {
        return json.path("add_bos_token").asBoolean(otherwise);
    }

    /// @throws IllegalArgumentException if each text is to end with a token, which we do not do
    void requireNoEos() {
        TokenizerJsonReader.requireOff(FILE + " add_eos_token", json.path("add_eos_token"));
    }
}

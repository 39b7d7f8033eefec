package llm.text.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Hugging Face's `tokenizer_config.json`: what the tokenizer's own file does not say.
final class TokenizerConfig {

    static final String FILE = "tokenizer_config.json";

    private static final String OLDER_FILE = "special_tokens_map.json";

    private final JsonNode json;
    private final JsonNode older;

    private TokenizerConfig(JsonNode json, JsonNode older) {
        this.json = json;
        this.older = older;
    }

    /// The configuration beside a tokenizer's file; an empty one if there is none.
    static TokenizerConfig beside(Path tokenizerFile) {
        return new TokenizerConfig(read(tokenizerFile.resolveSibling(FILE)),
                read(tokenizerFile.resolveSibling(OLDER_FILE)));
    }

    private static JsonNode read(Path file) {
        return Files.exists(file) ? JsonFile.readObject(file) : MissingNode.getInstance();
    }

    /// A token such as `bos_token`, which is written as its text, as an object with `content`, or
    /// as `null` for none.
    ///
    /// @param otherwise the token if the configuration says nothing
    /// @throws IllegalArgumentException if it says anything else
    Optional<String> token(String name, Optional<String> otherwise) {
        JsonNode token = json.has(name) ? json.path(name) : older.path(name);
        JsonNode text = token.isObject() ? token.path("content") : token;
        if (!token.isMissingNode() && !token.isNull() && !text.isTextual()) {
            throw new IllegalArgumentException(
                    FILE + " must have a token or null as " + name + ", got " + token);
        }
        return token.isMissingNode() ? otherwise
                : text.isTextual() ? Optional.of(text.asText()) : Optional.empty();
    }

    boolean addBos(boolean otherwise) {
        return JsonFile.flag(json, "add_bos_token", otherwise);
    }

    /// @throws IllegalArgumentException if each text is to end with a token, which we do not do
    void requireNoEos() {
        TokenizerJsonReader.requireOff(FILE + " add_eos_token", json.path("add_eos_token"));
    }
}

package llm.text.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import llm.tensor.file.AtomicFile;

/// A model's chat template in its own words, a text in the language Jinja: transformers and
/// llama.cpp lay out conversations by it. Its place is `chat_template.jinja`, or in older folders
/// `tokenizer_config.json`.
public final class ChatTemplateFile {
    private static final String FILE = "chat_template.jinja";
    private static final String FIELD = "chat_template";
    private static final int LONGEST = 1 << 20;              // characters; some thousands are usual

    private ChatTemplateFile() {
    }

    /// A folder's template; empty if it has none. Of several with names it is the one named
    /// `default`.
    ///
    /// @throws IllegalArgumentException if a file is broken or the template too long
    public static Optional<String> find(Path folder) {
        Path own = folder.resolve(FILE);
        if (Files.isRegularFile(own)) {
            return checked(own, JsonFile.text(own));
        }
        Path config = folder.resolve(TokenizerConfig.FILE);
        return Files.isRegularFile(config) ? inConfig(config) : Optional.empty();
    }

    private static Optional<String> inConfig(Path config) {
        JsonNode field = JsonFile.read(config).path(FIELD);
        JsonNode chosen = !field.isArray() ? field : field.valueStream()
                .filter(each -> each.path("name").asText().equals("default"))
                .findFirst().orElse(MissingNode.getInstance());
        if (chosen.isMissingNode() || chosen.isNull()) {
            return Optional.empty();
        }
        JsonNode text = field.isArray() ? chosen.path("template") : chosen;
        if (!text.isTextual()) {
            throw new IllegalArgumentException(("%s must give %s as a text or a list of texts with "
                    + "names, got %s").formatted(config, FIELD, JsonFile.kind(text)));
        }
        return checked(config, text.asText());
    }

    /// A template that a file gives; an empty one is none.
    ///
    /// @throws IllegalArgumentException if it is too long
    public static Optional<String> checked(Path file, String template) {
        if (template.length() > LONGEST) {
            throw new IllegalArgumentException(("%s must have a chat template of at most %d "
                    + "characters, got %d").formatted(file, LONGEST, template.length()));
        }
        return template.isBlank() ? Optional.empty() : Optional.of(template);
    }

    /// Writes the file.
    public static void save(String template, Path folder) throws IOException {
        AtomicFile.writeText(folder.resolve(FILE), template);
    }

    /// Deletes the file that an earlier model may have left.
    public static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }
}

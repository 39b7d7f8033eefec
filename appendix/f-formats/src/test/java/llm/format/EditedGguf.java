package llm.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import llm.format.gguf.GgufFile;
import llm.format.gguf.GgufType;
import llm.format.gguf.GgufValue;
import llm.format.gguf.GgufWriter;
import llm.tensor.Shape;
import llm.tensor.Tensor;

/// A GGUF file with some settings changed, as other programs may have written it.
final class EditedGguf {
    private final Map<String, GgufValue> changes = new LinkedHashMap<>();
    private float[] factors = {};

    /// Sets a value, or with `null` removes it.
    EditedGguf with(String key, GgufValue value) {
        changes.put(key, value);
        return this;
    }

    /// Adds factors of the rotary pairs.
    EditedGguf withFactors(float... each) {
        factors = each;
        return this;
    }

    /// Writes the file at `path` anew.
    Path apply(Path path) throws IOException {
        Path edited = path.resolveSibling("edited.gguf");
        try (GgufFile file = GgufFile.open(path)) {
            GgufWriter writer = new GgufWriter();
            Map<String, GgufValue> settings = new LinkedHashMap<>(file.metadata().values());
            settings.putAll(changes);
            settings.values().removeIf(value -> value == null);
            settings.forEach(writer::setting);
            if (factors.length > 0) {
                writer.tensor("rope_freqs.weight", Shape.of(factors.length), GgufType.F32,
                        () -> Tensor.of(Arrays.copyOf(factors, factors.length), factors.length));
            }
            for (String name : file.names()) {
                writer.tensor(name, file.shape(name), file.type(name), () -> file.tensor(name));
            }
            writer.write(edited);
        }
        Files.delete(path);
        return Files.move(edited, path);
    }
}

package llm.format.gguf;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The settings of a GGUF file by name, such as `llama.block_count` or `tokenizer.ggml.tokens`.
///
/// @param file   where they stand, for messages
/// @param values in the file's order
public record GgufMetadata(Path file, Map<String, GgufValue> values) {
    public GgufMetadata {
        values = Collections.unmodifiableMap(values);
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public Optional<GgufValue> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /// @throws IllegalArgumentException if there is no such text
    public String text(String key) {
        return required(key, "a text", value ->
                value instanceof GgufValue.Text text ? text.value() : null);
    }

    /// A whole number, signed or not, of any width.
    ///
    /// @throws IllegalArgumentException if there is no such number
    public long whole(String key) {
        return required(key, "a whole number", value ->
                value instanceof GgufValue.Whole whole ? whole.value() : null);
    }

    /// @throws IllegalArgumentException if there is no such number
    public double real(String key) {
        return required(key, "a number with fraction", value ->
                value instanceof GgufValue.Real real ? real.value() : null);
    }

    /// @throws IllegalArgumentException if there is no such truth value
    public boolean truth(String key) {
        return required(key, "a truth value", value ->
                value instanceof GgufValue.Truth truth ? truth.value() : null);
    }

    /// @throws IllegalArgumentException if there is no such array of texts
    public List<String> texts(String key) {
        return items(key, GgufValue.Text.class, "texts").stream()
                .map(GgufValue.Text::value).toList();
    }

    /// @throws IllegalArgumentException if there is no such array of whole numbers
    public long[] wholes(String key) {
        return items(key, GgufValue.Whole.class, "whole numbers").stream()
                .mapToLong(GgufValue.Whole::value).toArray();
    }

    /// @throws IllegalArgumentException if there is no such array of numbers
    public double[] reals(String key) {
        return items(key, GgufValue.Real.class, "numbers with fraction").stream()
                .mapToDouble(GgufValue.Real::value).toArray();
    }

    private <T extends GgufValue> List<T> items(String key, Class<T> type, String what) {
        return required(key, "an array of " + what, value ->
                value instanceof GgufValue.Items items
                        && items.values().stream().allMatch(type::isInstance)
                        ? items.values().stream().map(type::cast).toList() : null);
    }

    private <T> T required(String key, String what, Function<GgufValue, @Nullable T> as) {
        GgufValue value = values.get(key);
        T found = value == null ? null : as.apply(value);
        if (found == null) {
            throw new IllegalArgumentException("%s must give %s as %s, got %s".formatted(file, key,
                    what, value == null ? "no such setting" : value.kind()));
        }
        return found;
    }
}

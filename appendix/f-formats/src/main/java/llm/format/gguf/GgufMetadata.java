package llm.format.gguf;

import java.nio.file.Path;
import java.util.ArrayList;
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

    /// A floating-point number of either width; where a whole number stands in its place, a broken
    /// file has its bits under another kind.
    ///
    /// @throws IllegalArgumentException if there is no such number
    public double real(String key) {
        return required(key, "a floating-point number", GgufMetadata::real);
    }

    private static @Nullable Double real(GgufValue value) {
        return value instanceof GgufValue.Real real ? real.value() : null;
    }

    /// A number of any kind.
    ///
    /// @throws IllegalArgumentException if there is no such number
    public double number(String key) {
        return required(key, "a number", value ->
                value instanceof GgufValue.Whole whole ? (Double) (double) whole.value()
                        : real(value));
    }

    /// @throws IllegalArgumentException if there is no such truth value
    public boolean truth(String key) {
        return required(key, "a truth value", value ->
                value instanceof GgufValue.Truth truth ? truth.value() : null);
    }

    /// @throws IllegalArgumentException if there is no such array of texts
    public List<String> texts(String key) {
        return items(key, "texts",
                value -> value instanceof GgufValue.Text text ? text.value() : null);
    }

    /// @throws IllegalArgumentException if there is no such array of whole numbers
    public long[] wholes(String key) {
        return items(key, "whole numbers",
                value -> value instanceof GgufValue.Whole whole ? whole.value() : null).stream()
                .mapToLong(Long::longValue).toArray();
    }

    /// @throws IllegalArgumentException if there is no such array of floating-point numbers
    public double[] reals(String key) {
        return items(key, "floating-point numbers", GgufMetadata::real).stream()
                .mapToDouble(Double::doubleValue).toArray();
    }

    /// @throws IllegalArgumentException if there is no such array of truth values
    public List<Boolean> truths(String key) {
        return items(key, "truth values",
                value -> value instanceof GgufValue.Truth truth ? truth.value() : null);
    }

    private <T> List<T> items(String key, String what, Function<GgufValue, @Nullable T> as) {
        return required(key, "an array of " + what, value -> {
            if (!(value instanceof GgufValue.Items(GgufValue.Kind _, List<GgufValue> values))) {
                return null;
            }
            List<T> items = new ArrayList<>(values.size());
            for (GgufValue each : values) {
                T item = as.apply(each);
                if (item == null) {
                    return null;
                }
                items.add(item);
            }
            return items;
        });
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

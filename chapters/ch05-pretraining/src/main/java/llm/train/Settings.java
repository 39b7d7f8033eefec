package llm.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The settings of a training by name, as a checkpoint keeps them. One that is new has a default,
/// which is what a checkpoint has that does not know it yet.
final class Settings {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, JsonNode> values = new TreeMap<>();
    private final Map<String, JsonNode> defaults = new HashMap<>();

    /// Adds a setting that every checkpoint has.
    Settings with(String name, Object value) {
        values.put(name, JSON.valueToTree(value));
        return this;
    }

    /// Adds a setting that checkpoints may be older than.
    Settings with(String name, Object value, Object otherwise) {
        defaults.put(name, JSON.valueToTree(otherwise));
        return with(name, value);
    }

    /// Adds what an object such as a record says. What is new since a checkpoint was written does not
    /// matter: what it changes shows in the names and shapes of parameters and moments.
    Settings withParts(String name, Object part) {
        addLeaves(name, JSON.valueToTree(part));
        return this;
    }

    private void addLeaves(String path, JsonNode node) {
        if (node.isValueNode()) {
            with(path, node, node);
        }
        node.properties().forEach(entry ->
                addLeaves(path + "." + entry.getKey(), entry.getValue()));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            addLeaves(path + "." + i, node.get(i));
        }
    }

    ObjectNode json() {
        return JSON.valueToTree(values);
    }

    /// @throws IllegalArgumentException if a stored setting differs, and which
    void requireSame(JsonNode stored) {
        var names = new TreeSet<>(values.keySet());
        stored.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            String then = text(stored.has(name) ? stored.get(name) : defaults.get(name));
            String now = text(values.get(name));
            if (then == null || !then.equals(now)) {
                throw new IllegalArgumentException(("a training must go on with the settings it "
                        + "began with, %s, got %s").formatted(shown(name, then), shown(name, now)));
            }
        }
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        return value == null ? null : value.asText();
    }

    private static String shown(String name, @Nullable String value) {
        return value == null ? "no " + name : name + "=" + value;
    }
}

package llm.pretrain.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/// The fields of a configuration, read by name.
///
/// A field that changes what the model computes is either read or, with a value we do not support,
/// refused by name; so is a field that nobody has asked for.
final class ConfigFields {
    private final JsonNode json;
    private final Set<String> read = new HashSet<>();

    ConfigFields(JsonNode json) {
        this.json = json;
    }

    /// Whether there is such a field with a value other than null.
    boolean has(String name) {
        return json.hasNonNull(name);
    }

    /// The raw value; null and missing are the same.
    JsonNode value(String name) {
        read.add(name);
        return has(name) ? json.get(name) : MissingNode.getInstance();
    }

    /// A whole number of 1 or more.
    int size(String name) {
        read.add(name);
        if (!json.path(name).isInt() || json.path(name).asInt() < 1) {
            throw unsupported(name, "a whole number of 1 or more");
        }
        return json.path(name).asInt();
    }

    int size(String name, int missing) {
        read.add(name);
        return has(name) ? size(name) : missing;
    }

    double number(String name, double missing) {
        JsonNode value = value(name);
        if (!value.isMissingNode() && !value.isNumber()) {
            throw unsupported(name, "a number");
        }
        return value.asDouble(missing);
    }

    /// A number that must be there.
    double number(String name) {
        if (!value(name).isNumber()) {
            throw unsupported(name, "a number");
        }
        return value(name).asDouble();
    }

    boolean flag(String name, boolean missing) {
        JsonNode value = value(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw unsupported(name, "true or false");
        }
        return value.asBoolean(missing);
    }

    /// Refuses a field that is there with another value than one of these.
    void require(String name, String... supported) {
        JsonNode value = value(name);
        if (!value.isMissingNode() && !Arrays.asList(supported).contains(value.asText())) {
            throw unsupported(name, supported.length == 0 ? "null"
                    : String.join(" or ", supported));
        }
    }

    /// Names fields that do not change what the model computes.
    void ignore(Set<String> names) {
        read.addAll(names);
    }

    /// Refuses every field that was not asked for.
    void requireNoOthers(String family) {
        Set<String> unknown = new TreeSet<>();
        json.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(read);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("fields must be supported for " + family + ", got "
                    + String.join(", ", unknown));
        }
    }

    IllegalArgumentException unsupported(String name, String supported) {
        return new IllegalArgumentException("%s must be %s, got %s".formatted(name, supported,
                json.has(name) ? json.get(name) : "no such field"));
    }
}

package llm.pretrain.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import llm.model.ModelSize;

/// The fields of a configuration, read by name.
///
/// A field that changes what the model computes is either read or, with a value we do not support,
/// refused by name; so is a field that nobody has asked for, unless it is one of the
/// [HarmlessFields].
final class ConfigFields {
    private static final int LONGEST_VALUE = 60;             // in a message

    private final JsonNode json;
    private final Set<String> ignored;
    private final Set<String> read = new HashSet<>();
    private final Set<String> passedOver;
    private final Set<String> ignoredHere;

    ConfigFields(JsonNode json) {
        this(json, Set.of());
    }

    /// @param ignored names of fields to be treated as if they were not there
    ConfigFields(JsonNode json, Set<String> ignored) {
        this(json, ignored, new TreeSet<>(), new TreeSet<>());
    }

    private ConfigFields(JsonNode all, Set<String> ignored, Set<String> passedOver,
                         Set<String> ignoredHere) {
        this.ignored = ignored;
        this.passedOver = passedOver;
        this.ignoredHere = ignoredHere;
        ignored.stream().filter(all::has)
                .forEach(name -> ignoredHere.add(shown(name, all.get(name))));
        json = all instanceof ObjectNode object ? object.deepCopy().remove(ignored) : all;
    }

    /// The fields of an object within this one.
    ConfigFields inner(JsonNode object) {
        return new ConfigFields(object, ignored, passedOver, ignoredHere);
    }

    /// The fields of an object that may be missing or null; anything else is refused.
    JsonNode object(String name) {
        JsonNode value = value(name);
        if (!value.isMissingNode() && !value.isObject()) {
            throw unsupported(name, "an object");
        }
        return value;
    }

    /// Whether there is such a field with a value other than null.
    boolean has(String name) {
        return json.hasNonNull(name);
    }

    /// Whether there is no such field, not even one that is null.
    boolean isMissing(String name) {
        return !json.has(name);
    }

    boolean isRead(String name) {
        return read.contains(name);
    }

    /// The raw value; null and missing are the same.
    JsonNode value(String name) {
        read.add(name);
        return has(name) ? json.get(name) : MissingNode.getInstance();
    }

    /// The width of a layer and the like.
    int size(String name) {
        return whole(name, ModelSize.MOST_WIDTH);
    }

    int size(String name, int missing) {
        read.add(name);
        return has(name) ? size(name) : missing;
    }

    /// How many layers, heads or experts there are.
    int count(String name) {
        return whole(name, ModelSize.MOST_PARTS);
    }

    int count(String name, int missing) {
        read.add(name);
        return has(name) ? count(name) : missing;
    }

    /// The length of a text or vocabulary.
    int tokens(String name) {
        return whole(name, ModelSize.MOST_TOKENS);
    }

    int tokens(String name, int missing) {
        read.add(name);
        return has(name) ? tokens(name) : missing;
    }

    /// Products of numbers up to these bounds do not wrap.
    private int whole(String name, int most) {
        read.add(name);
        JsonNode value = json.path(name);
        if (!value.isInt() || value.asInt() < 1 || value.asInt() > most) {
            throw unsupported(name, "a whole number from 1 to " + most);
        }
        return value.asInt();
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

    /// Names fields that do not change what a model of this family computes.
    void ignore(Set<String> names) {
        read.addAll(names);
    }

    /// Names a field that changes nothing, but that one may want to know of.
    void passOver(String name) {
        read.add(name);
        passedOver.add(name);
    }

    /// Refuses every field that was not asked for and that may change what the model computes.
    void requireNoOthers(String family) {
        Set<String> unknown = new TreeSet<>();
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            String name = field.getKey();
            var harmless = HarmlessFields.find(name, field.getValue());
            if (read.contains(name) || harmless.filter(HarmlessFields.Group::usual).isPresent()) {
                continue;
            }
            if (harmless.isPresent()) {
                passedOver.add(name);
            } else {
                unknown.add(shown(name, field.getValue()));
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("fields must be supported for " + family + ", got "
                    + String.join(", ", unknown) + "; --ignore-config FIELD passes over one");
        }
    }

    private static String shown(String name, JsonNode value) {
        return name + "=" + shortened(value);
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }

    /// What was passed over, one line for each reason.
    List<String> notices() {
        List<String> lines = new ArrayList<>();
        if (!passedOver.isEmpty()) {
            lines.add("passed over fields that do not change what the model computes: "
                    + String.join(", ", passedOver));
        }
        if (!ignoredHere.isEmpty()) {
            lines.add("passed over as told, though it may change what the model computes: "
                    + String.join(", ", ignoredHere));
        }
        return lines;
    }

    IllegalArgumentException unsupported(String name, String supported) {
        return new IllegalArgumentException("%s must be %s, got %s".formatted(name, supported,
                json.has(name) ? shortened(json.get(name)) : "no such field"));
    }
}

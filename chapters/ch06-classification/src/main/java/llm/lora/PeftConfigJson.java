package llm.lora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import llm.lora.LoraConfig.Size;
import llm.text.files.JsonFile;

/// The fields of an `adapter_config.json`, as peft 0.21 writes it. A field that changes what the
/// adapted model computes is read, or refused by name; so is one that nobody knows.
final class PeftConfigJson {
    private static final int DEFAULT_SIZE = 8;               // of r and of lora_alpha

    /// What changes nothing: where the adapter comes from, how peft runs it, and what peft corrects
    /// by looking at the layers. The group size belongs to `use_qalora`, which is refused.
    private static final Set<String> HARMLESS = Set.of("auto_mapping", "peft_version", "revision",
            "inference_mode", "fan_in_fan_out", "megatron_core", "qalora_group_size");

    /// First values that leave the base as it is.
    private static final Set<String> FIRST_VALUES =
            Set.of("true", "false", "gaussian", "orthogonal", "eva");

    /// @param lora  rank, alpha, dropout, targets and patterns; none named means those that
    ///              the adapter's file holds
    /// @param base  name or path of the model, as the file has it
    /// @param task  such as `CAUSAL_LM`
    /// @param saved modules that the file holds whole
    record Contents(LoraConfig lora, String base, String task, List<String> saved) {
    }

    private final JsonNode json;
    private final Set<String> read = new HashSet<>(HARMLESS);

    private PeftConfigJson(JsonNode json) {
        this.json = json;
    }

    /// @throws IllegalArgumentException if a field is not supported
    static Contents read(Path file) throws IOException {
        return JsonFile.naming(file, () ->
                new PeftConfigJson(JsonFile.readObject(file)).contents());
    }

    private Contents contents() {
        require("peft_type", value -> value.asText().equals("LORA"), "LORA");
        if (isSet("bias")) {
            require("bias", value -> value.asText().equals("none"), "none");
        }
        if (isSet("init_lora_weights")) {
            require("init_lora_weights", value -> FIRST_VALUES.contains(value.asText()),
                    "one that leaves the base as it is, " + new TreeSet<>(FIRST_VALUES));
        }
        require("use_dora", value -> !isSet("use_dora"), "false: only plain LoRA is supported");
        JsonNode stabilized = value("use_rslora");
        if (!stabilized.isBoolean() && !stabilized.isMissingNode()) {
            throw unsupported("use_rslora", "true or false");
        }
        if (!value("r").isInt() && !value("r").isMissingNode()) {
            throw unsupported("r", "a whole number");
        }
        LoraConfig lora = new LoraConfig(
                new Size((int) number("r", DEFAULT_SIZE), number("lora_alpha", DEFAULT_SIZE),
                        stabilized.asBoolean(false)),
                number("lora_dropout", 0), targets(),
                pattern("rank_pattern", JsonNode::isInt, JsonNode::asInt),
                pattern("alpha_pattern", JsonNode::isNumber, JsonNode::asDouble));
        Contents contents = new Contents(lora, text("base_model_name_or_path"),
                text("task_type"), texts("modules_to_save"));
        requireNoOthers();
        return contents;
    }

    private LoraTargets targets() {
        JsonNode targets = value("target_modules");
        if (targets.isTextual()) {
            return targets.asText().equals("all-linear")
                    ? new LoraTargets.Matching("(?!lm_head).*")
                    : new LoraTargets.Matching(targets.asText());
        }
        return new LoraTargets.Named(texts("target_modules"));
    }

    private JsonNode value(String name) {
        read.add(name);
        return json.hasNonNull(name) ? json.get(name) : JsonNodeFactory.instance.missingNode();
    }

    /// Whether a field says something: null, false and what is empty do not.
    private boolean isSet(String name) {
        JsonNode value = json.path(name);
        return !(value.isMissingNode() || value.isNull() || value.isBoolean() && !value.asBoolean()
                || value.isContainerNode() && value.isEmpty()
                || value.isTextual() && value.asText().isEmpty());
    }

    private void require(String name, Predicate<JsonNode> supported, String what) {
        if (!supported.test(value(name))) {
            throw unsupported(name, what);
        }
    }

    private double number(String name, double missing) {
        JsonNode value = value(name);
        if (!value.isMissingNode() && !value.isNumber()) {
            throw unsupported(name, "a number");
        }
        return value.asDouble(missing);
    }

    private String text(String name) {
        if (!value(name).isTextual() && !value(name).isMissingNode()) {
            throw unsupported(name, "a text");
        }
        return value(name).asText("");
    }

    private List<String> texts(String name) {
        JsonNode list = value(name);
        if (!list.isMissingNode() && !list.isArray()
                || !list.valueStream().allMatch(JsonNode::isTextual)) {
            throw unsupported(name, "a list of names");
        }
        return list.valueStream().map(JsonNode::asText).distinct().toList();
    }

    private <V> Map<String, V> pattern(String name, Predicate<JsonNode> fits,
                                       Function<JsonNode, V> of) {
        JsonNode object = value(name);
        if (!object.isMissingNode() && !object.isObject()
                || !object.valueStream().allMatch(fits)) {
            throw unsupported(name, "an object of numbers");
        }
        Map<String, V> pattern = new LinkedHashMap<>();
        object.properties().forEach(field -> pattern.put(field.getKey(),
                of.apply(field.getValue())));
        return pattern;
    }

    private void requireNoOthers() {
        Set<String> unknown = new TreeSet<>();
        json.properties().forEach(field -> {
            if (!read.contains(field.getKey()) && isSet(field.getKey())) {
                unknown.add(field.getKey() + "=" + field.getValue());
            }
        });
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "fields must be supported for LoRA, got " + String.join(", ", unknown));
        }
    }

    private IllegalArgumentException unsupported(String name, String what) {
        return new IllegalArgumentException("%s must be %s, got %s".formatted(name, what,
                json.has(name) ? json.get(name) : "no such field"));
    }

    /// What peft reads.
    ///
    /// @param transposed whether the base's files have linear weights as `(in, out)`
    static String write(Contents contents, boolean transposed) {
        LoraConfig lora = contents.lora;
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("peft_type", "LORA");
        putText(json, "task_type", contents.task);
        putText(json, "base_model_name_or_path", contents.base);
        json.put("r", lora.size().rank());
        putNumber(json, "lora_alpha", lora.size().alpha());
        json.put("lora_dropout", lora.dropout());
        if (lora.targets() instanceof LoraTargets.Named named) {
            named.names().forEach(json.putArray("target_modules")::add);
        }
        json.put("fan_in_fan_out", transposed);
        json.put("bias", "none");
        json.put("use_rslora", lora.size().stabilized());
        ObjectNode ranks = json.putObject("rank_pattern");
        lora.ranks().forEach(ranks::put);
        ObjectNode alphas = json.putObject("alpha_pattern");
        lora.alphas().forEach((name, alpha) -> putNumber(alphas, name, alpha));
        if (contents.saved.isEmpty()) {
            json.putNull("modules_to_save");
        } else {
            contents.saved.forEach(json.putArray("modules_to_save")::add);
        }
        return json.toPrettyString() + "\n";
    }

    private static void putText(ObjectNode json, String name, String value) {
        json.put(name, value.isEmpty() ? null : value);
    }

    /// A whole number is written as one.
    private static void putNumber(ObjectNode json, String name, double value) {
        if (value == Math.rint(value) && Math.abs(value) < Integer.MAX_VALUE) {
            json.put(name, (int) value);
        } else {
            json.put(name, value);
        }
    }
}

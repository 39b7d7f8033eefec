package llm.pretrain.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import llm.model.DecoderConfig;
import llm.model.FamilyConfig.Family;
import llm.model.GptConfig;
import llm.model.LlamaConfig;
import llm.model.LlamaVariant;
import llm.tensor.backend.DType;
import llm.text.files.JsonFile;

/// A model's configuration as Hugging Face's `config.json`, in the spelling of transformers 4 and 5.
final class ConfigJson {
    private static final String BEGIN = "bos_token_id";
    private static final String END = "eos_token_id";

    private ConfigJson() {
    }

    static DecoderConfig read(Path file) throws IOException {
        return read(file, LoadOptions.of(DType.F32));
    }

    /// @throws IllegalArgumentException if a field is missing or not supported
    static DecoderConfig read(Path file, LoadOptions options) throws IOException {
        ConfigFields fields =
                new ConfigFields(JsonFile.readObject(file), options.ignoredFields());
        DecoderConfig config = JsonFile.naming(file, () -> config(fields));
        fields.notices().forEach(line -> options.notices().accept(file + ": " + line));
        return config;
    }

    private static DecoderConfig config(ConfigFields fields) {
        return switch (fields.value("model_type").asText()) {
            case "gpt2" -> GptConfigJson.read(fields);
            case "llama" -> LlamaConfigJson.llama(fields);
            case "qwen3" -> LlamaConfigJson.qwen3(fields);
            case LlamaConfigJson.SMEARED -> LlamaConfigJson.smeared(fields);
            case "qwen3_moe" -> LlamaConfigJson.qwen3Moe(fields);
            case "gemma3_text" -> LlamaConfigJson.gemma3(fields);
            case "qwen2" -> FamilyConfigJson.read(Family.QWEN2, fields);
            case "mistral" -> FamilyConfigJson.read(Family.MISTRAL, fields);
            case "mixtral" -> FamilyConfigJson.read(Family.MIXTRAL, fields);
            case "phi3" -> FamilyConfigJson.read(Family.PHI3, fields);
            case "olmo2" -> FamilyConfigJson.read(Family.OLMO2, fields);
            case "olmo3" -> FamilyConfigJson.read(Family.OLMO3, fields);
            default -> throw unknown(fields);
        };
    }

    /// To try the nearest family, one would write its name into the file; this says what for.
    private static IllegalArgumentException unknown(ConfigFields fields) {
        IllegalArgumentException refused = fields.unsupported("model_type", "gpt2, llama, qwen2, "
                + "qwen3, qwen3_moe, gemma3_text, mistral, mixtral, phi3, olmo2 or olmo3");
        return NearFamilies.of(fields.value("model_type").asText())
                .map(near -> new IllegalArgumentException(refused.getMessage() + "; " + near))
                .orElse(refused);
    }

    /// What transformers writes for the same model.
    static String write(DecoderConfig config, StopTokens ends, SaveOptions options) {
        return tree(config, ends, options).toPrettyString() + "\n";
    }

    /// The same, to be added to.
    static ObjectNode tree(DecoderConfig config, StopTokens ends, SaveOptions options) {
        ObjectNode json = switch (config) {
            case GptConfig gpt -> GptConfigJson.write(gpt);
            case LlamaConfig llama -> LlamaConfigJson.write(llama);
            case LlamaVariant variant -> LlamaConfigJson.write(variant);
        };
        json.put("tie_word_embeddings", config.tiedHead());
        json.put("vocab_size", config.vocabSize());
        json.put("initializer_range", 0.02);
        json.put("dtype", options.torchName());
        json.putNull(BEGIN).putNull(END);                    // their defaults may be words here
        put(json, ends);
        return json;
    }

    /// A `generation_config.json`.
    static String writeGeneration(StopTokens ends) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, ends);
        return json.toPrettyString() + "\n";
    }

    private static void put(ObjectNode json, StopTokens ends) {
        ends.begin().ifPresent(id -> json.put(BEGIN, id));
        List<Integer> ids = ends.stop().stream().sorted().toList();
        if (ids.size() == 1) {
            json.put(END, ids.getFirst());
        } else if (ids.size() > 1) {
            ids.forEach(json.putArray(END)::add);
        }
    }

    /// Where texts begin and end: for each a number or nothing, for the end also a list of numbers.
    static StopTokens ends(Path file) throws IOException {
        JsonNode json = JsonFile.readObject(file);
        JsonNode begin = json.path(BEGIN);
        if (!begin.isMissingNode() && !begin.isNull() && !begin.isInt()) {
            throw new IllegalArgumentException(
                    file + " must have a token id as " + BEGIN + ", got " + begin);
        }
        return new StopTokens(begin.isInt() ? OptionalInt.of(begin.asInt()) : OptionalInt.empty(),
                stopTokens(json.path(END), file));
    }

    private static Set<Integer> stopTokens(JsonNode end, Path file) {
        if (end.isMissingNode() || end.isNull()) {
            return Set.of();
        }
        List<JsonNode> ids = end.isArray() ? end.valueStream().toList() : List.of(end);
        if (!ids.stream().allMatch(JsonNode::isInt)) {
            throw new IllegalArgumentException(
                    file + " must have a token id or a list of them as eos_token_id, got " + end);
        }
        return ids.stream().map(JsonNode::asInt).collect(Collectors.toSet());
    }
}

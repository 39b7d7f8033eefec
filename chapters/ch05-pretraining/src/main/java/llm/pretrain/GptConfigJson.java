package llm.pretrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import llm.model.GptConfig;
import llm.model.GptConfig.DropoutRates;

/// A GPT-2 configuration as Hugging Face's `config.json`, in the spelling of transformers 4 and 5.
///
/// A field that changes what the model computes is either read or, with a value we do not
/// support, refused by name; a field we do not know is refused too.
final class GptConfigJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Fields that are read below.
    private static final Set<String> READ = Set.of("model_type", "vocab_size", "n_positions",
            "n_embd", "n_head", "n_layer", "n_inner", "layer_norm_epsilon", "embd_pdrop",
            "attn_pdrop", "resid_pdrop", "tie_word_embeddings", "activation_function",
            "scale_attn_weights", "scale_attn_by_inverse_layer_idx", "reorder_and_upcast_attn",
            "add_cross_attention", "is_encoder_decoder");

    /// Fields that do not change what the model computes.
    private static final Set<String> HARMLESS = Set.of("architectures", "bos_token_id",
            "eos_token_id", "pad_token_id", "dtype", "torch_dtype", "initializer_range", "n_ctx",
            "transformers_version", "use_cache", "summary_activation", "summary_first_dropout",
            "summary_proj_to_labels", "summary_type", "summary_use_proj", "task_specific_params",
            "_name_or_path", "gradient_checkpointing", "output_past", "return_dict", "id2label",
            "label2id", "_num_labels", "problem_type", "language", "license", "is_decoder");

    private GptConfigJson() {
    }

    static JsonNode parse(Path file) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(Files.readString(file));
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new IllegalArgumentException(
                    file + " must be JSON, got: " + e.getOriginalMessage());
        }
        if (!json.isObject()) {
            throw new IllegalArgumentException(
                    file + " must be a JSON object, got " + json.getNodeType());
        }
        return json;
    }

    static GptConfig read(Path file) throws IOException {
        JsonNode json = parse(file);
        try {
            return config(json);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(file + ": " + refused.getMessage(), refused);
        }
    }

    private static GptConfig config(JsonNode json) {
        requireKnown(json);
        requireSupported(json);
        int embDim = size(json, "n_embd");
        int ffDim = json.hasNonNull("n_inner") ? size(json, "n_inner") : 4 * embDim;
        DropoutRates dropout = new DropoutRates(number(json, "embd_pdrop", 0.1),
                number(json, "attn_pdrop", 0.1), number(json, "resid_pdrop", 0.1));
        return new GptConfig(size(json, "vocab_size"), size(json, "n_positions"), embDim,
                size(json, "n_head"), size(json, "n_layer"), ffDim, true,
                json.path("tie_word_embeddings").asBoolean(true), dropout,
                number(json, "layer_norm_epsilon", 1e-5));
    }

    private static void requireKnown(JsonNode json) {
        Set<String> unknown = new TreeSet<>();
        json.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(READ);
        unknown.removeAll(HARMLESS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("fields must be supported for GPT-2, got "
                    + String.join(", ", unknown));
        }
    }

    private static void requireSupported(JsonNode json) {
        requireValue(json, "model_type", "gpt2", "");
        if (!Set.of("gelu_new", "gelu_pytorch_tanh")
                .contains(json.path("activation_function").asText("gelu_new"))) {
            throw unsupported(json, "activation_function", "gelu_new or gelu_pytorch_tanh");
        }
        requireValue(json, "scale_attn_weights", "true", "true");
        requireValue(json, "scale_attn_by_inverse_layer_idx", "false", "false");
        requireValue(json, "reorder_and_upcast_attn", "false", "false");
        requireValue(json, "add_cross_attention", "false", "false");
        requireValue(json, "is_encoder_decoder", "false", "false");
        if (json.has("tie_word_embeddings") && !json.get("tie_word_embeddings").isBoolean()) {
            throw unsupported(json, "tie_word_embeddings", "true or false");
        }
    }

    private static void requireValue(JsonNode json, String field, String value, String missing) {
        if (!json.path(field).asText(missing).equals(value)) {
            throw unsupported(json, field, value);
        }
    }

    private static int size(JsonNode json, String field) {
        if (!json.path(field).isInt() || json.path(field).asInt() < 1) {
            throw unsupported(json, field, "a whole number of 1 or more");
        }
        return json.path(field).asInt();
    }

    private static double number(JsonNode json, String field, double missing) {
        if (json.has(field) && !json.get(field).isNumber()) {
            throw unsupported(json, field, "a number");
        }
        return json.path(field).asDouble(missing);
    }

    private static IllegalArgumentException unsupported(JsonNode json, String field,
                                                        String supported) {
        return new IllegalArgumentException("%s must be %s, got %s".formatted(field, supported,
                json.has(field) ? json.get(field) : "no such field"));
    }

    /// Ids that end a text: a number, a list of numbers, or nothing.
    static Set<Integer> stopTokens(Path file) throws IOException {
        JsonNode end = parse(file).path("eos_token_id");
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

    /// What transformers writes for the same model.
    ///
    /// @param stopTokens ids that end a text
    static String write(GptConfig config, Set<Integer> stopTokens) {
        ObjectNode json = JSON.createObjectNode();
        json.putArray("architectures").add("GPT2LMHeadModel");
        json.put("model_type", "gpt2");
        json.put("vocab_size", config.vocabSize());
        json.put("n_positions", config.contextLength());
        json.put("n_embd", config.embDim());
        json.put("n_head", config.heads());
        json.put("n_layer", config.layers());
        json.put("n_inner", config.ffDim());
        json.put("activation_function", "gelu_new");
        json.put("layer_norm_epsilon", config.normEpsilon());
        json.put("embd_pdrop", config.dropout().embedding());
        json.put("attn_pdrop", config.dropout().attention());
        json.put("resid_pdrop", config.dropout().shortcut());
        json.put("tie_word_embeddings", config.tiedHead());
        json.put("initializer_range", 0.02);
        json.put("dtype", "float32");
        putStopTokens(json, stopTokens);
        return json.toPrettyString() + "\n";
    }

    /// A `generation_config.json`.
    static String writeGeneration(Set<Integer> stopTokens) {
        ObjectNode json = JSON.createObjectNode();
        putStopTokens(json, stopTokens);
        return json.toPrettyString() + "\n";
    }

    /// GPT-2 begins a text with the token that ends one; of several, the smallest id.
    private static void putStopTokens(ObjectNode json, Set<Integer> stopTokens) {
        List<Integer> ids = stopTokens.stream().sorted().toList();
        if (!ids.isEmpty()) {
            json.put("bos_token_id", ids.getFirst());
        }
        if (ids.size() == 1) {
            json.put("eos_token_id", ids.getFirst());
        } else if (ids.size() > 1) {
            ids.forEach(json.putArray("eos_token_id")::add);
        }
    }
}

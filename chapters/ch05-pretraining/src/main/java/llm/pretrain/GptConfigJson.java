package llm.pretrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
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
        requireKnown(file, json);
        requireValue(file, json, "model_type", "gpt2", "");
        if (!Set.of("gelu_new", "gelu_pytorch_tanh")
                .contains(json.path("activation_function").asText("gelu_new"))) {
            throw unsupported(file, "activation_function", "gelu_new or gelu_pytorch_tanh", json);
        }
        requireValue(file, json, "scale_attn_weights", "true", "true");
        requireValue(file, json, "scale_attn_by_inverse_layer_idx", "false", "false");
        requireValue(file, json, "reorder_and_upcast_attn", "false", "false");
        requireValue(file, json, "add_cross_attention", "false", "false");
        requireValue(file, json, "is_encoder_decoder", "false", "false");
        int embDim = size(file, json, "n_embd");
        int ffDim = json.path("n_inner").isNumber() ? size(file, json, "n_inner") : 4 * embDim;
        return new GptConfig(size(file, json, "vocab_size"), size(file, json, "n_positions"),
                embDim, size(file, json, "n_head"), size(file, json, "n_layer"), ffDim, true,
                json.path("tie_word_embeddings").asBoolean(true),
                new DropoutRates(json.path("embd_pdrop").asDouble(0.1),
                        json.path("attn_pdrop").asDouble(0.1),
                        json.path("resid_pdrop").asDouble(0.1)),
                json.path("layer_norm_epsilon").asDouble(1e-5));
    }

    private static void requireKnown(Path file, JsonNode json) {
        Set<String> unknown = new TreeSet<>();
        json.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(READ);
        unknown.removeAll(HARMLESS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(file + " must have only fields that are supported "
                    + "for GPT-2, got " + String.join(", ", unknown));
        }
    }

    private static void requireValue(Path file, JsonNode json, String field, String value,
                                     String missing) {
        if (!json.path(field).asText(missing).equals(value)) {
            throw unsupported(file, field, value, json);
        }
    }

    private static IllegalArgumentException unsupported(Path file, String field, String supported,
                                                        JsonNode json) {
        return new IllegalArgumentException("%s must have %s=%s, the only value supported, got %s"
                .formatted(file, field, supported, json.path(field).asText("no such field")));
    }

    private static int size(Path file, JsonNode json, String field) {
        if (!json.path(field).canConvertToInt() || json.path(field).asInt() < 1) {
            throw new IllegalArgumentException("%s must have a whole number of 1 or more as %s, "
                    .formatted(file, field) + "got " + json.path(field));
        }
        return json.path(field).asInt();
    }

    /// What transformers writes for the same model.
    ///
    /// @param endToken id that ends a text; negative for none
    static String write(GptConfig config, int endToken) {
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
        if (endToken >= 0) {
            json.put("bos_token_id", endToken);
            json.put("eos_token_id", endToken);
        }
        return json.toPrettyString() + "\n";
    }
}

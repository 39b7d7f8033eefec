package llm.pretrain.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import llm.attention.rotary.RotaryConfig;
import llm.model.FamilyConfig;
import llm.model.FeedForwardConfig;
import llm.model.Gemma3Config.Span;
import llm.model.Gemma3Config;
import llm.model.LlamaConfig.Biases;
import llm.model.LlamaConfig;
import llm.model.LlamaVariant;
import llm.model.ModernConfig;
import llm.model.Qwen3Config;
import llm.model.Qwen3MoeConfig;

/// The fields of a Llama, Qwen3, Qwen3-MoE or Gemma 3 configuration; [FamilyConfigJson] has those
/// of other families.
final class LlamaConfigJson {
    static final String SMEARED = "qwen3_smear";
    static final String FULL = "full_attention";
    static final String SLIDING = "sliding_attention";
    static final String LAYER_TYPES = "layer_types";
    static final String ATTENTION_BIAS = "attention_bias";
    static final String MLP_BIAS = "mlp_bias";
    static final String WINDOW = "sliding_window";
    private static final String EXPERTS = "num_experts";     // num_local_experts in transformers 5

    private LlamaConfigJson() {
    }

    static LlamaConfig llama(ConfigFields fields) {
        fields.require("hidden_act", "silu");
        LlamaConfig config = sizes(fields, RotaryJson.read(fields), false,
                new Biases(fields.flag(ATTENTION_BIAS, false), fields.flag(MLP_BIAS, false)));
        fields.requireNoOthers("Llama");
        return config;
    }

    static Qwen3Config qwen3(ConfigFields fields) {
        LlamaConfig sizes = qwen3Sizes(fields);
        fields.requireNoOthers("Qwen3");
        return new Qwen3Config(sizes);
    }

    /// Of a family of our own, so that nobody else takes it for a Qwen3.
    static ModernConfig smeared(ConfigFields fields) {
        return new ModernConfig(qwen3(fields), false, true);
    }

    private static LlamaConfig qwen3Sizes(ConfigFields fields) {
        fields.require("use_sliding_window", "false");
        fields.ignore(Set.of("max_window_layers", WINDOW));  // of windows, which are off
        fields.require("hidden_act", "silu");
        if (layerTypes(fields).contains(Span.WINDOW)) {
            throw fields.unsupported(LAYER_TYPES, "a list of " + FULL);
        }
        return sizes(fields, RotaryJson.read(fields), false, attentionBiases(fields));
    }

    static Qwen3MoeConfig qwen3Moe(ConfigFields fields) {
        fields.require("decoder_sparse_step", "1");
        if (!fields.value("mlp_only_layers").isEmpty()) {
            throw fields.unsupported("mlp_only_layers", "an empty list");
        }
        if (!fields.flag("norm_topk_prob", false)) {         // transformers' default is false
            throw fields.unsupported("norm_topk_prob", "true");
        }
        int experts = fields.count(fields.has(EXPERTS) ? EXPERTS : "num_local_experts");
        Qwen3MoeConfig config = new Qwen3MoeConfig(qwen3Sizes(fields),
                new FeedForwardConfig.Experts(experts, fields.count("num_experts_per_tok"),
                        fields.size("moe_intermediate_size")));
        fields.requireNoOthers("Qwen3-MoE");
        return config;
    }

    static Gemma3Config gemma3(ConfigFields fields) {
        fields.require("hidden_activation", "gelu_pytorch_tanh");
        fields.require("hidden_act", "gelu_pytorch_tanh");
        fields.require("attn_logit_softcapping");
        fields.require("final_logit_softcapping");
        fields.require("use_bidirectional_attention", "false");
        LlamaConfig sizes = sizes(fields, RotaryJson.readFull(fields, 1_000_000), true,
                noBiases(fields));
        RotaryConfig local = RotaryJson.readSliding(fields,
                fields.number("rope_local_base_freq", 10_000));
        List<Span> spans = layerTypes(fields);
        int every = fields.size("_sliding_window_pattern",
                fields.size("sliding_window_pattern", 6));
        Gemma3Config config = new Gemma3Config(sizes, local,
                spans.isEmpty() ? Gemma3Config.everyNthSeesEverything(every, sizes.layers()) : spans,
                fields.tokens(WINDOW),
                fields.number("query_pre_attn_scalar", 256));
        fields.requireNoOthers("Gemma 3");
        return config;
    }

    /// @param tied whether the head is the embedding where nothing is said
    static LlamaConfig sizes(ConfigFields fields, RotaryConfig rotary, boolean tied,
                             Biases biases) {
        if (fields.number("attention_dropout", 0) != 0) {
            fields.passOver("attention_dropout");            // only in training, which has none
        }
        int embDim = fields.size("hidden_size");
        int heads = fields.count("num_attention_heads");
        if (!fields.has("head_dim") && embDim % heads != 0) {
            throw fields.unsupported("hidden_size",
                    "a multiple of num_attention_heads=" + heads + " where head_dim is missing");
        }
        return LlamaConfig.builder()
                .vocabSize(fields.tokens("vocab_size"))
                .contextLength(fields.tokens("max_position_embeddings"))
                .embDim(embDim)
                .heads(heads)
                .kvHeads(fields.count("num_key_value_heads", heads))
                .headDim(fields.size("head_dim", embDim / heads))
                .layers(fields.count("num_hidden_layers"))
                .ffDim(fields.size("intermediate_size"))
                .rotary(rotary)
                .tiedHead(fields.flag("tie_word_embeddings", tied))
                .normEpsilon(fields.number("rms_norm_eps", 1e-6))
                .biases(biases)
                .build();
    }

    /// For families whose attention may have biases.
    static Biases attentionBiases(ConfigFields fields) {
        return new Biases(fields.flag(ATTENTION_BIAS, false), false);
    }

    /// For families where nobody can choose.
    static Biases noBiases(ConfigFields fields) {
        fields.require(ATTENTION_BIAS, "false");
        return Biases.NONE;
    }

    /// What each layer sees; empty if the field is missing.
    static List<Span> layerTypes(ConfigFields fields) {
        JsonNode types = fields.value(LAYER_TYPES);
        if (!types.isArray() && !types.isMissingNode()) {
            throw fields.unsupported(LAYER_TYPES, "a list of " + FULL + " and " + SLIDING);
        }
        return types.valueStream().map(type -> switch (type.asText()) {
            case FULL -> Span.EVERYTHING;
            case SLIDING -> Span.WINDOW;
            default -> throw fields.unsupported(LAYER_TYPES,
                    "a list of " + FULL + " and " + SLIDING);
        }).toList();
    }

    static ObjectNode write(LlamaConfig config) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("architectures").add("LlamaForCausalLM");
        json.put("model_type", "llama");
        json.put("hidden_act", "silu");
        json.put(ATTENTION_BIAS, config.biases().attention());
        json.put(MLP_BIAS, config.biases().feedForward());
        putSizes(json, config);
        json.set("rope_parameters", RotaryJson.write(config.rotary(), config.contextLength()));
        return json;
    }

    static ObjectNode write(LlamaVariant variant) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (variant) {
            case Qwen3Config qwen3 -> putQwen3(json, qwen3);
            case Qwen3MoeConfig experts -> putQwen3Moe(json, experts);
            case Gemma3Config gemma3 -> putGemma3(json, gemma3);
            case FamilyConfig family -> FamilyConfigJson.put(json, family);
            case ModernConfig modern -> {
                putQwen3(json, modern.qwen3());
                json.putArray("architectures").add("Qwen3SmearForCausalLM");
                json.put("model_type", SMEARED);
            }
        }
        putSizes(json, variant.llama());
        return json;
    }

    private static void putQwen3(ObjectNode json, Qwen3Config config) {
        json.putArray("architectures").add("Qwen3ForCausalLM");
        json.put("model_type", "qwen3");
        ArrayNode types = json.putArray(LAYER_TYPES);
        IntStream.range(0, config.layers()).forEach(_ -> types.add(FULL));
        putQwen3Sizes(json, config.llama());
    }

    private static void putQwen3Moe(ObjectNode json, Qwen3MoeConfig config) {
        json.putArray("architectures").add("Qwen3MoeForCausalLM");
        json.put("model_type", "qwen3_moe");
        json.put("decoder_sparse_step", 1);
        json.putArray("mlp_only_layers");
        json.put("norm_topk_prob", true);
        json.put(EXPERTS, config.experts().experts());
        json.put("num_experts_per_tok", config.experts().chosen());
        json.put("moe_intermediate_size", config.experts().ffDim());
        putQwen3Sizes(json, config.llama());
    }

    private static void putQwen3Sizes(ObjectNode json, LlamaConfig sizes) {
        json.put("hidden_act", "silu");
        json.put(ATTENTION_BIAS, sizes.biases().attention());
        json.put("use_sliding_window", false);
        json.putNull(WINDOW);
        json.set("rope_parameters", RotaryJson.write(sizes.rotary(), sizes.contextLength()));
    }

    private static void putGemma3(ObjectNode json, Gemma3Config config) {
        json.putArray("architectures").add("Gemma3ForCausalLM");
        json.put("model_type", "gemma3_text");
        json.put("hidden_activation", "gelu_pytorch_tanh");
        json.put(ATTENTION_BIAS, false);
        json.putNull("attn_logit_softcapping");
        json.putNull("final_logit_softcapping");
        json.put("use_bidirectional_attention", false);
        json.set("query_pre_attn_scalar", whole(config.queryScalar()));
        json.put(WINDOW, config.window());
        ArrayNode types = json.putArray(LAYER_TYPES);
        config.spans().forEach(span -> types.add(span == Span.WINDOW ? SLIDING : FULL));
        json.set("rope_parameters",
                RotaryJson.write(config.llama().rotary(), config.localRotary(),
                        config.contextLength()));
    }

    /// As a whole number, if it is one: transformers takes no other.
    private static JsonNode whole(double number) {
        return number == Math.rint(number) ? LongNode.valueOf((long) number)
                : DoubleNode.valueOf(number);
    }

    private static void putSizes(ObjectNode json, LlamaConfig config) {
        json.put("attention_dropout", 0.0);
        json.put("head_dim", config.headDim());
        json.put("hidden_size", config.embDim());
        json.put("intermediate_size", config.ffDim());
        json.put("max_position_embeddings", config.contextLength());
        json.put("num_attention_heads", config.heads());
        json.put("num_hidden_layers", config.layers());
        json.put("num_key_value_heads", config.kvHeads());
        json.put("rms_norm_eps", config.normEpsilon());
    }
}

package llm.pretrain.folder;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llm.model.GptConfig.DropoutRates;
import llm.model.GptConfig;

/// The fields of a GPT-2 configuration.
final class GptConfigJson {

    private GptConfigJson() {
    }

    static GptConfig read(ConfigFields fields) {
        fields.require("activation_function", "gelu_new", "gelu_pytorch_tanh");
        fields.require("scale_attn_weights", "true");
        fields.require("scale_attn_by_inverse_layer_idx", "false");
        fields.require("reorder_and_upcast_attn", "false");
        fields.require("add_cross_attention", "false");
        fields.require("is_encoder_decoder", "false");
        int embDim = fields.size("n_embd");
        DropoutRates dropout = new DropoutRates(fields.number("embd_pdrop", 0.1),
                fields.number("attn_pdrop", 0.1), fields.number("resid_pdrop", 0.1));
        GptConfig config = GptConfig.builder()
                .vocabSize(fields.tokens("vocab_size"))
                .contextLength(fields.tokens("n_positions"))
                .embDim(embDim)
                .heads(fields.count("n_head"))
                .layers(fields.count("n_layer"))
                .ffDim(fields.size("n_inner", 4 * embDim))
                .tiedHead(fields.flag("tie_word_embeddings", true))
                .dropout(dropout)
                .normEpsilon(fields.number("layer_norm_epsilon", 1e-5))
                .build();
        fields.requireNoOthers("GPT-2");
        return config;
    }

    static ObjectNode write(GptConfig config) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("architectures").add("GPT2LMHeadModel");
        json.put("model_type", "gpt2");
        json.put("n_positions", config.contextLength());
        json.put("n_embd", config.embDim());
        json.put("n_head", config.heads());
        json.put("n_layer", config.layers());
        json.put("n_inner", config.ffDim() == 4 * config.embDim() ? null : config.ffDim());
        json.put("activation_function", "gelu_new");
        json.put("layer_norm_epsilon", config.normEpsilon());
        json.put("embd_pdrop", config.dropout().embedding());
        json.put("attn_pdrop", config.dropout().attention());
        json.put("resid_pdrop", config.dropout().residual());
        return json;
    }
}

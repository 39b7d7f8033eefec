package llm.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.model.DecoderModel;
import llm.model.Gemma3Config;
import llm.model.GptConfig;
import llm.model.LlamaConfig;
import llm.pretrain.folder.StoredWeight;
import llm.pretrain.folder.WeightFile;
import llm.pretrain.folder.WeightLayout;

/// The weights of a model under llama.cpp's names and in its layouts: linear layers as
/// `(out, in)` everywhere; the heads of Llama with pairs `(2i, 2i + 1)`; the norms of Gemma with
/// their 1 added.
final class GgufWeights {
    private static final Map<String, String> NAMES = names();

    private GgufWeights() {
    }

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("transformer.wte", "token_embd");
        names.put("transformer.wpe", "position_embd");
        names.put("transformer.ln_f", "output_norm");
        names.put("transformer.h.", "blk.");
        names.put("attn.c_attn", "attn_qkv");
        names.put("attn.c_proj", "attn_output");
        names.put("mlp.c_fc", "ffn_up");
        names.put("mlp.c_proj", "ffn_down");
        names.put("ln_1", "attn_norm");
        names.put("ln_2", "ffn_norm");
        names.put("model.embed_tokens", "token_embd");
        names.put("model.norm", "output_norm");
        names.put("model.layers.", "blk.");
        names.put("self_attn.q_proj", "attn_q");
        names.put("self_attn.k_proj", "attn_k");
        names.put("self_attn.v_proj", "attn_v");
        names.put("self_attn.o_proj", "attn_output");
        names.put("self_attn.q_norm", "attn_q_norm");
        names.put("self_attn.k_norm", "attn_k_norm");
        names.put("mlp.gate_proj", "ffn_gate");
        names.put("mlp.up_proj", "ffn_up");
        names.put("mlp.down_proj", "ffn_down");
        names.put("input_layernorm", "attn_norm");
        names.put("pre_feedforward_layernorm", "ffn_norm");
        names.put("post_feedforward_layernorm", "post_ffw_norm");
        names.put("lm_head", "output");
        return names;
    }

    /// What a file must hold; a tied head may stand there once more.
    static List<StoredWeight> of(DecoderModel model) {
        return WeightFile.weights(model).stream().map(weight -> of(model, weight)).toList();
    }

    /// What is written: llama.cpp wants a head of its own for GPT-2, tied or not.
    static List<StoredWeight> written(DecoderModel model) {
        List<StoredWeight> all = new ArrayList<>(of(model));
        if (model.config() instanceof GptConfig && model.config().tiedHead()) {
            all.add(StoredWeight.of(GgufConfig.HEAD, model.head().weight()));
        }
        return all;
    }

    private static StoredWeight of(DecoderModel model, StoredWeight weight) {
        String name = name(model, weight.name());
        StoredWeight renamed = weight.named(name);
        return switch (model.config()) {
            case LlamaConfig llama when isRotated(weight) ->
                    renamed.as(WeightLayout.interleaved(llama.headDim()));
            case Gemma3Config _ when name.endsWith("_norm.weight") ->
                    renamed.as(WeightLayout.shifted(1));
            default -> renamed.as(WeightLayout.SAME);
        };
    }

    private static boolean isRotated(StoredWeight weight) {
        return weight.name().endsWith("q_proj.weight") || weight.name().endsWith("k_proj.weight");
    }

    /// What Gemma calls the norm behind attention is with Llama the one before the feed-forward
    /// layer.
    private static String name(DecoderModel model, String ours) {
        String name = ours.replace("post_attention_layernorm",
                model.config() instanceof Gemma3Config ? "post_attention_norm" : "ffn_norm");
        for (Map.Entry<String, String> entry : NAMES.entrySet()) {
            name = name.replace(entry.getKey(), entry.getValue());
        }
        return name;
    }
}

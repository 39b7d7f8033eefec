package llm.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import llm.model.BlockConfig.NormPlace;
import llm.model.DecoderModel;
import llm.model.FamilyConfig;
import llm.model.Gemma3Config;
import llm.model.GptConfig;
import llm.model.LlamaConfig;
import llm.pretrain.folder.StoredWeight;
import llm.pretrain.folder.WeightFile;
import llm.pretrain.folder.WeightLayout;

/// The weights of a model under llama.cpp's names and in its layouts: linear layers as
/// `(out, in)` everywhere; the heads of Llama and Mistral with pairs `(2i, 2i + 1)`; the norms of
/// Gemma with their 1 added; the experts of a layer as one tensor.
final class GgufWeights {
    static final String ROUTER = "ffn_gate_inp";
    private static final Pattern EXPERT = Pattern.compile("(.*\\.experts\\.)\\d+\\.(.*)");
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
        names.put("self_attn.qkv_proj", "attn_qkv");
        names.put("self_attn.q_norm", "attn_q_norm");
        names.put("self_attn.k_norm", "attn_k_norm");
        names.put("mlp.gate.weight", ROUTER + ".weight");
        names.put("mlp.experts.gate_proj", "ffn_gate_exps");
        names.put("mlp.experts.up_proj", "ffn_up_exps");
        names.put("mlp.experts.down_proj", "ffn_down_exps");
        names.put("mlp.gate_proj", "ffn_gate");
        names.put("mlp.up_proj", "ffn_up");
        names.put("mlp.down_proj", "ffn_down");
        names.put("mlp.gate_up_proj", "ffn_up");
        names.put("block_sparse_moe.gate", ROUTER);
        names.put("block_sparse_moe.experts.w1", "ffn_gate_exps");
        names.put("block_sparse_moe.experts.w2", "ffn_down_exps");
        names.put("block_sparse_moe.experts.w3", "ffn_up_exps");
        names.put("input_layernorm", "attn_norm");
        names.put("pre_feedforward_layernorm", "ffn_norm");
        names.put("post_feedforward_layernorm", "post_ffw_norm");
        names.put("lm_head", "output");
        return names;
    }

    /// What a file must hold; a tied head may stand there once more.
    static List<StoredWeight> of(DecoderModel model) {
        return stacked(WeightFile.weights(model)).stream()
                .map(weight -> of(model, weight)).toList();
    }

    /// The same with the matrices of a layer's experts in one tensor.
    private static List<StoredWeight> stacked(List<StoredWeight> weights) {
        Map<String, List<StoredWeight>> groups = new LinkedHashMap<>();
        weights.forEach(weight -> groups.computeIfAbsent(
                EXPERT.matcher(weight.name()).replaceFirst("$1$2"), _ -> new ArrayList<>())
                .add(weight));
        return groups.entrySet().stream().map(group -> {
            StoredWeight first = group.getValue().getFirst();
            return first.name().equals(group.getKey()) ? first : new StoredWeight(group.getKey(),
                    group.getValue().stream().flatMap(each -> each.parts().stream()).toList(),
                    WeightLayout.stacked(group.getValue().size()));
        }).toList();
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
            case FamilyConfig family when GgufConfig.architecture(family).equals("llama")
                    && isRotated(weight) ->
                    renamed.as(WeightLayout.interleaved(family.llama().headDim()));
            case Gemma3Config _ when name.endsWith("_norm.weight") ->
                    renamed.as(WeightLayout.shifted(1));
            case GptConfig _ -> renamed.as(WeightLayout.SAME);
            default -> renamed;
        };
    }

    private static boolean isRotated(StoredWeight weight) {
        return weight.name().contains("q_proj.") || weight.name().contains("k_proj.");
    }

    /// What is the norm behind attention with Gemma and OLMo is with others the one before the
    /// feed-forward layer.
    private static String name(DecoderModel model, String ours) {
        String name = ours.replace("post_attention_layernorm",
                model.config().block(0).normPlace() == NormPlace.BEFORE ? "ffn_norm"
                        : "post_attention_norm");
        for (Map.Entry<String, String> entry : NAMES.entrySet()) {
            name = name.replace(entry.getKey(), entry.getValue());
        }
        return name;
    }
}

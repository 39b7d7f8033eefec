package llm.pretrain.folder;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Families that are not supported, the one of ours that is nearest, and what it would get wrong.
///
/// Source: the models of transformers 5.18.
public final class NearFamilies {
    private static final Map<String, String> NEAR = near();

    private NearFamilies() {
    }

    private static Map<String, String> near() {
        Map<String, String> near = new LinkedHashMap<>();
        near.put("gemma", "gemma3_text is near, but has norms behind its layers and on its heads");
        near.put("gemma2", "gemma3_text is near, but caps no scores and has norms on its heads");
        near.put("gemma3", "gemma3_text is its part without pictures; its fields are in "
                + "text_config, and its weights have a prefix");
        near.put("gemma3n", "gemma3_text is near, but has no embeddings in every layer");
        near.put("gemma4", "gemma3_text is near, but has one size of head in all layers");
        near.put("llama4_text", "mixtral is near, but turns the heads of every layer and has no "
                + "expert that all tokens use");
        near.put("smollm3", "llama is near, but turns the heads of every layer");
        near.put("granite", "llama is near, but multiplies no embeddings, residuals and logits by "
                + "factors");
        near.put("cohere", "llama is near, but has RMSNorm for LayerNorm, and attention and "
                + "feed-forward layer one after the other");
        near.put("cohere2", near.get("cohere"));
        near.put("stablelm", "llama is near, but has RMSNorm for LayerNorm and turns whole heads");
        near.put("nemotron", near.get("stablelm"));
        near.put("glm", "llama is near, but turns whole heads, in pairs of halves");
        near.put("glm4", "gemma3_text is near, but turns whole heads, in pairs of halves");
        near.put("exaone4", "olmo3 is near, but normalises all heads as one");
        near.put("ministral", "mistral is near, but has a window in all layers or in none");
        near.put("mistral3", "mistral is its part without pictures; its fields are in "
                + "text_config, and its weights have a prefix");
        near.put("starcoder2", "mistral is near, but has RMSNorm for LayerNorm and a gated "
                + "feed-forward layer");
        near.put("phi", "phi3 is near, but has RMSNorm for LayerNorm, turns whole heads, and has "
                + "attention and feed-forward layer one after the other");
        near.put("phimoe", "mixtral is near, but has RMSNorm for LayerNorm and another router");
        near.put("olmo", "llama is near, but has RMSNorm with gains for LayerNorm without");
        near.put("olmoe", "mixtral is near, but does not normalise queries and keys");
        near.put("qwen2_moe", "qwen3_moe is near, but has no expert that all tokens use and no "
                + "bias");
        near.put("qwen3_next", "qwen3_moe is near, but has attention in every layer");
        near.put("gpt_oss", "mixtral is near, but its attention has no sinks and its experts no "
                + "biases");
        near.put("deepseek_v2", "mixtral is near, but its attention keeps whole keys and values "
                + "(chapter 3 shows latent attention)");
        near.put("deepseek_v3", near.get("deepseek_v2"));
        near.put("gpt_neo", "gpt2 is near, but scales its scores and has no windows");
        near.put("gpt_neox", "gpt2 is near, but learns its positions, and has attention and "
                + "feed-forward layer one after the other");
        near.put("gptj", near.get("gpt_neox"));
        near.put("gpt_bigcode", "gpt2 is near, but each of its heads has keys and values");
        near.put("opt", "gpt2 is near, but has GELU for ReLU and counts positions from 0");
        near.put("bloom", "gpt2 is near, but learns its positions");
        near.put("mpt", near.get("bloom"));
        near.put("falcon", near.get("gpt_neox"));
        near.put("mamba", "none is near: it has states instead of attention");
        near.put("bert", "none is near: it looks ahead, and does not go on with a text");
        near.put("t5", "none is near: it has an encoder");
        return near;
    }

    /// What to say of a family: which of ours is near, and how that one differs.
    ///
    /// @param family its `model_type`
    public static Optional<String> of(String family) {
        return Optional.ofNullable(NEAR.get(family));
    }
}

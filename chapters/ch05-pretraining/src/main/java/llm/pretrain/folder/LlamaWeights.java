package llm.pretrain.folder;

import java.util.ArrayList;
import java.util.List;
import llm.attention.MultiHeadAttention;
import llm.model.BlockConfig;
import llm.model.DecoderModel;
import llm.model.GatedFeedForward;
import llm.model.TransformerBlock;
import llm.tensor.Parameter;
import llm.tensor.layer.Norm;
import llm.tensor.layer.RmsNorm;

/// The weights of a Llama, Qwen3 or Gemma 3 model under Hugging Face's names.
final class LlamaWeights {
    static final String PREFIX = "model.";

    private LlamaWeights() {
    }

    /// @param prefix [#PREFIX], or nothing, for a model saved without its head
    static List<StoredWeight> of(DecoderModel model, String prefix) {
        List<StoredWeight> all = new ArrayList<>();
        add(all, prefix + "embed_tokens", model.tokenEmbedding().weight());
        for (int i = 0; i < model.blocks().size(); i++) {
            addBlock(all, prefix + "layers." + i + ".", model.blocks().get(i),
                    model.config().block(i));
        }
        add(all, prefix + "norm", gain(model.finalNorm()));
        return all;
    }

    private static void addBlock(List<StoredWeight> all, String name, TransformerBlock block,
                                 BlockConfig config) {
        add(all, name + "input_layernorm", gain(block.attentionNorm()));
        addAttention(all, name + "self_attn.", block.attention());
        if (config.normAfter()) {
            add(all, name + "post_attention_layernorm", gain(block.attentionNormAfter()));
            add(all, name + "pre_feedforward_layernorm", gain(block.feedForwardNorm()));
            add(all, name + "post_feedforward_layernorm", gain(block.feedForwardNormAfter()));
        } else {
            add(all, name + "post_attention_layernorm", gain(block.feedForwardNorm()));
        }
        GatedFeedForward feedForward = (GatedFeedForward) block.feedForward();
        add(all, name + "mlp.gate_proj", feedForward.gate().weight());
        add(all, name + "mlp.up_proj", feedForward.up().weight());
        add(all, name + "mlp.down_proj", feedForward.output().weight());
    }

    private static void addAttention(List<StoredWeight> all, String name,
                                     MultiHeadAttention attention) {
        add(all, name + "q_proj", attention.query().weight());
        add(all, name + "k_proj", attention.key().weight());
        add(all, name + "v_proj", attention.value().weight());
        add(all, name + "o_proj", attention.output().weight());
        if (attention.config().headNorm() != null) {
            add(all, name + "q_norm", attention.queryNorm().weight());
            add(all, name + "k_norm", attention.keyNorm().weight());
        }
    }

    private static Parameter gain(Norm norm) {
        return ((RmsNorm) norm).weight();
    }

    private static void add(List<StoredWeight> all, String name, Parameter parameter) {
        all.add(StoredWeight.of(name + ".weight", parameter));
    }
}

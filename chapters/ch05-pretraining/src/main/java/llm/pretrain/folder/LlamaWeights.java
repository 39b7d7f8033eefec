package llm.pretrain.folder;

import java.util.ArrayList;
import java.util.List;
import llm.attention.MultiHeadAttention;
import llm.model.BlockConfig;
import llm.model.DecoderModel;
import llm.model.FeedForward;
import llm.model.GatedFeedForward;
import llm.model.GeluFeedForward;
import llm.model.MixtureOfExperts;
import llm.model.TransformerBlock;
import llm.tensor.Parameter;
import llm.tensor.layer.Norm;
import llm.tensor.layer.RmsNorm;

/// The weights of a Llama, Qwen3, Qwen3-MoE or Gemma 3 model under Hugging Face's names.
final class LlamaWeights {
    static final String PREFIX = "model.";

    private LlamaWeights() {
    }

    /// @param prefix [#PREFIX], or nothing, for a model saved without its head
    static List<StoredWeight> of(DecoderModel model, String prefix) {
        List<StoredWeight> all = new ArrayList<>();
        add(all, prefix + "embed_tokens", model.tokenEmbedding().weight());
        if (model.config().smear()) {
            add(all, prefix + "smear", model.smear().weight());
        }
        for (int i = 0; i < model.blocks().size(); i++) {
            addBlock(all, prefix + "layers." + i + ".", model.blocks().get(i),
                    model.config().block(i));
        }
        add(all, prefix + "norm", gain(model.finalNorm()));
        return all;
    }

    /// Whether positions rotate what the layer makes, so that the order of its rows depends on how
    /// the values of a head are paired.
    static boolean isRotated(StoredWeight weight) {
        return weight.name().endsWith("q_proj.weight") || weight.name().endsWith("k_proj.weight");
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
        addFeedForward(all, name + "mlp.", block.feedForward());
    }

    private static void addFeedForward(List<StoredWeight> all, String name, FeedForward layer) {
        switch (layer) {
            case GatedFeedForward gated -> {
                add(all, name + "gate_proj", gated.gate().weight());
                add(all, name + "up_proj", gated.up().weight());
                add(all, name + "down_proj", gated.output().weight());
            }
            case MixtureOfExperts mixture -> {
                add(all, name + "gate", mixture.router().weight());
                for (int i = 0; i < mixture.experts().size(); i++) {
                    addFeedForward(all, name + "experts." + i + ".", mixture.experts().get(i));
                }
            }
            case GeluFeedForward _ -> throw new IllegalArgumentException(
                    "a Llama must have gated feed-forward layers, got " + name);
        }
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

package llm.pretrain.folder;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import llm.attention.MultiHeadAttention;
import llm.model.BlockConfig.NormPlace;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.FamilyConfig;
import llm.model.FamilyConfig.Family;
import llm.model.FeedForward;
import llm.model.GatedFeedForward;
import llm.model.GeluFeedForward;
import llm.model.MixtureOfExperts;
import llm.model.TransformerBlock;
import llm.tensor.Parameter;
import llm.tensor.Tensor;
import llm.tensor.layer.Linear;
import llm.tensor.layer.Norm;
import llm.tensor.layer.RmsNorm;

/// The weights of a Llama, or of a model of another family that is built like it, under Hugging
/// Face's names.
final class LlamaWeights {
    static final String PREFIX = "model.";

    private final List<StoredWeight> all = new ArrayList<>();
    private final boolean mixtral;                           // with names of its own for experts
    private final boolean fused;                             // several matrices in one tensor

    private LlamaWeights(DecoderConfig config) {
        mixtral = isOf(Family.MIXTRAL, config);
        fused = isOf(Family.PHI3, config);
    }

    private static boolean isOf(Family family, DecoderConfig config) {
        return config instanceof FamilyConfig other && other.family() == family;
    }

    /// @param prefix [#PREFIX], or nothing, for a model saved without its head
    static List<StoredWeight> of(DecoderModel model, String prefix) {
        LlamaWeights weights = new LlamaWeights(model.config());
        weights.add(prefix + "embed_tokens", model.tokenEmbedding().weight());
        if (model.config().smear()) {
            weights.add(prefix + "smear", model.smear().weight());
        }
        for (int i = 0; i < model.blocks().size(); i++) {
            weights.addBlock(prefix + "layers." + i + ".", model.blocks().get(i),
                    model.config().block(i).normPlace());
        }
        weights.add(prefix + "norm", gain(model.finalNorm()));
        return weights.all;
    }

    /// Whether positions rotate what the layer makes, so that the order of its rows depends on how
    /// the values of a head are paired.
    static boolean isRotated(StoredWeight weight) {
        return weight.name().contains("q_proj.") || weight.name().contains("k_proj.");
    }

    private void addBlock(String name, TransformerBlock block, NormPlace norms) {
        switch (norms) {
            case BEFORE -> {
                add(name + "input_layernorm", gain(block.attentionNorm()));
                add(name + "post_attention_layernorm", gain(block.feedForwardNorm()));
            }
            case AFTER -> {
                add(name + "post_attention_layernorm", gain(block.attentionNormAfter()));
                add(name + "post_feedforward_layernorm", gain(block.feedForwardNormAfter()));
            }
            case BOTH -> {
                add(name + "input_layernorm", gain(block.attentionNorm()));
                add(name + "post_attention_layernorm", gain(block.attentionNormAfter()));
                add(name + "pre_feedforward_layernorm", gain(block.feedForwardNorm()));
                add(name + "post_feedforward_layernorm", gain(block.feedForwardNormAfter()));
            }
        }
        addAttention(name + "self_attn.", block.attention());
        addFeedForward(name + (mixtral ? "block_sparse_moe." : "mlp."), block.feedForward());
    }

    private void addFeedForward(String name, FeedForward layer) {
        switch (layer) {
            case GatedFeedForward gated when fused -> {
                addLinear(name + "gate_up_proj", gated.gate(), gated.up());
                addLinear(name + "down_proj", gated.output());
            }
            case GatedFeedForward gated -> {
                addLinear(name + (mixtral ? "w1" : "gate_proj"), gated.gate());
                addLinear(name + (mixtral ? "w3" : "up_proj"), gated.up());
                addLinear(name + (mixtral ? "w2" : "down_proj"), gated.output());
            }
            case MixtureOfExperts mixture -> {
                addLinear(name + "gate", mixture.router());
                for (int i = 0; i < mixture.experts().size(); i++) {
                    addFeedForward(name + "experts." + i + ".", mixture.experts().get(i));
                }
            }
            case GeluFeedForward _ -> throw new IllegalArgumentException(
                    "a Llama must have gated feed-forward layers, got " + name);
        }
    }

    private void addAttention(String name, MultiHeadAttention attention) {
        if (fused) {
            addLinear(name + "qkv_proj", attention.query(), attention.key(), attention.value());
        } else {
            addLinear(name + "q_proj", attention.query());
            addLinear(name + "k_proj", attention.key());
            addLinear(name + "v_proj", attention.value());
        }
        addLinear(name + "o_proj", attention.output());
        if (attention.config().headNorm() != null) {
            add(name + "q_norm", attention.queryNorm().weight());
            add(name + "k_norm", attention.keyNorm().weight());
        }
    }

    private static Parameter gain(Norm norm) {
        return ((RmsNorm) norm).weight();
    }

    private void add(String name, Parameter parameter) {
        all.add(StoredWeight.of(name + ".weight", parameter));
    }

    /// Layers one above the other in one tensor.
    private void addLinear(String name, Linear... layers) {
        all.add(stacked(name + ".weight", Stream.of(layers).map(Linear::weight)));
        if (layers[0].hasBias()) {
            all.add(stacked(name + ".bias", Stream.of(layers).map(Linear::bias)));
        }
    }

    private static StoredWeight stacked(String name, Stream<Parameter> parts) {
        return new StoredWeight(name, parts.<Tensor>map(part -> part).toList(),
                WeightLayout.SAME);
    }
}

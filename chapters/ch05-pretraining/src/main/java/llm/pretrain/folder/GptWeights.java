package llm.pretrain.folder;

import java.util.ArrayList;
import java.util.List;
import llm.model.DecoderModel;
import llm.model.GeluFeedForward;
import llm.model.TransformerBlock;
import llm.tensor.Tensor;
import llm.tensor.layer.LayerNorm;
import llm.tensor.layer.Linear;

/// The weights of a GPT-2 model under Hugging Face's names.
///
/// GPT-2 was published with linear weights as `(in, out)`, and with queries, keys and values in
/// one matrix `c_attn`; our layers have `(out, in)` and three of them.
final class GptWeights {
    static final String PREFIX = "transformer.";

    private GptWeights() {
    }

    /// @param prefix [#PREFIX], or nothing, as in OpenAI's first files
    static List<StoredWeight> of(DecoderModel model, String prefix) {
        List<StoredWeight> all = new ArrayList<>();
        all.add(StoredWeight.of(prefix + "wte.weight", model.tokenEmbedding().weight()));
        all.add(StoredWeight.of(prefix + "wpe.weight", model.positionEmbedding().weight()));
        for (int i = 0; i < model.blocks().size(); i++) {
            addBlock(all, prefix + "h." + i + ".", model.blocks().get(i));
        }
        addNorm(all, prefix + "ln_f", (LayerNorm) model.finalNorm());
        return all;
    }

    private static void addBlock(List<StoredWeight> all, String name, TransformerBlock block) {
        GeluFeedForward feedForward = (GeluFeedForward) block.feedForward();
        addNorm(all, name + "ln_1", (LayerNorm) block.attentionNorm());
        addLinear(all, name + "attn.c_attn", List.of(block.attention().query(),
                block.attention().key(), block.attention().value()));
        addLinear(all, name + "attn.c_proj", List.of(block.attention().output()));
        addNorm(all, name + "ln_2", (LayerNorm) block.feedForwardNorm());
        addLinear(all, name + "mlp.c_fc", List.of(feedForward.expand()));
        addLinear(all, name + "mlp.c_proj", List.of(feedForward.output()));
    }

    private static void addNorm(List<StoredWeight> all, String name, LayerNorm norm) {
        all.add(StoredWeight.of(name + ".weight", norm.weight()));
        all.add(StoredWeight.of(name + ".bias", norm.bias()));
    }

    /// Layers side by side. One without a bias is written with a bias of 0.
    private static void addLinear(List<StoredWeight> all, String name, List<Linear> layers) {
        List<Tensor> weights = layers.stream().<Tensor>map(Linear::weight).toList();
        List<Tensor> biases = layers.stream().<Tensor>map(layer -> layer.hasBias() ? layer.bias()
                : Tensor.zeros(layer.weight().size(0))).toList();
        all.add(new StoredWeight(name + ".weight", weights, WeightLayout.TRANSPOSED));
        all.add(new StoredWeight(name + ".bias", biases, WeightLayout.SAME));
    }
}

package llm.pretrain;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import llm.model.GptConfig;
import llm.model.GptModel;
import llm.model.TransformerBlock;
import llm.tensor.Autograd;
import llm.tensor.Operations;
import llm.tensor.Parameter;
import llm.tensor.Scope;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;
import llm.tensor.layer.LayerNorm;
import llm.tensor.layer.Linear;

/// The weights of a GPT-2 model under Hugging Face's names.
///
/// GPT-2 was published with linear weights as `(in, out)`, and with queries, keys and values in
/// one matrix `c_attn`; our layers have `(out, in)` and three of them.
final class GptWeights {
    private static final String PREFIX = "transformer.";
    private static final String HEAD = "lm_head.weight";
    private static final int MOST_NAMES = 3;                 // in a message

    private GptWeights() {
    }

    /// Reads every parameter of `model` from a file.
    ///
    /// @throws IllegalArgumentException if a tensor is missing, unknown, or of another shape
    static void load(GptModel model, Safetensors file, Path path) {
        String prefix = file.names().stream().anyMatch(n -> n.startsWith(PREFIX)) ? PREFIX : "";
        Map<String, Shape> expected = shapes(model.config(), prefix);
        requireNames(expected.keySet(), file.names(), path, model.config().tiedHead());
        expected.forEach((name, shape) -> {
            if (!file.shape(name).equals(shape)) {
                throw new IllegalArgumentException("%s must hold %s as %s, got %s"
                        .formatted(path, name, shape, file.shape(name)));
            }
        });
        Autograd.noGrad(() -> copyAll(model, prefix, file));
    }

    private static void requireNames(Set<String> expected, Set<String> found, Path path,
                                     boolean tied) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(found);
        Set<String> unknown = new TreeSet<>(found);
        unknown.removeAll(expected);
        unknown.removeIf(n -> n.endsWith(".attn.bias") || n.endsWith(".attn.masked_bias"));
        if (tied) {
            unknown.remove(HEAD);                            // a copy of the embedding
        }
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalArgumentException(path + " must hold the tensors of a GPT-2 model, got "
                    + "a file without " + some(missing) + " and with unknown " + some(unknown));
        }
    }

    private static String some(Set<String> names) {
        List<String> first = names.stream().limit(MOST_NAMES).toList();
        return first + (names.size() > MOST_NAMES
                ? " and " + (names.size() - MOST_NAMES) + " more" : "");
    }

    private static void copyAll(GptModel model, String prefix, Safetensors file) {
        copy(file, prefix + "wte.weight", model.tokenEmbedding().weight());
        copy(file, prefix + "wpe.weight", model.positionEmbedding().weight());
        for (int i = 0; i < model.blocks().size(); i++) {
            String layer = prefix + "h." + i + ".";
            TransformerBlock block = model.blocks().get(i);
            copyNorm(file, layer + "ln_1", block.attentionNorm());
            copyQkv(file, layer + "attn.c_attn", model.config().embDim(), block);
            copyLinear(file, layer + "attn.c_proj", block.attention().output());
            copyNorm(file, layer + "ln_2", block.feedForwardNorm());
            copyLinear(file, layer + "mlp.c_fc", block.feedForward().expand());
            copyLinear(file, layer + "mlp.c_proj", block.feedForward().contract());
        }
        copyNorm(file, prefix + "ln_f", model.finalNorm());
        if (!model.config().tiedHead()) {
            copy(file, HEAD, model.head());
        }
    }

    private static void copy(Safetensors file, String name, Parameter to) {
        file.readInto(name, to);
    }

    private static void copyNorm(Safetensors file, String name, LayerNorm norm) {
        copy(file, name + ".weight", norm.weight());
        copy(file, name + ".bias", norm.bias());
    }

    private static void copyLinear(Safetensors file, String name, Linear layer) {
        try (Scope _ = Scope.open()) {
            layer.weight().copyFrom(file.tensor(name + ".weight").transpose(0, 1));
            copy(file, name + ".bias", layer.bias());
        }
    }

    private static void copyQkv(Safetensors file, String name, int embDim,
                                TransformerBlock block) {
        try (Scope _ = Scope.open()) {
            Tensor weight = file.tensor(name + ".weight").transpose(0, 1);   // (3 · embDim, embDim)
            Tensor bias = file.tensor(name + ".bias");                       // (3 · embDim)
            int from = 0;
            for (Linear part : qkv(block)) {
                part.weight().copyFrom(weight.slice(0, from, from + embDim));
                part.bias().copyFrom(bias.slice(0, from, from + embDim));
                from += embDim;
            }
        }
    }

    private static Linear[] qkv(TransformerBlock block) {
        return new Linear[] {block.attention().query(), block.attention().key(),
                block.attention().value()};
    }

    /// Every weight under its Hugging Face name, or what `of` makes of each, such as its gradient.
    static Map<String, Tensor> export(GptModel model, UnaryOperator<Tensor> of) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        all.put(PREFIX + "wte.weight", of.apply(model.tokenEmbedding().weight()));
        all.put(PREFIX + "wpe.weight", of.apply(model.positionEmbedding().weight()));
        for (int i = 0; i < model.blocks().size(); i++) {
            String layer = PREFIX + "h." + i + ".";
            TransformerBlock block = model.blocks().get(i);
            exportNorm(all, layer + "ln_1", block.attentionNorm(), of);
            exportQkv(all, layer + "attn.c_attn", block, of);
            exportLinear(all, layer + "attn.c_proj", block.attention().output(), of);
            exportNorm(all, layer + "ln_2", block.feedForwardNorm(), of);
            exportLinear(all, layer + "mlp.c_fc", block.feedForward().expand(), of);
            exportLinear(all, layer + "mlp.c_proj", block.feedForward().contract(), of);
        }
        exportNorm(all, PREFIX + "ln_f", model.finalNorm(), of);
        if (!model.config().tiedHead()) {
            all.put(HEAD, of.apply(model.head()));
        }
        return all;
    }

    private static void exportNorm(Map<String, Tensor> all, String name, LayerNorm norm,
                                   UnaryOperator<Tensor> of) {
        all.put(name + ".weight", of.apply(norm.weight()));
        all.put(name + ".bias", of.apply(norm.bias()));
    }

    private static void exportLinear(Map<String, Tensor> all, String name, Linear layer,
                                     UnaryOperator<Tensor> of) {
        all.put(name + ".weight",
                Autograd.noGrad(() -> of.apply(layer.weight()).transpose(0, 1)));
        all.put(name + ".bias", of.apply(layer.bias()));
    }

    /// A model without biases on queries, keys and values is written with biases of 0.
    private static void exportQkv(Map<String, Tensor> all, String name, TransformerBlock block,
                                  UnaryOperator<Tensor> of) {
        Tensor[] weights = new Tensor[3];
        Tensor[] biases = new Tensor[3];
        for (int i = 0; i < 3; i++) {
            Linear part = qkv(block)[i];
            weights[i] = of.apply(part.weight());
            biases[i] = part.hasBias() ? of.apply(part.bias()) : Tensor.zeros(part.weight().size(0));
        }
        all.put(name + ".weight",
                Autograd.noGrad(() -> Operations.concat(0, weights).transpose(0, 1)));
        all.put(name + ".bias", Autograd.noGrad(() -> Operations.concat(0, biases)));
    }

    private static Map<String, Shape> shapes(GptConfig c, String prefix) {
        int e = c.embDim();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(prefix + "wte.weight", Shape.of(c.vocabSize(), e));
        shapes.put(prefix + "wpe.weight", Shape.of(c.contextLength(), e));
        for (int i = 0; i < c.layers(); i++) {
            String layer = prefix + "h." + i + ".";
            putNorm(shapes, layer + "ln_1", e);
            putLinear(shapes, layer + "attn.c_attn", e, 3 * e);
            putLinear(shapes, layer + "attn.c_proj", e, e);
            putNorm(shapes, layer + "ln_2", e);
            putLinear(shapes, layer + "mlp.c_fc", e, c.ffDim());
            putLinear(shapes, layer + "mlp.c_proj", c.ffDim(), e);
        }
        putNorm(shapes, prefix + "ln_f", e);
        if (!c.tiedHead()) {
            shapes.put(HEAD, Shape.of(c.vocabSize(), e));
        }
        return shapes;
    }

    private static void putNorm(Map<String, Shape> shapes, String name, int size) {
        shapes.put(name + ".weight", Shape.of(size));
        shapes.put(name + ".bias", Shape.of(size));
    }

    private static void putLinear(Map<String, Shape> shapes, String name, int in, int out) {
        shapes.put(name + ".weight", Shape.of(in, out));
        shapes.put(name + ".bias", Shape.of(out));
    }
}

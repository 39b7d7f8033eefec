package llm.lora;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import llm.lora.LoraConfig.Size;
import llm.pretrain.folder.StoredWeight;
import llm.pretrain.folder.WeightLayout;
import llm.tensor.Operations;
import llm.tensor.Tensor;
import llm.tensor.layer.Linear;
import org.jspecify.annotations.Nullable;

/// One adapted module of Hugging Face's layout: one layer of ours, or several whose outputs lie
/// side by side.
///
/// @param name  such as `transformer.h.0.attn.c_attn`
/// @param parts our layers, in the order of the module's outputs
public record LoraModule(String name, List<Part> parts) {

    /// A layer of ours.
    ///
    /// @param path    in the model
    /// @param linear  the frozen layer
    /// @param adapter what is around it; null if it is not adapted
    public record Part(String path, Linear linear, @Nullable LoraLayer adapter) {
    }

    public LoraModule {
        parts = List.copyOf(parts);
    }

    /// The layers that are adapted.
    public List<LoraLayer> adapters() {
        List<LoraLayer> adapters = new ArrayList<>();
        for (Part part : parts) {
            if (part.adapter != null) {
                adapters.add(part.adapter);
            }
        }
        return adapters;
    }

    /// Whether all layers are adapted with one A, as a file has it.
    public boolean isShared() {
        List<LoraLayer> adapters = adapters();
        return adapters.size() == parts.size() && adapters.stream()
                .allMatch(adapter -> adapter.a() == adapters.getFirst().a());
    }

    /// Rank and alpha in a file: see [#a].
    public Size size() {
        Size first = adapters().getFirst().size();
        return isShared() ? first : first.withRank(
                adapters().stream().mapToInt(adapter -> adapter.size().rank()).sum());
    }

    /// A as a file has it. Where the layers have an A each, these lie one above the other, and what
    /// is not a layer's own is 0 in its rows of B: the same change, of their ranks together.
    ///
    /// @param of what is written of a parameter: itself, or its gradient
    /// @return `(rank, in)`
    public Tensor a(UnaryOperator<Tensor> of) {
        return isShared() ? a().values(of) : Operations.concat(0, adapters().stream()
                .map(adapter -> of.apply(adapter.a())).toArray(Tensor[]::new));
    }

    /// B as a file has it.
    ///
    /// @param of what is written of a parameter: itself, or its gradient
    /// @return `(out, rank)`
    public Tensor b(UnaryOperator<Tensor> of) {
        if (isShared()) {
            return b().values(of);
        }
        List<Tensor> rows = new ArrayList<>();
        int rank = size().rank();
        int from = 0;                                        // the layer's first column
        for (Part part : parts) {
            int out = part.linear.weight().size(0);
            if (part.adapter == null) {
                rows.add(Tensor.zeros(out, rank));
                continue;
            }
            int to = from + part.adapter.size().rank();
            double factor = part.adapter.size().scale() / size().scale();
            rows.add(widened(out, from, of.apply(part.adapter.b()).mul(factor), rank - to));
            from = to;
        }
        return Operations.concat(0, rows.toArray(Tensor[]::new));
    }

    /// `before` columns of 0, a tensor `(out, ...)`, and `after` columns of 0.
    private static Tensor widened(int out, int before, Tensor middle, int after) {
        List<Tensor> columns = new ArrayList<>(List.of(middle));
        if (before > 0) {
            columns.addFirst(Tensor.zeros(out, before));
        }
        if (after > 0) {
            columns.add(Tensor.zeros(out, after));
        }
        return Operations.concat(1, columns.toArray(Tensor[]::new));
    }

    /// A and B, to be read from a file.
    List<StoredWeight> stored(String nameOfA, String nameOfB) {
        return List.of(a().named(nameOfA), b().named(nameOfB));
    }

    private StoredWeight a() {
        return StoredWeight.of("a", adapters().getFirst().a());
    }

    private StoredWeight b() {
        return new StoredWeight("b", adapters().stream().<Tensor>map(LoraLayer::b).toList(),
                WeightLayout.SAME);
    }
}

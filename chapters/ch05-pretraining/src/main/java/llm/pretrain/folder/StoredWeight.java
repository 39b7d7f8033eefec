package llm.pretrain.folder;

import java.util.List;
import java.util.function.UnaryOperator;
import llm.tensor.Autograd;
import llm.tensor.Operations;
import llm.tensor.Scope;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.file.TensorFile;

/// One tensor of a model file and the parameters whose values it holds.
///
/// @param name   in the file
/// @param parts  parameters, one above the other along their first axis
/// @param layout how the file has them
public record StoredWeight(String name, List<Tensor> parts, WeightLayout layout) {

    /// A tensor that is one parameter.
    public static StoredWeight of(String name, Tensor parameter) {
        return new StoredWeight(name, List.of(parameter), WeightLayout.SAME);
    }

    /// The same under another name.
    public StoredWeight named(String otherName) {
        return new StoredWeight(otherName, parts, layout);
    }

    /// The same in another layout.
    public StoredWeight as(WeightLayout otherLayout) {
        return new StoredWeight(name, parts, otherLayout);
    }

    /// The tensor's shape in the file.
    public Shape shape() {
        int rows = parts.stream().mapToInt(part -> part.size(0)).sum();
        return layout.shapeInFile(parts.getFirst().shape().with(0, rows));
    }

    /// Fills the parameters.
    void readFrom(TensorFile file) {
        if (parts.size() == 1 && layout == WeightLayout.SAME) {
            file.readInto(name, parts.getFirst());
            return;
        }
        try (Scope _ = Scope.open()) {
            Tensor joined = layout.fromFile(file.tensor(name));
            int from = 0;
            for (Tensor part : parts) {
                part.copyFrom(joined.slice(0, from, from + part.size(0)));
                from += part.size(0);
            }
        }
    }

    /// The tensor for a file, made of what `of` makes of each parameter.
    public Tensor values(UnaryOperator<Tensor> of) {
        return Autograd.noGrad(() -> {
            Tensor[] made = parts.stream().map(of).toArray(Tensor[]::new);
            return layout.toFile(made.length == 1 ? made[0] : Operations.concat(0, made));
        });
    }
}

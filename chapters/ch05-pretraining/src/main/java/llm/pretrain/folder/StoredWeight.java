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
/// @param name       in the file
/// @param parts      parameters, one above the other along their first axis
/// @param transposed whether the file has rows for columns
record StoredWeight(String name, List<Tensor> parts, boolean transposed) {

    /// A tensor that is one parameter.
    static StoredWeight of(String name, Tensor parameter) {
        return new StoredWeight(name, List.of(parameter), false);
    }

    /// A tensor that is one parameter with rows for columns.
    static StoredWeight transposed(String name, Tensor parameter) {
        return new StoredWeight(name, List.of(parameter), true);
    }

    /// The tensor's shape in the file.
    Shape shape() {
        int rows = parts.stream().mapToInt(part -> part.size(0)).sum();
        Shape joined = parts.getFirst().shape().with(0, rows);
        return transposed ? Shape.of(joined.size(1), rows) : joined;
    }

    /// Fills the parameters.
    void readFrom(TensorFile file) {
        if (parts.size() == 1 && !transposed) {
            file.readInto(name, parts.getFirst());
            return;
        }
        try (Scope _ = Scope.open()) {
            Tensor stored = file.tensor(name);
            Tensor joined = transposed ? stored.transpose(0, 1) : stored;
            int from = 0;
            for (Tensor part : parts) {
                part.copyFrom(joined.slice(0, from, from + part.size(0)));
                from += part.size(0);
            }
        }
    }

    /// The tensor for a file, made of what `of` makes of each parameter.
    Tensor values(UnaryOperator<Tensor> of) {
        return Autograd.noGrad(() -> {
            Tensor[] made = parts.stream().map(of).toArray(Tensor[]::new);
            Tensor joined = made.length == 1 ? made[0] : Operations.concat(0, made);
            return transposed ? joined.transpose(0, 1) : joined;
        });
    }
}

package llm.tensor.layer;

import llm.tensor.Indexing;
import llm.tensor.IntTensor;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Tensor;

/// A table with one trainable vector per id.
public final class Embedding extends Layer {
    private final Parameter weight;                          // (ids, embDim)

    /// Begins with values from a normal distribution of deviation 1, as PyTorch's does.
    public Embedding(int ids, int embDim, RandomState random) {
        this(ids, embDim, Initializer.pytorch(random));
    }

    public Embedding(int ids, int embDim, Initializer initializer) {
        if (ids < 1 || embDim < 1) {
            throw new IllegalArgumentException("ids and embDim must be 1 or more, got ids=%d, "
                    .formatted(ids) + "embDim=" + embDim);
        }
        weight = parameter("weight", initializer.table(ids, embDim));
    }

    /// @param ids `(...)`
    /// @return `(..., embDim)`
    public Tensor forward(IntTensor ids) {
        return Indexing.rows(weight, ids);
    }

    /// `(ids, embDim)`
    public Parameter weight() {
        return weight;
    }
}

package llm.tensor.layer;

import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;

/// Mean surprise, in nats, at the right class.
public final class CrossEntropyLoss {

    /// @param logits  `(..., classes)`
    /// @param targets `(...)`; [CrossEntropy#IGNORED] does not count
    /// @return the loss, `()`
    public Tensor loss(Tensor logits, IntTensor targets) {
        return CrossEntropy.mean(logits, targets);
    }
}

package llm.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import llm.tensor.ActivationCheckpointing;
import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.tensor.Operations;
import llm.tensor.RandomState;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.Indices;
import llm.tensor.backend.RowKernels;

/// Log-probabilities of the tokens that came, each by itself. Their sum is minus what
/// [CrossEntropy#sum] gives; objectives that weigh tokens, or compare whole answers, need them
/// apart.
public final class TokenLogProbs {

    private TokenLogProbs() {
    }

    /// `x[target] − ln Σⱼ exp(xⱼ)` for each row of logits; 0 where the target does not count.
    ///
    /// Backward: `dL/dx = g · (onehot(target) − softmax(x))`, row by row.
    ///
    /// @param logits  `(..., classes)`
    /// @param targets `(...)`, each in `[0, classes)` or [CrossEntropy#IGNORED]
    /// @return `(...)`
    public static Tensor of(Tensor logits, IntTensor targets) {
        requireTargets(logits, logits.size(-1), targets);
        RowKernels rows = logits.backend().rows();
        Indices ids = targets.on(logits.backend());
        Tensor losses = Tensor.empty(targets.shape(), logits.backend());     // (...)
        Tensor logSumExp = Tensor.empty(targets.shape(), logits.backend());  // (...)
        rows.crossEntropy(logits.storage(), ids, CrossEntropy.IGNORED, losses.storage(),
                logSumExp.storage());
        Tensor logProbs = losses.mul(-1);
        return logProbs.madeBy("tokenLogProbs", g -> {
            Tensor gLosses = g.mul(-1);                                      // (...)
            logits.accumulate(to -> rows.crossEntropyBackward(logits.storage(), ids,
                    CrossEntropy.IGNORED, logSumExp.storage(), gLosses.storage(), to));
        }, logits).saving(logits);
    }

    /// The same of what a head makes of hidden vectors. Of very many logits only those of a block of
    /// rows are there at a time; backward computes them again.
    ///
    /// @param hidden  `(..., embDim)`
    /// @param head    `(rows, embDim)` → `(rows, classes)`
    /// @param targets `(...)`, each in `[0, classes)` or [CrossEntropy#IGNORED]
    /// @return `(...)`
    public static Tensor ofHead(Tensor hidden, UnaryOperator<Tensor> head, int classes,
                                IntTensor targets) {
        return ofHead(hidden, head, classes, targets, CrossEntropy.LOGITS_AT_A_TIME);
    }

    static Tensor ofHead(Tensor hidden, UnaryOperator<Tensor> head, int classes,
                         IntTensor targets, long block) {
        requireTargets(hidden, classes, targets);
        int count = targets.count();
        int rows = Math.clamp(block / classes, 1, count);
        if (rows == count) {
            return of(head.apply(hidden), targets);
        }
        Tensor x = hidden.reshape(count, hidden.size(-1));   // (rows, embDim)
        List<Tensor> parts = new ArrayList<>();
        for (int from = 0; from < count; from += rows) {
            int to = Math.min(from + rows, count);
            IntTensor ids = IntTensor.of(Arrays.copyOfRange(targets.values(), from, to), to - from);
            parts.add(ActivationCheckpointing.of(x.slice(0, from, to), new RandomState(0),
                    part -> of(head.apply(part), ids)));
        }
        return Operations.concat(0, parts.toArray(Tensor[]::new))
                .reshape(targets.shape().toArray());
    }

    private static void requireTargets(Tensor x, int classes, IntTensor targets) {
        Shape expected = x.shape().without(-1);
        if (!expected.equals(targets.shape())) {
            throw new IllegalArgumentException(
                    "targets must be %s, got %s".formatted(expected, targets.shape()));
        }
        for (int target : targets.values()) {
            if (target != CrossEntropy.IGNORED && (target < 0 || target >= classes)) {
                throw new IllegalArgumentException("a target must be in [0, %d) or %d, got %d"
                        .formatted(classes, CrossEntropy.IGNORED, target));
            }
        }
    }
}

package llm.tensor;

import java.util.Arrays;
import llm.tensor.backend.ElementwiseKernels.Operator;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Indices;
import llm.tensor.backend.MatmulKernels;
import llm.tensor.backend.MatmulKernels.Activation;
import llm.tensor.backend.MatmulKernels.Matrix;
import llm.tensor.backend.MatmulKernels.Size;
import llm.tensor.backend.RowKernels;

/// The loss of a language model: how surprised it is by the token that came, in nats.
public final class CrossEntropy {
    /// A target that does not count.
    public static final int IGNORED = -100;
    /// Logits of a head that are there at a time, at most.
    public static final int LOGITS_AT_A_TIME = 1 << 26;
    private static final int TILE = 128;

    private CrossEntropy() {
    }

    /// Mean over the counted targets of `ln Σⱼ exp(xⱼ) − x[target]`.
    ///
    /// Backward: `dL/dx = (softmax(x) − onehot(target)) · g / count`, 0 where the target is
    /// ignored. Source: Goodfellow et al. (2016), §6.2.2.3.
    ///
    /// @param logits  `(..., classes)`
    /// @param targets `(...)`, each in `[0, classes)` or [#IGNORED]
    /// @return the loss, `()`
    public static Tensor mean(Tensor logits, IntTensor targets) {
        return sum(logits, targets).mul(1.0 / counted(targets));
    }

    /// The sum instead of the mean.
    ///
    /// @param logits  `(..., classes)`
    /// @param targets `(...)`, each in `[0, classes)` or [#IGNORED]
    /// @return the loss, `()`
    public static Tensor sum(Tensor logits, IntTensor targets) {
        requireOnePerRow("logits", logits, targets);
        requireTargets(logits.size(-1), targets);
        RowKernels rows = logits.backend().rows();
        Indices ids = targets.on(logits.backend());
        Tensor losses = Tensor.empty(Shape.of(ids.count()), logits.backend());
        Tensor logSumExp = Tensor.empty(Shape.of(ids.count()), logits.backend());
        rows.crossEntropy(logits.storage(), ids, IGNORED, losses.storage(), logSumExp.storage());
        return losses.sum().madeBy("crossEntropy", g -> logits.accumulate(
                to -> rows.crossEntropyBackward(logits.storage(), ids, IGNORED,
                        logSumExp.storage(), g.storage(), to)), logits).saving(logits);
    }

    /// The mean loss of `hidden · weightᵀ` as logits, for training. A large vocabulary makes more
    /// logits than all else in a model: of very many, only a block of rows is there at a time.
    ///
    /// @param hidden  `(..., embDim)`
    /// @param weight  `(vocabSize, embDim)`
    /// @param targets `(...)`, each in `[0, vocabSize)` or [#IGNORED]
    /// @return the loss, `()`
    public static Tensor ofHead(Tensor hidden, Tensor weight, IntTensor targets) {
        return ofHead(hidden, weight, targets, LOGITS_AT_A_TIME);
    }

    static Tensor ofHead(Tensor hidden, Tensor weight, IntTensor targets, long block) {
        return sumOfHead(hidden, weight, targets, block).mul(1.0 / counted(targets));
    }

    /// The sum instead of the mean, `()`.
    public static Tensor sumOfHead(Tensor hidden, Tensor weight, IntTensor targets) {
        return sumOfHead(hidden, weight, targets, LOGITS_AT_A_TIME);
    }

    private static Tensor sumOfHead(Tensor hidden, Tensor weight, IntTensor targets, long block) {
        if (hidden.rank() == 0 || weight.rank() != 2 || hidden.size(-1) != weight.size(1)) {
            throw new IllegalArgumentException("weight must be (vocabSize, embDim) for hidden "
                    + "(..., embDim), got " + weight.shape() + " for " + hidden.shape());
        }
        requireOnePerRow("hidden", hidden, targets);
        requireTargets(weight.size(0), targets);
        return (long) targets.count() * weight.size(0) <= block ? ofBlock(hidden, weight, targets)
                : ofBlocks(hidden, weight, targets.values(), rowsOf(block, weight.size(0)));
    }

    /// As many rows as a block has room for; of many, a multiple of what products take at a time.
    static int rowsOf(long block, int vocabSize) {
        int rows = (int) Math.max(1, block / vocabSize);
        return rows < TILE ? rows : rows - rows % TILE;
    }

    /// Each block's gradients are computed at once, because its logits make room for the next
    /// block's. Backward passes them on, times `g`.
    /// Source: Hsu et al. (2024), "Liger Kernel", §3.2.
    private static Tensor ofBlocks(Tensor hidden, Tensor weight, int[] ids, int rows) {
        Tensor x = hidden.shareAs(Shape.of(ids.length, weight.size(1)))
                .requireGrad(hidden.requiresGrad());
        Tensor w = weight.detach().requireGrad(weight.requiresGrad());
        Tensor sum = Tensor.full(0, Shape.of(), hidden.backend());
        for (int from = 0; from < ids.length; from += rows) {
            int to = Math.min(from + rows, ids.length);
            try (Scope _ = Scope.open()) {
                Tensor part = ofBlock(x.slice(0, from, to), w, IntTensor.of(
                        Arrays.copyOfRange(ids, from, to), to - from));
                if (part.requiresGrad()) {
                    part.backward();
                }
                hidden.backend().elementwise().combine(Operator.ADD, sum.storage(), part.storage(),
                        sum.storage(), false);
            }
        }
        return sum.madeBy("headCrossEntropy", g -> {
            passOn(x, g, hidden);
            passOn(w, g, weight);
            sum.storage().changed();                         // a second backward would be wrong
        }, hidden, weight).saving(hidden, weight, sum);
    }

    /// Gives `factor` times the gradient of `from` to `to`.
    private static void passOn(Tensor from, Tensor factor, Tensor to) {
        if (from.hasGrad()) {
            Tensor gradient = from.grad();
            gradient.backend().elementwise().scale(gradient.storage(), factor.storage(),
                    gradient.storage(), false);
            to.receive(gradient);
            from.zeroGrad();
        }
    }

    /// The logits belong to this operation alone, so backward turns them into their gradient in
    /// place.
    private static Tensor ofBlock(Tensor hidden, Tensor weight, IntTensor targets) {
        Indices ids = targets.on(hidden.backend());
        Size size = new Size(ids.count(), weight.size(0), weight.size(1));
        MatmulKernels products = hidden.backend().matmul();
        RowKernels rows = hidden.backend().rows();
        Tensor logits = Tensor.empty(Shape.of(size.m(), size.n()), hidden.backend());
        products.linear(size, hidden.storage(), weight.storage(),
                Tensor.empty(Shape.of(0), hidden.backend()).storage(), logits.storage(),
                logits.storage(), Activation.NONE);
        Tensor losses = Tensor.empty(Shape.of(size.m()), hidden.backend());
        Tensor logSumExp = Tensor.empty(Shape.of(size.m()), hidden.backend());
        rows.crossEntropy(logits.storage(), ids, IGNORED, losses.storage(), logSumExp.storage());
        return losses.sum().madeBy("headCrossEntropy", g -> {
            rows.crossEntropyBackward(logits.storage(), ids, IGNORED, logSumExp.storage(),
                    g.storage(), new Target(logits.storage(), false));
            Matrix gLogits = Matrix.of(logits.storage(), size.n());
            hidden.accumulate(to -> Matmul.byWeight(gLogits, size, weight, to));
            weight.accumulate(to -> products.multiply(new Size(size.n(), size.k(), size.m()),
                    gLogits.transpose(), Matrix.of(hidden.storage(), size.k()),
                    Matrix.of(to.storage(), size.k()), to.add()));
            logits.storage().changed();                      // a second backward would be wrong
        }, hidden, weight).saving(hidden, weight, logits);
    }

    /// How many of the targets `(...)` count.
    public static long counted(IntTensor targets) {
        return Arrays.stream(targets.values()).filter(target -> target != IGNORED).count();
    }

    private static void requireTargets(int classes, IntTensor targets) {
        for (int target : targets.values()) {
            if (target != IGNORED && (target < 0 || target >= classes)) {
                throw new IllegalArgumentException("a target must be in [0, %d) or %d, got %d"
                        .formatted(classes, IGNORED, target));
            }
        }
        if (counted(targets) == 0) {
            throw new IllegalArgumentException("at least one target must count, got "
                    + targets.count() + " that are all ignored");
        }
    }

    private static void requireOnePerRow(String name, Tensor x, IntTensor targets) {
        if (x.rank() == 0 || !x.shape().without(-1).equals(targets.shape())) {
            throw new IllegalArgumentException("targets must be (...) for %s (..., n), got %s for %s"
                    .formatted(name, targets.shape(), x.shape()));
        }
    }
}

package llm.preference;

import llm.model.TokenLogProbs;
import llm.tensor.IntTensor;
import llm.tensor.Operations;
import llm.tensor.Tensor;

/// Who is preferred to whom, given a score of each: `P(a ≻ b) = eᵃ / (eᵃ + eᵇ) = σ(a − b)`, a
/// softmax over the two. Scores have no zero: adding the same to all changes nothing.
/// Source: Bradley and Terry (1952), Rank Analysis of Incomplete Block Designs, §2.
public final class BradleyTerry {

    private BradleyTerry() {
    }

    /// `−ln σ(better − worse)`: how surprising it is that the better ones were preferred. This is
    /// the cross-entropy of two classes, so it is finite however far the scores are apart.
    ///
    /// Backward: `dL/dbetter = −g · σ(worse − better) = −dL/dworse`. A pair that is told apart
    /// already teaches nothing any more.
    ///
    /// @param better scores of those that were preferred, `(pairs)`
    /// @param worse  scores of the others, `(pairs)`
    /// @return in nats, `(pairs)`
    public static Tensor losses(Tensor better, Tensor worse) {
        if (better.rank() != 1 || !better.shape().equals(worse.shape())) {
            throw new IllegalArgumentException("better and worse must both be (pairs), got "
                    + better.shape() + " and " + worse.shape());
        }
        int pairs = better.size(0);
        Tensor scores = Operations.concat(1, better.reshape(pairs, 1), worse.reshape(pairs, 1));
        IntTensor first = IntTensor.of(new int[pairs], pairs);               // class 0: the better
        return TokenLogProbs.of(scores, first).neg();                        // (pairs)
    }
}

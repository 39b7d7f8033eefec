package llm.attention;

import llm.tensor.Backends;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.Backend;

/// What a language model must not see: the future.
public final class CausalMask {

    private CausalMask() {
    }

    /// Entry `[query, key]` is 1 where the key lies in the future of the query, else 0.
    ///
    /// @return `(tokens, tokens)`
    public static Tensor of(int tokens) {
        return of(tokens, Integer.MAX_VALUE, Backends.current());
    }

    /// @param window how many of the last tokens a token sees, itself included
    private static Tensor of(int tokens, int window, Backend device) {
        if (tokens < 1) {
            throw new IllegalArgumentException("tokens must be 1 or more, got " + tokens);
        }
        float[] mask = new float[tokens * tokens];
        for (int query = 0; query < tokens; query++) {
            for (int key = 0; key < tokens; key++) {
                boolean visible = key <= query && query - key < window;
                mask[query * tokens + key] = visible ? 0 : 1;
            }
        }
        return Tensor.of(mask, Shape.of(tokens, tokens), device);
    }

    /// Weights over the visible keys only: a score of −∞ becomes a weight of 0.
    ///
    /// @param scores `(..., tokens, tokens)`
    /// @return rows that sum to 1, `(..., tokens, tokens)`
    public static Tensor softmax(Tensor scores) {
        return softmax(scores, Integer.MAX_VALUE);
    }

    /// The same where a token sees only the last `window`, itself included.
    ///
    /// @param scores `(..., tokens, tokens)`
    /// @return rows that sum to 1, `(..., tokens, tokens)`
    static Tensor softmax(Tensor scores, int window) {
        return scores.maskedFill(fitting(scores, window), Double.NEGATIVE_INFINITY).softmax();
    }

    /// The same the long way round: weights over all keys, then the hidden ones removed and the
    /// rest rescaled. Two traps, which [#softmax] does not have: the future still changes how the
    /// rest is rounded, and where a hidden score is far above all visible ones, nothing is left to
    /// rescale and the row becomes NaN.
    ///
    /// @param scores `(..., tokens, tokens)`
    /// @return rows that sum to 1, `(..., tokens, tokens)`
    public static Tensor renormalized(Tensor scores) {
        Tensor visible = scores.softmax()
                .maskedFill(fitting(scores, Integer.MAX_VALUE), 0);
        int[] column = visible.shape().with(-1, 1).toArray();      // (..., tokens, 1)
        return visible.div(visible.sum(-1).reshape(column));
    }

    private static Tensor fitting(Tensor scores, int window) {
        if (scores.rank() < 2 || scores.size(-2) != scores.size(-1)) {
            throw new IllegalArgumentException(
                    "scores must be (..., tokens, tokens), got " + scores.shape());
        }
        return of(scores.size(-1), window, scores.backend());
    }
}

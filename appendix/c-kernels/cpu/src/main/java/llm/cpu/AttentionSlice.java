package llm.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import llm.cpu.gemm.Gemm.Factor;
import llm.cpu.gemm.Gemm.Operand;
import llm.tensor.backend.AttentionKernels.AttentionOptions;
import llm.tensor.backend.DropoutMask;

/// Neighbouring queries of a head, whose scores are at hand together, and the keys that any of them
/// sees. There are a few more keys on either side, because products take whole panels of
/// [Factor#ALIGNMENT]; the last ones need not exist.
///
/// Shapes: scores and weights of a slice, and their gradients, are `(queries, keys)`.
///
/// @param query the first query, counted from the head's first
/// @param key   the first key, counted from the head's first
record AttentionSlice(AttentionHead head, int query, int queries, int key, int keys) {
    static final int MOST_QUERIES = 24;                      // whose scores stay in a near cache

    /// Queries from `query` on, before `end`.
    static AttentionSlice of(AttentionHead head, int query, int end) {
        int key = head.firstVisible(query) & -Factor.ALIGNMENT;
        int keys = Factor.width(head.endVisible(end - 1) - key);
        return new AttentionSlice(head, query, end - query, key, keys);
    }

    /// One past the last query.
    int end() {
        return query + queries;
    }

    /// Keys that exist.
    int realKeys() {
        return Math.min(keys, head.options().keys() - key);
    }

    /// The slice's rows of a matrix that has one for each query of the head.
    Operand rowsOf(Operand x) {
        return x.from(query, 0);
    }

    /// Gives keys that a query does not see the score −∞, and with it the weight 0.
    void hideInvisible(Operand scores) {
        MemorySegment memory = scores.memory();
        for (int i = 0; i < queries; i++) {
            long row = scores.index(i, 0);
            int first = head.firstVisible(query + i) - key;
            int end = head.endVisible(query + i) - key;
            RowMath.fill(memory, row, first, Float.NEGATIVE_INFINITY);
            RowMath.fill(memory, row + end, keys - end, Float.NEGATIVE_INFINITY);
        }
    }

    /// Sets the weights that dropout chooses to 0 and makes up for it in the others; their
    /// gradients go the same way.
    void dropOut(Operand weights) {
        if (head.options().dropout() > 0) {
            for (int i = 0; i < queries; i++) {
                dropOut(weights.memory(), weights.index(i, 0), query + i);
            }
        }
    }

    private void dropOut(MemorySegment weights, long row, int query) {
        AttentionOptions options = head.options();
        float factor = 1 / (1 - options.dropout());
        long first = (long) query * options.keys() + key;
        for (int j = 0; j < realKeys(); j++) {
            boolean keep = DropoutMask.keeps(head.seed(), first + j, options.dropout());
            float weight = weights.getAtIndex(JAVA_FLOAT, row + j);
            weights.setAtIndex(JAVA_FLOAT, row + j, keep ? weight * factor : 0f);
        }
    }
}

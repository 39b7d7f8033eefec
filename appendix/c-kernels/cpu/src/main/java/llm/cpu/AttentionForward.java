package llm.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import llm.cpu.AttentionProducts.OneByOne;
import llm.cpu.AttentionProducts.Together;
import llm.cpu.gemm.Gemm;
import llm.cpu.gemm.Gemm.Factor;
import llm.cpu.gemm.Gemm.Operand;
import llm.tensor.backend.AttentionKernels.AttentionOptions;

/// `out = dropout(softmax(scale · q kᵀ + causal mask)) v`, a head at a time, in one thread.
///
/// The scores of a slice of queries are made, used and forgotten while they are in the core's
/// nearest cache, as in FlashAttention; but a slice meets all of its keys at once, so that its
/// maxima and sums are final. Source: Dao et al. (2022), §3.1.
final class AttentionForward {
    private static final int MANY = 8;                       // queries that are taken together

    private final AttentionOptions options;
    private final Gemm gemm;
    private final OneByOne oneByOne;
    private final Operand scores;                            // of a slice: (queries, keys)
    private final MemorySegment factors;                     // room for those of a head

    AttentionForward(AttentionOptions options, Gemm gemm, AttentionScratch scratch) {
        this.options = options;
        this.gemm = gemm;
        this.oneByOne = new OneByOne(new SingleQuery(options.headDim()));
        int width = Factor.width(options.keys());
        MemorySegment[] parts = scratch.parts(
                (long) Math.min(AttentionSlice.MOST_QUERIES, options.queries()) * width,
                few() ? 0 : Together.size(options));
        this.scores = new Operand(parts[0], 0, width, false);
        this.factors = parts[1];
    }

    private boolean few() {
        return options.queries() < MANY;
    }

    /// Writes the head's results, and the log-sum-exp of each query, from which backward makes the
    /// weights again.
    void run(AttentionHead head) {
        AttentionProducts products = few() ? oneByOne : Together.of(head, gemm, factors);
        for (int query = 0, end; query < options.queries(); query = end) {
            end = Math.min(query + AttentionSlice.MOST_QUERIES, options.queries());
            AttentionSlice slice = AttentionSlice.of(head, query, end);
            Operand weights = scores.from(0, slice.key());   // (queries, keys)
            products.scores(slice, weights);
            slice.hideInvisible(weights);
            float[] sums = exponentials(slice, weights);     // (queries)
            slice.dropOut(weights);
            products.weigh(slice, weights);
            divide(slice, sums);
        }
    }

    /// Replaces scores by `e^(score − max)`, weights that their sum has yet to divide. It divides
    /// the result instead, which is smaller.
    ///
    /// @return the sum for each query
    private static float[] exponentials(AttentionSlice slice, Operand scores) {
        float[] sums = new float[slice.queries()];
        Operand logSumExp = slice.head().logSumExp();        // (queries, 1), of the head
        for (int i = 0; i < sums.length; i++) {
            long row = scores.index(i, 0);
            float max = RowMath.max(scores.memory(), row, slice.keys());
            sums[i] = RowMath.expSum(scores.memory(), row, max, scores.memory(), row,
                    slice.keys());
            logSumExp.memory().setAtIndex(JAVA_FLOAT, logSumExp.index(slice.query() + i, 0),
                    max + (float) Math.log(sums[i]));
        }
        return sums;
    }

    private static void divide(AttentionSlice slice, float[] sums) {
        Operand out = slice.head().out();                    // (queries, headDim), of the head
        for (int i = 0; i < sums.length; i++) {
            RowMath.scale(out.memory(), out.index(slice.query() + i, 0), 1 / sums[i], 0f,
                    out.memory(), false, slice.head().options().headDim());
        }
    }
}

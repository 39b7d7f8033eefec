package llm.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import llm.cpu.gemm.Gemm;
import llm.cpu.gemm.Gemm.Factor;
import llm.cpu.gemm.Gemm.Operand;
import llm.tensor.backend.AttentionKernels.AttentionOptions;

/// The gradients of attention, a head at a time, in one thread. With the weights `P`, made again
/// from the log-sum-exp of each query:
///
/// - `gP = gOut vᵀ`, `gS = P ⊙ (gP − Σ gOut·out) · scale`, `gq = gS k` for a slice of queries at a
///   time;
/// - `gv += Pᵀ gOut`, `gk += gSᵀ q`, sums over queries, for a block of slices at a time, whose `P`
///   and `gS` are kept until then.
///
/// Source: Dao et al. (2022), appendix B.2.
final class AttentionBackward {
    private static final int BLOCK = 4 * AttentionSlice.MOST_QUERIES;    // queries

    private final AttentionOptions options;
    private final Gemm gemm;
    private final Operand weights;                           // of a block: (queries, keys)
    private final Operand gScores;                           // of a block: (queries, keys)
    private final MemorySegment headFactors;                 // room for KeysAndValues
    private final MemorySegment blockFactors;                // room for gOut and q

    AttentionBackward(AttentionOptions options, Gemm gemm, AttentionScratch scratch) {
        this.options = options;
        this.gemm = gemm;
        int width = Factor.width(options.keys());
        long scores = (long) Math.min(BLOCK, options.queries()) * width;
        MemorySegment[] parts = scratch.parts(scores, scores, KeysAndValues.size(options),
                2 * Factor.size(BLOCK, options.headDim()));
        this.weights = new Operand(parts[0], 0, width, false);
        this.gScores = new Operand(parts[1], 0, width, false);
        this.headFactors = parts[2];
        this.blockFactors = parts[3];
    }

    /// A key/value head, laid out once for all query heads that read it.
    ///
    /// @param keysTransposed   `(headDim, keys)`
    /// @param keys             `(keys, headDim)`
    /// @param valuesTransposed `(headDim, keys)`
    record KeysAndValues(Factor keysTransposed, Factor keys, Factor valuesTransposed) {

        static long size(AttentionOptions options) {
            return 2 * Factor.size(options.headDim(), options.keys())
                    + Factor.size(options.keys(), options.headDim());
        }
    }

    /// Lays out keys and values for [#run]; they last until the next call.
    ///
    /// @param k `(keys, headDim)`
    /// @param v `(keys, headDim)`
    KeysAndValues layOut(Operand k, Operand v) {
        int keys = options.keys();
        int headDim = options.headDim();
        SegmentAllocator parts = SegmentAllocator.slicingAllocator(headFactors);
        return new KeysAndValues(gemm.layOut(headDim, keys, k.transpose(), parts),
                gemm.layOut(keys, headDim, k, parts),
                gemm.layOut(headDim, keys, v.transpose(), parts));
    }

    /// What comes in, `gOut`, and what goes out, of one query head.
    ///
    /// @param add whether what stands in `gk` and `gv` is another query head's, to be added to
    record Gradients(Operand gOut, Operand gq, Operand gk, Operand gv, boolean add) {
    }

    /// Writes the gradients of one query head.
    void run(AttentionHead head, KeysAndValues factors, Gradients g) {
        for (int first = 0, blockEnd; first < options.queries(); first = blockEnd) {
            blockEnd = Math.min(first + BLOCK, options.queries());
            AttentionSlice block = AttentionSlice.of(head, first, blockEnd);
            for (int query = first, end; query < blockEnd; query = end) {
                end = Math.min(query + AttentionSlice.MOST_QUERIES, blockEnd);
                runSlice(AttentionSlice.of(head, query, end), block, factors, g);
            }
            addKeyAndValueGradients(block, g);
        }
    }

    /// Leaves the weights and the gradients of the scores in their rows of the block.
    private void runSlice(AttentionSlice slice, AttentionSlice block, KeysAndValues factors,
                          Gradients g) {
        int row = slice.query() - block.query();
        int queries = slice.queries();
        int headDim = options.headDim();
        Operand p = weights.from(row, slice.key());          // (queries, keys)
        Operand gs = gScores.from(row, slice.key());         // (queries, keys)
        factors.keysTransposed.from(0, slice.key()).multiply(queries, slice.keys(), headDim,
                options.scale(), slice.rowsOf(slice.head().q()), 0f, p);
        slice.hideInvisible(p);
        factors.valuesTransposed.from(0, slice.key()).multiply(queries, slice.keys(), headDim,
                1f, slice.rowsOf(g.gOut), 0f, gs);
        slice.dropOut(gs);
        differentiateSoftmax(slice, p, gs, slice.rowsOf(g.gOut));
        slice.dropOut(p);
        factors.keys.from(slice.key(), 0).multiply(queries, headDim, slice.realKeys(), 1f, gs, 0f,
                slice.rowsOf(g.gq));
        int unseen = slice.key() - block.key();              // keys that earlier slices see
        clear(weights.from(row, block.key()), queries, unseen);
        clear(gScores.from(row, block.key()), queries, unseen);
    }

    /// Scores become weights, and the weights' gradients those of the scores.
    private void differentiateSoftmax(AttentionSlice slice, Operand scores, Operand gWeights,
                                      Operand gOut) {
        Operand out = slice.rowsOf(slice.head().out());      // (queries, headDim)
        Operand logSumExp = slice.rowsOf(slice.head().logSumExp());  // (queries, 1)
        for (int i = 0; i < slice.queries(); i++) {
            float dot = RowMath.dot(out.memory(), out.index(i, 0), gOut.memory(),
                    gOut.index(i, 0), options.headDim());
            SoftmaxGradient.again(scores.memory(), gWeights.memory(), scores.index(i, 0),
                    slice.keys(), logSumExp.memory().getAtIndex(JAVA_FLOAT, logSumExp.index(i, 0)),
                    dot, options.scale());
        }
    }

    /// Sets `(rows, columns)` of `x` to 0.
    private static void clear(Operand x, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            RowMath.clear(x.memory(), x.index(i, 0), columns);
        }
    }

    /// Sums over the queries of a block: keys before the block meet them all, later ones those of
    /// their own slice and after it.
    private void addKeyAndValueGradients(AttentionSlice block, Gradients g) {
        int headDim = options.headDim();
        SegmentAllocator parts = SegmentAllocator.slicingAllocator(blockFactors);
        Factor gOut = gemm.layOut(block.queries(), headDim, block.rowsOf(g.gOut), parts);
        Factor q = gemm.layOut(block.queries(), headDim, block.rowsOf(block.head().q()), parts);
        boolean fresh = !g.add && block.query() == 0;        // nothing stands in gk and gv yet
        if (fresh) {
            clear(g.gk, block.key(), headDim);
            clear(g.gv, block.key(), headDim);
        }
        int own = block.head().position(block.query());      // key of the block's first query
        int end = block.head().endVisible(block.end() - 1);
        for (int j = block.key(), next; j < end; j = next) {
            next = Math.min(j + AttentionSlice.MOST_QUERIES, j < own ? own : end);
            int skipped = Math.max(0, j - own);
            int seeing = block.queries() - skipped;
            float beta = j < own && !fresh || g.add ? 1f : 0f;
            gOut.from(skipped, 0).multiply(next - j, headDim, seeing, 1f,
                    weights.from(skipped, j).transpose(), beta, g.gv.from(j, 0));
            q.from(skipped, 0).multiply(next - j, headDim, seeing, 1f,
                    gScores.from(skipped, j).transpose(), beta, g.gk.from(j, 0));
        }
    }
}

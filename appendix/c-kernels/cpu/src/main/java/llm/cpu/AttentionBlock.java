package llm.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import llm.cpu.gemm.Gemm;
import llm.cpu.gemm.Gemm.Factor;
import llm.cpu.gemm.Gemm.Operand;
import llm.tensor.backend.AttentionKernels.AttentionOptions;
import llm.tensor.backend.AttentionKernels.Heads;
import llm.tensor.backend.DropoutMask;

/// Attention of one head, in one thread. The scores of a slice of queries are made, used and
/// forgotten while they are in the core's nearest cache. Backward keeps the weights of a block of
/// slices, for the products that sum over queries.
final class AttentionBlock {
    private static final int MANY = 8;                       // queries that are taken together
    private static final int SLICE = 24;                     // queries
    private static final int BLOCK = 4 * SLICE;

    private final AttentionOptions options;
    private final Gemm gemm;
    private final boolean few;
    private final SingleQuery single;
    private final int width;                                 // values of a row of scores
    private final MemorySegment scores;                      // of a slice, or block: (…, width)
    private final MemorySegment gScores;
    private final MemorySegment headMemory;
    private final MemorySegment blockMemory;
    private final float[] sums = new float[SLICE];
    private Operand q;
    private Operand k;
    private Operand v;
    private Factor keysTransposed;                               // (headDim, keys)
    private Factor keyRows;                                  // (keys, headDim)
    private Factor valuesTransposed;                             // (headDim, keys)
    private Factor valueRows;                                // (keys, headDim)
    private long headSeed;
    private int padding;

    // The slice at hand: queries `row … row + rows`, keys `key … key + keys`, the last of which
    // need not exist. Row 0 of the scores belongs to query `first`.
    private int first;
    private int row;
    private int rows;
    private int key;
    private int keys;

    /// What a block is for; each needs other memory.
    enum Use {
        /// [#forward], one query after another, as it pays for a few.
        FEW,
        /// [#forward]
        FORWARD,
        /// [#backward]
        BACKWARD;

        static Use forward(AttentionOptions options) {
            return options.queries() < MANY ? FEW : FORWARD;
        }
    }

    /// @param scratch memory of as many numbers as [#scratch] says
    AttentionBlock(AttentionOptions options, Gemm gemm, Use use, MemorySegment scratch) {
        this.options = options;
        this.gemm = gemm;
        this.few = use == Use.FEW;
        this.single = new SingleQuery(options.headDim());
        this.width = Factor.width(options.keys());
        SegmentAllocator parts = SegmentAllocator.slicingAllocator(scratch);
        this.scores = memory(parts, scores(options, use));
        this.gScores = memory(parts, gScores(options, use));
        this.headMemory = memory(parts, headFactors(options, use));
        this.blockMemory = memory(parts, blockFactors(options, use));
    }

    static long scratch(AttentionOptions options, Use use) {
        return scores(options, use) + gScores(options, use) + headFactors(options, use)
                + blockFactors(options, use);
    }

    private static long scores(AttentionOptions options, Use use) {
        int rows = use == Use.BACKWARD ? BLOCK : SLICE;
        return (long) Math.min(rows, options.queries()) * Factor.width(options.keys());
    }

    private static long gScores(AttentionOptions options, Use use) {
        return use == Use.BACKWARD ? scores(options, use) : 0;
    }

    private static long headFactors(AttentionOptions options, Use use) {
        long transposed = Factor.size(options.headDim(), options.keys());
        long rows = Factor.size(options.keys(), options.headDim());
        return switch (use) {
            case FEW -> 0;
            case FORWARD -> transposed + rows;
            case BACKWARD -> 2 * transposed + rows;
        };
    }

    private static long blockFactors(AttentionOptions options, Use use) {
        return use == Use.BACKWARD ? 2 * Factor.size(BLOCK, options.headDim()) : 0;
    }

    private static MemorySegment memory(SegmentAllocator parts, long values) {
        return parts.allocate(values * Float.BYTES, Float.BYTES);
    }

    void queries(Heads heads, int batch, int head) {
        q = CpuAttention.operand(heads, batch, head);
        padding = options.paddingOf(batch);
        headSeed = DropoutMask.ofHead(options, batch, head);
    }

    /// What [#forward] needs of a head's keys and values.
    void keysAndValues(Heads keyHeads, Heads valueHeads, int batch, int kvHead) {
        k = CpuAttention.operand(keyHeads, batch, kvHead);
        v = CpuAttention.operand(valueHeads, batch, kvHead);
        if (!few) {
            SegmentAllocator parts = SegmentAllocator.slicingAllocator(headMemory);
            keysTransposed = factor(options.headDim(), options.keys(), k.transpose(), parts);
            valueRows = factor(options.keys(), options.headDim(), v, parts);
        }
    }

    /// What [#backward] needs of them.
    void keysAndValuesForBackward(Heads keyHeads, Heads valueHeads, int batch, int kvHead) {
        k = CpuAttention.operand(keyHeads, batch, kvHead);
        v = CpuAttention.operand(valueHeads, batch, kvHead);
        SegmentAllocator parts = SegmentAllocator.slicingAllocator(headMemory);
        keysTransposed = factor(options.headDim(), options.keys(), k.transpose(), parts);
        keyRows = factor(options.keys(), options.headDim(), k, parts);
        valuesTransposed = factor(options.headDim(), options.keys(), v.transpose(), parts);
    }

    private Factor factor(int rows, int columns, Operand x, SegmentAllocator parts) {
        return gemm.layOut(rows, columns, x, memory(parts, Factor.size(rows, columns)));
    }

    /// `out = dropout(softmax(scale · q kᵀ)) v`, and the log-sum-exp of each query from index
    /// `at` on.
    void forward(Operand out, MemorySegment logSumExp, long at) {
        for (row = 0; row < options.queries(); row += SLICE) {
            first = row;
            chooseKeys(options.queries());
            makeScores();
            hideInvisible();
            for (int i = 0; i < rows; i++) {
                logSumExp.setAtIndex(JAVA_FLOAT, at + row + i, exponentials(i));
                if (options.dropout() > 0) {
                    dropOut(scores, i);
                }
            }
            weighValues(out);
        }
    }

    /// The weights of a query times their sum, which divides the result instead of each of them.
    ///
    /// @return the log-sum-exp of its scores
    private float exponentials(int i) {
        long at = index(i);
        float max = RowMath.max(scores, at, keys);
        sums[i] = RowMath.expSum(scores, at, max, scores, at, keys);
        return max + (float) Math.log(sums[i]);
    }

    private void weighValues(Operand out) {
        if (few) {
            for (int i = 0; i < rows; i++) {
                single.weigh(rowsFrom(scores, i), v.from(key, 0), realKeys(), out.from(row + i, 0));
            }
        } else {
            valueRows.from(key, 0).multiply(rows, options.headDim(), realKeys(), 1f,
                    rowsFrom(scores, 0), 0f, out.from(row, 0));
        }
        for (int i = 0; i < rows; i++) {
            long at = out.from(row + i, 0).offset();
            RowMath.scale(out.memory(), at, 1 / sums[i], 0f, out.memory(), false,
                    options.headDim());
        }
    }

    /// What backward reads (`out`, `gOut`) and writes for one query head.
    ///
    /// @param add whether what stands in `gk` and `gv` is another query head's, to be added to
    record Gradients(Operand out, Operand gOut, Operand gq, Operand gk, Operand gv, boolean add) {
    }

    /// With `P` the weights: `gv += Pᵀ gOut`, `gP = gOut vᵀ`,
    /// `gS = P ⊙ (gP − Σ gOut·out) · scale`, `gq = gS k`, `gk += gSᵀ q`.
    void backward(Gradients g, MemorySegment logSumExp, long at) {
        for (first = 0; first < options.queries(); first += BLOCK) {
            int end = Math.min(first + BLOCK, options.queries());
            int firstKey = Integer.MAX_VALUE;
            for (row = first; row < end; row += SLICE) {
                chooseKeys(end);
                firstKey = Math.min(firstKey, key);
                makeScores();
                hideInvisible();
                valuesTransposed.from(0, key).multiply(rows, keys, options.headDim(), 1f,
                        g.gOut.from(row, 0), 0f, rowsFrom(gScores, 0));
                for (int i = 0; i < rows; i++) {
                    gradientOfScores(i, logSumExp.getAtIndex(JAVA_FLOAT, at + row + i), dot(g, i));
                    clear(scores, i, firstKey);
                    clear(gScores, i, firstKey);
                }
                keyRows.from(key, 0).multiply(rows, options.headDim(), realKeys(), 1f,
                        rowsFrom(gScores, 0), 0f, g.gq.from(row, 0));
            }
            addKeyAndValueGradients(g, end, firstKey);
        }
    }

    private float dot(Gradients g, int i) {
        return RowMath.dot(g.out.memory(), g.out.from(row + i, 0).offset(),
                g.gOut.memory(), g.gOut.from(row + i, 0).offset(), options.headDim());
    }

    /// The weights again, and the gradients of the scores instead of the weights'.
    private void gradientOfScores(int i, float logSumExp, float outDotGradient) {
        if (options.dropout() > 0) {
            dropOut(gScores, i);
        }
        SoftmaxGradient.again(scores, gScores, index(i), keys, logSumExp, outDotGradient,
                options.scale());
        if (options.dropout() > 0) {
            dropOut(scores, i);
        }
    }

    /// Keys that earlier queries of the block see, but not this slice.
    private void clear(MemorySegment x, int i, int firstKey) {
        RowMath.clear(x, index(i) - key + firstKey, key - firstKey);
    }

    /// Sums over the queries of a block: keys before the block meet them all, later ones those of
    /// their own slice and after it.
    private void addKeyAndValueGradients(Gradients g, int end, int firstKey) {
        SegmentAllocator parts = SegmentAllocator.slicingAllocator(blockMemory);
        Factor gOut = factor(end - first, options.headDim(), g.gOut.from(first, 0), parts);
        Factor queries = factor(end - first, options.headDim(), q.from(first, 0), parts);
        boolean fresh = !g.add && first == 0;
        if (fresh) {
            clearRows(g.gk, firstKey);
            clearRows(g.gv, firstKey);
        }
        int own = past() + first;
        for (int j = firstKey, next; j < past() + end; j = next) {
            next = Math.min(j + SLICE, j < own ? own : past() + end);
            int skipped = Math.max(0, j - own);
            int seeing = end - first - skipped;
            float beta = j < own && !fresh || g.add ? 1f : 0f;
            long at = (long) skipped * width + j;
            gOut.from(skipped, 0).multiply(next - j, options.headDim(), seeing, 1f,
                    new Operand(scores, at, width, true), beta, g.gv.from(j, 0));
            queries.from(skipped, 0).multiply(next - j, options.headDim(), seeing, 1f,
                    new Operand(gScores, at, width, true), beta, g.gk.from(j, 0));
        }
    }

    private void clearRows(Operand x, int count) {
        for (int i = 0; i < count; i++) {
            RowMath.clear(x.memory(), x.from(i, 0).offset(), options.headDim());
        }
    }

    /// The keys that any query of the slice sees, from a whole panel on.
    private void chooseKeys(int end) {
        rows = Math.min(SLICE, end - row);
        key = Math.max(Math.max(0, past() + row - options.window() + 1),
                Math.min(padding, past() + row)) & -Factor.ALIGNMENT;
        keys = Factor.width(past() + row + rows - key);
    }

    /// Keys before the first query.
    private int past() {
        return options.keys() - options.queries();
    }

    private int realKeys() {
        return Math.min(keys, options.keys() - key);
    }

    /// First key that query `i` of the slice sees, counted from the slice's first key.
    private int firstVisible(int i) {
        int position = past() + row + i;
        return Math.max(Math.max(0, position - options.window() + 1),
                Math.min(padding, position)) - key;
    }

    /// One past the last key that query `i` of the slice sees: the causal mask.
    private int endVisible(int i) {
        return options.keys() - options.queries() + row + i + 1 - key;
    }

    private void hideInvisible() {
        for (int i = 0; i < rows; i++) {
            int end = endVisible(i);
            RowMath.fill(scores, index(i), firstVisible(i), Float.NEGATIVE_INFINITY);
            RowMath.fill(scores, index(i) + end, keys - end, Float.NEGATIVE_INFINITY);
        }
    }

    private void dropOut(MemorySegment x, int i) {
        float factor = 1 / (1 - options.dropout());
        long query = (long) (row + i) * options.keys() + key;
        for (int j = 0; j < realKeys(); j++) {
            boolean keep = DropoutMask.keeps(headSeed, query + j, options.dropout());
            long at = index(i) + j;
            x.setAtIndex(JAVA_FLOAT, at, keep ? x.getAtIndex(JAVA_FLOAT, at) * factor : 0f);
        }
    }

    private void makeScores() {
        if (few) {
            for (int i = 0; i < rows; i++) {
                single.scores(q.from(row + i, 0), k.from(key, 0), realKeys(), options.scale(),
                        rowsFrom(scores, i));
            }
        } else {
            keysTransposed.from(0, key).multiply(rows, keys, options.headDim(), options.scale(),
                    q.from(row, 0), 0f, rowsFrom(scores, 0));
        }
    }

    /// Where the slice's scores of query `i` begin.
    private long index(int i) {
        return (long) (row - first + i) * width + key;
    }

    private Operand rowsFrom(MemorySegment x, int i) {
        return new Operand(x, index(i), width, false);
    }
}

package llm.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import llm.tensor.backend.Attention.Heads;
import llm.tensor.backend.Attention.Spec;

/// Attention of one head, `ROWS` queries at a time, in one thread.
final class AttentionBlock {
    static final int ROWS = 64;
    private static final int FEW = 8;                        // queries taken one by one

    private final Spec spec;
    private final Sgemm sgemm;
    private final SingleQuery single;
    private final MemorySegment scores;
    private final MemorySegment gScores;
    private final MemorySegment turned;                      // kᵀ, then vᵀ
    private Sgemm.Operand q;
    private Sgemm.Operand k;
    private Sgemm.Operand v;
    private Sgemm.Operand turnedKeys;                        // (headDim, keys)
    private Sgemm.Operand turnedValues;                      // (headDim, keys)
    private long headSeed;
    private int padding;

    // The block at hand: queries `row … row + rows`, keys `key … key + keys`.
    private int row;
    private int rows;
    private int key;
    private int keys;

    AttentionBlock(Spec spec, Sgemm sgemm, MemorySegment scratch) {
        this.spec = spec;
        this.sgemm = sgemm;
        this.single = new SingleQuery(spec.headDim());
        long half = (long) ROWS * spec.keys() * Float.BYTES;
        this.scores = scratch.asSlice(0, half);
        this.gScores = scratch.asSlice(half, half);
        this.turned = scratch.asSlice(2 * half);
    }

    /// Numbers that a block needs for itself.
    static long scratch(Spec spec) {
        return 2L * ROWS * spec.keys() + 2 * turned(spec);
    }

    private static long turned(Spec spec) {
        return (long) Transpose.padded(spec.headDim()) * Transpose.padded(spec.keys());
    }

    void queries(Heads heads, int batch, int head) {
        q = CpuAttention.operand(heads, batch, head);
        padding = spec.paddingOf(batch);
        headSeed = spec.seed() + ((long) batch * spec.heads() + head) * 0x632BE59BD9B4E019L;
    }

    void keysAndValues(Heads keyHeads, Heads valueHeads, int batch, int kvHead) {
        k = CpuAttention.operand(keyHeads, batch, kvHead);
        v = CpuAttention.operand(valueHeads, batch, kvHead);
        turnedKeys = turn(k, 0);
    }

    /// What only [#backward] needs of the keys and values at hand.
    void prepareBackward() {
        turnedValues = turn(v, turned(spec));
    }

    /// Turned round once for all blocks of queries; a few queries do without.
    private Sgemm.Operand turn(Sgemm.Operand x, long at) {
        if (few()) {
            return x;
        }
        x.require(spec.keys(), spec.headDim());
        int width = Transpose.padded(spec.keys());
        Sgemm.Operand result = new Sgemm.Operand(turned, at, width, false);
        Transpose.copy(x.address(0, 0), x.rowStep(), spec.headDim(), spec.keys(),
                result.address(0, 0), result.rowStep(), width);
        return result;
    }

    /// `out = dropout(softmax(scale · q kᵀ)) v`, and the log-sum-exp of each query from index
    /// `at` on.
    void forward(Sgemm.Operand out, MemorySegment logSumExp, long at) {
        for (row = 0; row < spec.queries(); row += ROWS) {
            chooseKeys();
            makeScores();
            for (int i = 0; i < rows; i++) {
                logSumExp.setAtIndex(JAVA_FLOAT, at + row + i, softmax(i));
                if (spec.dropout() > 0) {
                    dropOut(scores, i);
                }
            }
            weighValues(out);
        }
    }

    private void weighValues(Sgemm.Operand out) {
        if (few()) {
            for (int i = 0; i < rows; i++) {
                single.weigh(matrixRow(scores, i), from(v, key), keys, from(out, row + i));
            }
        } else {
            sgemm.multiply(rows, spec.headDim(), keys, 1f, matrix(scores), from(v, key), 0f,
                    from(out, row));
        }
    }

    /// What backward reads (`out`, `gOut`) and writes for one query head.
    record Gradients(Sgemm.Operand out, Sgemm.Operand gOut, Sgemm.Operand gq, Sgemm.Operand gk,
                     Sgemm.Operand gv) {
    }

    /// With `P` the weights: `gv += Pᵀ gOut`, `gP = gOut vᵀ`,
    /// `gS = P ⊙ (gP − Σ gOut·out) · scale`, `gq = gS k`, `gk += gSᵀ q`.
    void backward(Gradients g, MemorySegment logSumExp, long at) {
        for (row = 0; row < spec.queries(); row += ROWS) {
            chooseKeys();
            makeScores();
            rowProducts(g.gOut, v, turnedValues, 1f, gScores);
            for (int i = 0; i < rows; i++) {
                weightsAgain(i, logSumExp.getAtIndex(JAVA_FLOAT, at + row + i));
            }
            if (spec.dropout() == 0) {
                addValueGradient(g);
            }
            for (int i = 0; i < rows; i++) {
                gradientOfScores(i, dot(g, row + i));
            }
            if (spec.dropout() > 0) {
                for (int i = 0; i < rows; i++) {
                    dropOut(scores, i);
                }
                addValueGradient(g);
            }
            sgemm.multiply(rows, spec.headDim(), keys, 1f, matrix(gScores), from(k, key), 0f,
                    from(g.gq, row));
            sgemm.multiply(keys, spec.headDim(), rows, 1f, matrix(gScores).transpose(),
                    from(q, row), 1f, from(g.gk, key));
        }
    }

    /// The keys that any query of the block sees.
    private void chooseKeys() {
        rows = Math.min(ROWS, spec.queries() - row);
        int past = spec.keys() - spec.queries();
        key = Math.max(Math.max(0, past + row - spec.window() + 1),
                Math.min(padding, past + row));
        keys = past + row + rows - key;
    }

    /// First key that query `i` of the block sees, counted from the block's first key.
    private int firstVisible(int i) {
        int position = spec.keys() - spec.queries() + row + i;
        return Math.max(Math.max(0, position - spec.window() + 1),
                Math.min(padding, position)) - key;
    }

    /// One past the last key that query `i` of the block sees: the causal mask.
    private int endVisible(int i) {
        return spec.keys() - spec.queries() + row + i + 1 - key;
    }

    private float softmax(int i) {
        long at = (long) i * keys + firstVisible(i);
        int n = endVisible(i) - firstVisible(i);
        float max = RowMath.max(scores, at, n);
        float sum = RowMath.expSum(scores, at, max, scores, at, n);
        RowMath.scale(scores, at, 1 / sum, 0f, scores, false, n);
        hideInvisible(scores, i);
        return max + (float) Math.log(sum);
    }

    private void weightsAgain(int i, float logSumExp) {
        long at = (long) i * keys + firstVisible(i);
        RowMath.scaledExp(scores, at, logSumExp, 1f, scores, false,
                endVisible(i) - firstVisible(i));
        hideInvisible(scores, i);
    }

    private void hideInvisible(MemorySegment x, int i) {
        long at = (long) i * keys;
        RowMath.clear(x, at, firstVisible(i));
        RowMath.clear(x, at + endVisible(i), keys - endVisible(i));
    }

    private void addValueGradient(Gradients g) {
        sgemm.multiply(keys, spec.headDim(), rows, 1f, matrix(scores).transpose(),
                from(g.gOut, row), 1f, from(g.gv, key));
    }

    private void gradientOfScores(int i, float outDotGradient) {
        if (spec.dropout() > 0) {
            dropOut(gScores, i);
        }
        SoftmaxGradient.row(scores, gScores, (long) i * keys, keys, outDotGradient, spec.scale(),
                gScores, false);
    }

    private float dot(Gradients g, int query) {
        return RowMath.dot(g.out.memory(), g.out.offset() + (long) query * g.out.stride(),
                g.gOut.memory(), g.gOut.offset() + (long) query * g.gOut.stride(),
                spec.headDim());
    }

    private void dropOut(MemorySegment x, int i) {
        float factor = 1 / (1 - spec.dropout());
        long query = (long) (row + i) * spec.keys() + key;
        for (int j = 0; j < keys; j++) {
            long at = (long) i * keys + j;
            boolean keep = CpuElements.keeps(headSeed, query + j, spec.dropout());
            x.setAtIndex(JAVA_FLOAT, at, keep ? x.getAtIndex(JAVA_FLOAT, at) * factor : 0f);
        }
    }

    private boolean few() {
        return spec.queries() < FEW;
    }

    private void makeScores() {
        rowProducts(q, k, turnedKeys, spec.scale(), scores);
    }

    /// `result[i, j] = scale · Σ x[row + i] · y[key + j]`.
    private void rowProducts(Sgemm.Operand x, Sgemm.Operand y, Sgemm.Operand turnedY, float scale,
                             MemorySegment result) {
        if (few()) {
            for (int i = 0; i < rows; i++) {
                single.scores(from(x, row + i), from(y, key), keys, scale, matrixRow(result, i));
            }
        } else {
            sgemm.multiply(rows, keys, spec.headDim(), scale, from(x, row),
                    fromColumn(turnedY, key), 0f, matrix(result));
        }
    }

    private static Sgemm.Operand from(Sgemm.Operand x, int token) {
        return new Sgemm.Operand(x.memory(), x.offset() + (long) token * x.stride(), x.stride(),
                false);
    }

    private static Sgemm.Operand fromColumn(Sgemm.Operand x, int column) {
        return new Sgemm.Operand(x.memory(), x.offset() + column, x.stride(), false);
    }

    private Sgemm.Operand matrixRow(MemorySegment x, int i) {
        return new Sgemm.Operand(x, (long) i * keys, keys, false);
    }

    private Sgemm.Operand matrix(MemorySegment x) {
        return new Sgemm.Operand(x, 0, keys, false);
    }
}

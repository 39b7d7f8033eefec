package llm.cpu;

import static llm.cpu.simd.VectorMath.FLOATS;
import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.first;
import static llm.cpu.simd.VectorMath.loadAt;
import static llm.cpu.simd.VectorMath.numberAt;
import static llm.cpu.simd.VectorMath.storeAt;
import static llm.cpu.simd.VectorMath.unchecked;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import llm.cpu.gemm.Gemm;
import llm.cpu.simd.Transpose;
import llm.cpu.x86.GemvCode;
import llm.cpu.x86.WeightedRowsCode;

/// Attention of one query of one head, as each generated token needs it. The keys and values of
/// the cache are read once, row by row; products of whole matrices would not pay.
final class SingleQuery {
    private static final int VECTOR_BYTES = LANES * Float.BYTES;

    private final int headDim;
    private final float[] sums = new float[LANES * LANES];

    SingleQuery(int headDim) {
        this.headDim = headDim;
    }

    /// `scores[j] = scale · Σ q · k[j]` for `j < keys`.
    void scores(Gemm.Operand q, Gemm.Operand k, int keys, float scale, Gemm.Operand scores) {
        q.require(1, headDim);
        k.require(keys, headDim);
        scores.require(1, keys);
        if (inCode(k)) {
            GemvCode.ofFloats(1).multiply(k.address(0, 0), keys, headDim, 1, q.address(0, 0),
                    scores.address(0, 0), keys);
            RowMath.scale(scores.memory(), scores.offset(), scale, 0f, scores.memory(), false,
                    keys);
        } else {
            scoresInJava(q, k, keys, scale, scores);
        }
    }

    /// `LANES` keys at a time.
    private void scoresInJava(Gemm.Operand q, Gemm.Operand k, int keys, float scale,
                              Gemm.Operand scores) {
        for (int j = 0; j < keys; j += LANES) {
            int count = Math.min(LANES, keys - j);
            for (int i = 0; i < count; i++) {
                product(q.address(0, 0), k.address(j + i, 0), i * LANES);
            }
            storeAt(Transpose.sums(sums).mul(scale), scores.address(0, j), first(count));
        }
    }

    /// Whether the keys are rows without gaps, in whole vectors, which machine code multiplies.
    private boolean inCode(Gemm.Operand k) {
        return headDim % LANES == 0 && k.rowStep() == (long) headDim * Float.BYTES
                && GemvCode.runsHere(headDim);
    }

    /// Writes a vector whose lanes add up to `Σ q · k`.
    private void product(long q, long k, int to) {
        FloatVector even = FloatVector.zero(FLOATS);
        FloatVector odd = FloatVector.zero(FLOATS);
        int d = 0;
        for (; d <= headDim - 2 * LANES; d += 2 * LANES) {
            long x = unchecked(q);
            long y = unchecked(k);
            even = loadAt(x).fma(loadAt(y), even);
            odd = loadAt(x + VECTOR_BYTES).fma(loadAt(y + VECTOR_BYTES), odd);
            q += 2 * VECTOR_BYTES;
            k += 2 * VECTOR_BYTES;
        }
        for (; d < headDim; d += LANES) {
            VectorMask<Float> rest = first(headDim - d);
            even = loadAt(q, rest).fma(loadAt(k, rest), even);
            q += VECTOR_BYTES;
            k += VECTOR_BYTES;
        }
        even.add(odd).intoArray(sums, to);
    }

    /// `out = Σⱼ weights[j] · v[j]` for `j < keys`.
    void weigh(Gemm.Operand weights, Gemm.Operand v, int keys, Gemm.Operand out) {
        weights.require(1, keys);
        v.require(keys, headDim);
        out.require(1, headDim);
        int inCode = keys > 0 ? WeightedRowsCode.part(headDim) : 0;
        if (inCode > 0) {
            WeightedRowsCode.sum(weights.address(0, 0), v.address(0, 0), v.rowStep(), keys, inCode,
                    out.address(0, 0));
        }
        weighInJava(weights, v, keys, out, inCode);
    }

    /// The same from column `d` on, four vectors of columns at a time.
    private void weighInJava(Gemm.Operand weights, Gemm.Operand v, int keys, Gemm.Operand out,
                             int d) {
        for (; d <= headDim - 4 * LANES; d += 4 * LANES) {
            fourVectors(weights.address(0, 0), v.address(0, d), v.rowStep(), keys,
                    out.address(0, d));
        }
        for (; d < headDim; d += LANES) {
            oneVector(weights.address(0, 0), v.address(0, d), v.rowStep(), keys,
                    out.address(0, d), first(headDim - d));
        }
    }

    private static void fourVectors(long weights, long v, long rowStep, int keys, long out) {
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        for (int j = 0; j < keys; j++) {
            FloatVector weight = numberAt(unchecked(weights + (long) j * Float.BYTES));
            long value = unchecked(v);
            sum0 = weight.fma(loadAt(value), sum0);
            sum1 = weight.fma(loadAt(value + VECTOR_BYTES), sum1);
            sum2 = weight.fma(loadAt(value + 2 * VECTOR_BYTES), sum2);
            sum3 = weight.fma(loadAt(value + 3 * VECTOR_BYTES), sum3);
            v += rowStep;
        }
        storeAt(sum0, out);
        storeAt(sum1, out + VECTOR_BYTES);
        storeAt(sum2, out + 2 * VECTOR_BYTES);
        storeAt(sum3, out + 3 * VECTOR_BYTES);
    }

    private static void oneVector(long weights, long v, long rowStep, int keys, long out,
                                  VectorMask<Float> lanes) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int j = 0; j < keys; j++) {
            sum = numberAt(weights + (long) j * Float.BYTES).fma(loadAt(v, lanes), sum);
            v += rowStep;
        }
        storeAt(sum, out, lanes);
    }
}

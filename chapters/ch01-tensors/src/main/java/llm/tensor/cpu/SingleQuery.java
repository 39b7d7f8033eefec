package llm.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static llm.tensor.cpu.PackedStorage.MEMORY;
import static llm.tensor.cpu.VectorMath.FLOATS;
import static llm.tensor.cpu.VectorMath.LANES;

import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;

/// Attention of one query of one head, as each generated token needs it. The keys and values of
/// the cache are read once, row by row; products of whole matrices would not pay.
final class SingleQuery {
    private static final int FLOAT_BYTES = Float.BYTES;
    private static final int VECTOR_BYTES = LANES * Float.BYTES;
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    private final int headDim;
    private final float[] sums = new float[LANES * LANES];

    SingleQuery(int headDim) {
        this.headDim = headDim;
    }

    /// `scores[j] = scale · Σ q · k[j]` for `j < keys`, `LANES` keys at a time.
    void scores(Sgemm.Operand q, Sgemm.Operand k, int keys, float scale, Sgemm.Operand scores) {
        q.require(1, headDim);
        k.require(keys, headDim);
        scores.require(1, keys);
        for (int j = 0; j < keys; j += LANES) {
            int count = Math.min(LANES, keys - j);
            for (int i = 0; i < count; i++) {
                product(q.address(0, 0), k.address(j + i, 0), i * LANES);
            }
            FloatVector products = Transpose.sums(sums).mul(scale);
            products.intoMemorySegment(MEMORY, scores.address(0, j), NATIVE,
                    VectorMath.first(count));
        }
    }

    /// Writes a vector whose lanes add up to `Σ q · k`.
    private void product(long q, long k, int to) {
        FloatVector even = FloatVector.zero(FLOATS);
        FloatVector odd = FloatVector.zero(FLOATS);
        int d = 0;
        for (; d <= headDim - 2 * LANES; d += 2 * LANES) {
            even = load(q).fma(load(k), even);
            odd = load(q + VECTOR_BYTES).fma(load(k + VECTOR_BYTES), odd);
            q += 2 * VECTOR_BYTES;
            k += 2 * VECTOR_BYTES;
        }
        for (; d < headDim; d += LANES) {
            even = load(q, headDim - d).fma(load(k, headDim - d), even);
            q += VECTOR_BYTES;
            k += VECTOR_BYTES;
        }
        even.add(odd).intoArray(sums, to);
    }

    /// `out = Σⱼ weights[j] · v[j]` for `j < keys`, four vectors of columns at a time.
    void weigh(Sgemm.Operand weights, Sgemm.Operand v, int keys, Sgemm.Operand out) {
        weights.require(1, keys);
        v.require(keys, headDim);
        out.require(1, headDim);
        int d = 0;
        for (; d <= headDim - 4 * LANES; d += 4 * LANES) {
            fourVectors(weights.address(0, 0), v.address(0, d), v.rowStep(), keys,
                    out.address(0, d));
        }
        for (; d < headDim; d += LANES) {
            oneVector(weights.address(0, 0), v.address(0, d), v.rowStep(), keys,
                    out.address(0, d), headDim - d);
        }
    }

    private static void fourVectors(long weights, long v, long rowStep, int keys, long out) {
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        for (int j = 0; j < keys; j++) {
            FloatVector weight = number(weights + (long) j * FLOAT_BYTES);
            sum0 = weight.fma(load(v), sum0);
            sum1 = weight.fma(load(v + VECTOR_BYTES), sum1);
            sum2 = weight.fma(load(v + 2 * VECTOR_BYTES), sum2);
            sum3 = weight.fma(load(v + 3 * VECTOR_BYTES), sum3);
            v += rowStep;
        }
        sum0.intoMemorySegment(MEMORY, out, NATIVE);
        sum1.intoMemorySegment(MEMORY, out + VECTOR_BYTES, NATIVE);
        sum2.intoMemorySegment(MEMORY, out + 2 * VECTOR_BYTES, NATIVE);
        sum3.intoMemorySegment(MEMORY, out + 3 * VECTOR_BYTES, NATIVE);
    }

    private static void oneVector(long weights, long v, long rowStep, int keys, long out,
                                  int lanes) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int j = 0; j < keys; j++) {
            sum = number(weights + (long) j * FLOAT_BYTES).fma(load(v, lanes), sum);
            v += rowStep;
        }
        sum.intoMemorySegment(MEMORY, out, NATIVE, VectorMath.first(Math.min(lanes, LANES)));
    }

    private static FloatVector number(long address) {
        return FloatVector.broadcast(FLOATS, MEMORY.get(JAVA_FLOAT_UNALIGNED, address));
    }

    private static FloatVector load(long address) {
        return FloatVector.fromMemorySegment(FLOATS, MEMORY, address, NATIVE);
    }

    /// The first `lanes` values, 0 in the lanes behind them.
    private static FloatVector load(long address, int lanes) {
        return FloatVector.fromMemorySegment(FLOATS, MEMORY, address, NATIVE,
                VectorMath.first(Math.min(lanes, LANES)));
    }
}

package llm.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Functions of a whole vector at a time, written out so that every processor gives the same
/// values, and the loads and stores the kernels share.
final class VectorMath {
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED.length() > 16
            ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;
    static final int LANES = FLOATS.length();
    private static final VectorShuffle<Float> HALF = rotation(LANES / 2);
    private static final VectorShuffle<Float> QUARTER = rotation(LANES / 4);
    private static final VectorShuffle<Float> EIGHTH = rotation(LANES / 8);
    private static final VectorShuffle<Float> SIXTEENTH = rotation(LANES / 16);
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    private static final float LOG2_E = 1.44269504f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    private static final float ROUND = 12_582_912f;          // 1.5 · 2²³: adding it rounds to an int
    private static final float EXP_ZERO = -87.3f;            // below this eˣ is not a normal float
    private static final float EXP_INFINITE = 88.7f;

    private VectorMath() {
    }

    /// Values `index …` of a storage.
    static FloatVector load(MemorySegment x, long index) {
        return FloatVector.fromMemorySegment(FLOATS, x, index << 2, NATIVE);
    }

    /// The first values of a vector, 0 in the others.
    static FloatVector load(MemorySegment x, long index, VectorMask<Float> mask) {
        return FloatVector.fromMemorySegment(FLOATS, x, index << 2, NATIVE, mask);
    }

    static void store(FloatVector v, MemorySegment y, long index) {
        v.intoMemorySegment(y, index << 2, NATIVE);
    }

    static void store(FloatVector v, MemorySegment y, long index, VectorMask<Float> mask) {
        v.intoMemorySegment(y, index << 2, NATIVE, mask);
    }

    /// Stores `v`, or adds it to what stands there.
    static void put(FloatVector v, MemorySegment y, long index, boolean add) {
        if (add) {
            store(v.add(load(y, index)), y, index);
        } else {
            store(v, y, index);
        }
    }

    /// The same for the first values of a vector.
    static void put(FloatVector v, MemorySegment y, long index, boolean add,
                    VectorMask<Float> mask) {
        if (add) {
            store(v.add(load(y, index, mask)), y, index, mask);
        } else {
            store(v, y, index, mask);
        }
    }

    private static VectorShuffle<Float> rotation(int lanes) {
        return VectorShuffle.iota(FLOATS, lanes, 1, true);
    }

    /// The sum of all lanes, added in one fixed order: half to half, quarter to quarter, and so
    /// on. `reduceLanes(ADD)` adds in another order before it is compiled than after, so that two
    /// runs would differ in their last bits.
    static float sum(FloatVector v) {
        FloatVector sum = v.add(v.rearrange(HALF));
        sum = LANES >= 4 ? sum.add(sum.rearrange(QUARTER)) : sum;
        sum = LANES >= 8 ? sum.add(sum.rearrange(EIGHTH)) : sum;
        sum = LANES >= 16 ? sum.add(sum.rearrange(SIXTEENTH)) : sum;
        return sum.lane(0);
    }

    /// The sum of the lanes that `mask` has set.
    static float sum(FloatVector v, VectorMask<Float> mask) {
        return sum(FloatVector.zero(FLOATS).blend(v, mask));
    }

    /// The lanes below `n`.
    static VectorMask<Float> first(int n) {
        return FLOATS.indexInRange(0, n);
    }

    /// `eˣ` within 2 units in the last place; 0 below −87.3.
    ///
    /// `eˣ = 2ⁿ eʳ` with `n = round(x / ln 2)`; a polynomial for `eʳ`, and `n` goes straight into
    /// the exponent bits. Source: Cephes library, expf.
    static FloatVector exp(FloatVector x) {
        FloatVector shifted = x.mul(LOG2_E).add(ROUND);
        FloatVector n = shifted.sub(ROUND);
        FloatVector r = n.fma(FloatVector.broadcast(FLOATS, -LN2_HIGH), x);
        r = n.fma(FloatVector.broadcast(FLOATS, -LN2_LOW), r);
        FloatVector p = FloatVector.broadcast(FLOATS, 1.9875691500e-4f);
        p = p.fma(r, FloatVector.broadcast(FLOATS, 1.3981999507e-3f));
        p = p.fma(r, FloatVector.broadcast(FLOATS, 8.3334519073e-3f));
        p = p.fma(r, FloatVector.broadcast(FLOATS, 4.1665795894e-2f));
        p = p.fma(r, FloatVector.broadcast(FLOATS, 1.6666665459e-1f));
        p = p.fma(r, FloatVector.broadcast(FLOATS, 5.0000001201e-1f));
        p = p.fma(r.mul(r), r).add(1f);
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        FloatVector y = p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
        return y.blend(0f, x.compare(VectorOperators.LT, EXP_ZERO))
                .blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, EXP_INFINITE));
    }

    /// `1 / (1 + e⁻ˣ)`
    static FloatVector sigmoid(FloatVector x) {
        return FloatVector.broadcast(FLOATS, 1f).div(exp(x.neg()).add(1f));
    }

    /// `eˣ` of one value, the same polynomial as the vector's.
    static float exp(float x) {
        return exp(FloatVector.broadcast(FLOATS, x)).lane(0);
    }
}

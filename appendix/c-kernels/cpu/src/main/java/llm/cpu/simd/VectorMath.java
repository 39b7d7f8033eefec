package llm.cpu.simd;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Functions of a whole vector at a time, written out so that every processor gives the same
/// values, and the loads and stores the kernels share.
public final class VectorMath {
    public static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED.length() > 16
            ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;
    public static final int LANES = FLOATS.length();
    /// As many 16-bit numbers as a vector has float32 values.
    public static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class,
            VectorShape.forBitSize(LANES * Short.SIZE));
    private static final VectorShuffle<Float> HALF = rotation(LANES / 2);
    private static final VectorShuffle<Float> QUARTER = rotation(LANES / 4);
    private static final VectorShuffle<Float> EIGHTH = rotation(LANES / 8);
    private static final VectorShuffle<Float> SIXTEENTH = rotation(LANES / 16);
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    /// All of native memory, for kernels that read by address: they check where they read once,
    /// before their loops.
    public static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    // Constants are vectors: a number as an operand makes the compiler build it again at each use,
    // and a loop with too many nodes is no longer inlined whole.
    public static final FloatVector LOG2_E = vector(1.44269504f);
    public static final FloatVector MINUS_LN2_HIGH = vector(-0.693359375f);
    public static final FloatVector MINUS_LN2_LOW = vector(2.12194440e-4f);
    public static final FloatVector ROUND = vector(12_582_912f); // 1.5 · 2²³ rounds to an int
    public static final FloatVector EXP_ZERO = vector(-87.3f); // below: no normal float
    public static final FloatVector EXP_INFINITE = vector(88.7f);
    private static final FloatVector ZERO = vector(0f);
    private static final FloatVector INFINITY = vector(Float.POSITIVE_INFINITY);
    public static final FloatVector P0 = vector(1.9875691500e-4f);
    public static final FloatVector P1 = vector(1.3981999507e-3f);
    public static final FloatVector P2 = vector(8.3334519073e-3f);
    public static final FloatVector P3 = vector(4.1665795894e-2f);
    public static final FloatVector P4 = vector(1.6666665459e-1f);
    public static final FloatVector P5 = vector(5.0000001201e-1f);
    public static final FloatVector ONE = vector(1f);
    public static final FloatVector GELU_FACTOR = vector(1.5957691216f);     // 2√(2/π)
    public static final FloatVector GELU_CUBIC = vector(0.0713548163f);      // times 0.044715

    private VectorMath() {
    }

    /// Writes values `index …` of any memory, on the heap too.
    public static void store(FloatVector v, MemorySegment y, long index) {
        v.intoMemorySegment(y, index << 2, NATIVE);
    }

    /// Address of the values `from … from + count` of a storage, which must lie in it. Checked here
    /// once, they are read and written below without a check: small enough to be inlined always,
    /// this shows the compiler what [#unchecked] shows.
    public static long address(MemorySegment x, long from, long count) {
        require(x, from, count);
        return unchecked(x.address() + (from << 2));
    }

    private static void require(MemorySegment x, long from, long count) {
        Objects.checkFromIndexSize(from, count, x.byteSize() >> 2);
        if (!x.isNative()) {
            throw new IllegalArgumentException("values must lie in native memory, got " + x);
        }
    }

    /// The vector from value `i` on.
    public static FloatVector load(long x, long i) {
        return loadAt(x + (i << 2));
    }

    /// The first values of a vector, 0 in the others.
    public static FloatVector load(long x, long i, VectorMask<Float> mask) {
        return loadAt(x + (i << 2), mask);
    }

    public static void store(FloatVector v, long y, long i) {
        storeAt(v, y + (i << 2));
    }

    public static void store(FloatVector v, long y, long i, VectorMask<Float> mask) {
        storeAt(v, y + (i << 2), mask);
    }

    /// Stores `v`, or adds it to what stands there.
    public static void put(FloatVector v, long y, long i, boolean add) {
        if (add) {
            store(v.add(load(y, i)), y, i);
        } else {
            store(v, y, i);
        }
    }

    /// The same for the first values of a vector.
    public static void put(FloatVector v, long y, long i, boolean add, VectorMask<Float> mask) {
        if (add) {
            store(v.add(load(y, i, mask)), y, i, mask);
        } else {
            store(v, y, i, mask);
        }
    }

    /// One value.
    public static float value(long x, long i) {
        return MEMORY.get(JAVA_FLOAT_UNALIGNED, x + (i << 2));
    }

    public static void setValue(long y, long i, float value) {
        MEMORY.set(JAVA_FLOAT_UNALIGNED, y + (i << 2), value);
    }

    /// Two values at an address, as they are stored.
    static long longAt(long address) {
        return MEMORY.get(JAVA_LONG_UNALIGNED, address);
    }

    static void setLong(long address, long twoValues) {
        MEMORY.set(JAVA_LONG_UNALIGNED, address, twoValues);
    }

    /// Stores one value, or adds it to what stands there.
    public static void put(float value, MemorySegment y, long index, boolean add) {
        float before = add ? y.getAtIndex(JAVA_FLOAT, index) : 0f;
        y.setAtIndex(JAVA_FLOAT, index, before + value);
    }

    /// The address, in a form that shows the compiler that it lies in [#MEMORY] with room to spare:
    /// what is read there, or a row further on, needs no check.
    public static long unchecked(long address) {
        return address & Long.MAX_VALUE >> 1;
    }

    /// The vector at an address.
    public static FloatVector loadAt(long address) {
        return FloatVector.fromMemorySegment(FLOATS, MEMORY, address, NATIVE);
    }

    /// The lanes of `mask` at an address, 0 in the others.
    public static FloatVector loadAt(long address, VectorMask<Float> mask) {
        return FloatVector.fromMemorySegment(FLOATS, MEMORY, address, NATIVE, mask);
    }

    public static void storeAt(FloatVector v, long address) {
        v.intoMemorySegment(MEMORY, address, NATIVE);
    }

    public static void storeAt(FloatVector v, long address, VectorMask<Float> mask) {
        v.intoMemorySegment(MEMORY, address, NATIVE, mask);
    }

    /// The number at an address, in every lane.
    public static FloatVector numberAt(long address) {
        return FloatVector.broadcast(FLOATS, MEMORY.get(JAVA_FLOAT_UNALIGNED, address));
    }

    private static VectorShuffle<Float> rotation(int lanes) {
        return VectorShuffle.iota(FLOATS, lanes, 1, true);
    }

    /// The sum of all lanes, added in one fixed order: half to half, quarter to quarter, and so
    /// on. `reduceLanes(ADD)` adds in another order before it is compiled than after, so that two
    /// runs would differ in their last bits.
    public static float sum(FloatVector v) {
        FloatVector sum = v.add(v.rearrange(HALF));
        sum = LANES >= 4 ? sum.add(sum.rearrange(QUARTER)) : sum;
        sum = LANES >= 8 ? sum.add(sum.rearrange(EIGHTH)) : sum;
        sum = LANES >= 16 ? sum.add(sum.rearrange(SIXTEENTH)) : sum;
        return sum.lane(0);
    }

    /// The sum of the lanes that `mask` has set.
    public static float sum(FloatVector v, VectorMask<Float> mask) {
        return sum(FloatVector.zero(FLOATS).blend(v, mask));
    }

    /// The lanes below `n`: none where `n` is negative, all where there are not so many.
    public static VectorMask<Float> first(int n) {
        return FLOATS.indexInRange(0, n);
    }

    /// `eˣ` within 2 units in the last place; 0 below −87.3.
    ///
    /// `eˣ = 2ⁿ eʳ` with `n = round(x / ln 2)`; a polynomial for `eʳ`, and `n` goes straight into
    /// the exponent bits. Source: Cephes library, expf.
    public static FloatVector exp(FloatVector x) {
        FloatVector shifted = x.fma(LOG2_E, ROUND);
        FloatVector n = shifted.sub(ROUND);
        FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, x));
        FloatVector p = P0.fma(r, P1).fma(r, P2).fma(r, P3).fma(r, P4).fma(r, P5);
        p = p.fma(r.mul(r), r).add(ONE);
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        FloatVector y = p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
        return y.blend(ZERO, x.compare(VectorOperators.LT, EXP_ZERO))
                .blend(INFINITY, x.compare(VectorOperators.GT, EXP_INFINITE));
    }

    /// `1 / (1 + e⁻ˣ)`
    public static FloatVector sigmoid(FloatVector x) {
        return ONE.div(exp(x.neg()).add(ONE));
    }

    public static FloatVector vector(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }

    /// `eˣ` of one value, the same polynomial as the vector's.
    public static float exp(float x) {
        return exp(FloatVector.broadcast(FLOATS, x)).lane(0);
    }
}

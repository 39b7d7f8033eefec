package llm.cpu.quantized;

import static llm.cpu.simd.VectorMath.FLOATS;
import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.SHORTS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import llm.tensor.backend.CounterRandom;

/// Rounds to bfloat16 up or down by chance, the likelier the nearer, so that the mean of many
/// roundings is the value itself. Rounding to the nearest would forget every change that is smaller
/// than half a step, however often it came.
/// Source: Gupta et al. (2015), "Deep learning with limited numerical precision", §3.
///
/// A random number of 16 bits, added to the 16 bits that are cut off, makes the right share carry.
/// The numbers stand in a table that is read from another place at each step: cheaper than drawing
/// them, nothing to store, and the same for any number of threads.
public final class StochasticRounding {
    private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
    private static final int NAN = Float.floatToIntBits(Float.NaN);
    private static final int NUMBERS = CounterRandom.ROUNDING_NUMBERS;
    private static final int[] TABLE = table();

    private StochasticRounding() {
    }

    /// Goes on from the beginning at its end, by a vector.
    private static int[] table() {
        int[] table = new int[NUMBERS + LANES];
        Arrays.setAll(table, i -> CounterRandom.roundingNumber(i % NUMBERS));
        return table;
    }

    /// 32 random bits for each of the places `first`, `first + 1`, …: enough for two roundings.
    public static IntVector random(int first) {
        return IntVector.fromArray(INTS, TABLE, first & NUMBERS - 1);
    }

    /// Rounds values by the upper half of `random`. NaN stays NaN: a carry would make −0 of one
    /// whose bits are all set.
    public static ShortVector round(FloatVector values, IntVector random) {
        IntVector carried = values.reinterpretAsInts()
                .add(random.lanewise(VectorOperators.LSHR, 16))
                .blend(NAN, values.test(VectorOperators.IS_NAN).cast(INTS));
        return (ShortVector) carried.lanewise(VectorOperators.LSHR, 16)
                .convertShape(VectorOperators.I2S, SHORTS, 0);
    }
}

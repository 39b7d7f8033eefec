package llm.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static llm.tensor.cpu.Bf16Storage.INTS;
import static llm.tensor.cpu.Bf16Storage.SHORTS;
import static llm.tensor.cpu.VectorMath.LANES;
import static llm.tensor.cpu.VectorMath.load;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// Rounds to bfloat16 up or down by chance, the likelier the nearer, so that the mean of many
/// roundings is the value itself. Rounding to the nearest would forget every change that is smaller
/// than half a step, however often it came. Source: Gupta et al. (2015), "Deep learning with limited
/// numerical precision", §3.
///
/// Of the 16 bits that are cut off, a random number of 16 bits added before makes the right share
/// carry. It is a hash of seed and index: nothing to store, and the same for any number of threads.
final class StochasticRounding {
    private static final int GOLDEN_GAMMA = 0x9E3779B9;
    private static final int FIRST = 0x7FEB352D;
    private static final int SECOND = 0x846CA68B;
    private static final int CUT_OFF = 0xFFFF;
    private static final IntVector LANE = IntVector.zero(INTS).addIndex(1);

    private StochasticRounding() {
    }

    /// Rounds the first `n` finite values of `x` to the values of `bits` from `at` on.
    static void round(MemorySegment x, int n, MemorySegment bits, long at, int seed) {
        int start = (int) at + seed * GOLDEN_GAMMA;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            IntVector carried = load(x, i).reinterpretAsInts()
                    .add(hash(LANE.add(start + i)).and(CUT_OFF));
            ShortVector rounded = (ShortVector) carried.lanewise(VectorOperators.LSHR, 16)
                    .convertShape(VectorOperators.I2S, SHORTS, 0);
            rounded.intoMemorySegment(bits, at + i << 1, ByteOrder.nativeOrder());
        }
        for (; i < n; i++) {
            bits.setAtIndex(JAVA_SHORT, at + i, round(x.getAtIndex(JAVA_FLOAT, i), start + i));
        }
    }

    /// The upper half of `value` and a carry; `key` decides where it is a matter of chance.
    static short round(float value, int key) {
        return (short) (Float.floatToRawIntBits(value) + (hash(key) & CUT_OFF) >>> 16);
    }

    /// Source: Wellons (2018), "Prospecting for hash functions", lowbias32.
    private static int hash(int key) {
        int x = (key ^ key >>> 16) * FIRST;
        x = (x ^ x >>> 15) * SECOND;
        return x ^ x >>> 16;
    }

    private static IntVector hash(IntVector key) {
        IntVector x = mixed(key, 16).mul(FIRST);
        return mixed(mixed(x, 15).mul(SECOND), 16);
    }

    private static IntVector mixed(IntVector x, int shift) {
        return x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, shift));
    }
}

package llm.cpu.x86;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.cpu.simd.VectorMath.FLOATS;
import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.MEMORY;
import static llm.cpu.simd.VectorMath.ROUND;
import static llm.cpu.simd.VectorMath.SHORTS;
import static llm.cpu.simd.VectorMath.first;
import static llm.cpu.simd.VectorMath.load;
import static llm.cpu.simd.VectorMath.unchecked;
import static llm.cpu.simd.VectorMath.vector;
import static llm.tensor.backend.DType.GROUP;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import llm.cpu.simd.VectorMath;
import llm.tensor.backend.DType;

/// Vectors as whole numbers of 16 bits, and for each group of neighbours the scale by which they
/// are multiplied: the largest magnitude of the group, divided by 32,767. What they multiply, the
/// weights of `Int8Storage`, is rounded 258 times as coarsely.
///
/// A group lies in [#GROUP_BYTES]: its numbers, with zeros behind a vector's last value, then its
/// scale. Memory is the thread's own and is used again for its next vectors.
public final class RoundedVectors {
    /// Where a group's scale stands, in bytes.
    static final int SCALE = GROUP * Short.BYTES;

    /// From one group to the next: whole vectors, so that none lies in two lines of the cache.
    static final int GROUP_BYTES = SCALE + 32;

    private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final int LARGEST = Short.MAX_VALUE;
    private static final int MAGNITUDE = Integer.MAX_VALUE;  // all bits but the sign
    private static final ThreadLocal<MemorySegment> ROOM =
            ThreadLocal.withInitial(() -> MemorySegment.NULL);

    private final int columns;
    private final MemorySegment memory;

    private RoundedVectors(int columns, MemorySegment memory) {
        this.columns = columns;
        this.memory = memory;
    }

    /// Rounds vectors; where one has no finite largest magnitude, nor have its products.
    ///
    /// @param x `(count, columns)`
    public static RoundedVectors of(MemorySegment x, int count, int columns) {
        RoundedVectors rounded = new RoundedVectors(columns,
                room((long) count * DType.groups(columns) * GROUP_BYTES));
        for (int i = 0; i < count; i++) {
            rounded.round(VectorMath.address(x, (long) i * columns, columns), rounded.address(i));
        }
        return rounded;
    }

    private static MemorySegment room(long bytes) {
        MemorySegment room = ROOM.get();
        if (room.byteSize() < bytes) {
            room = Arena.ofAuto().allocate(bytes, Long.SIZE);
            ROOM.set(room);
        }
        return room;
    }

    /// Address of a vector.
    public long address(int vector) {
        return memory.address() + (long) vector * DType.groups(columns) * GROUP_BYTES;
    }

    private void round(long x, long to) {
        for (int start = 0; start < columns; start += GROUP) {
            roundGroup(x + (long) start * Float.BYTES, columns - start, unchecked(to));
            to += GROUP_BYTES;
        }
    }

    /// Adding [VectorMath#ROUND] leaves the nearest whole number in the lower bits of a float.
    private static void roundGroup(long x, int left, long to) {
        float scale = largest(x, left) / LARGEST;
        float steps = scale == 0 ? 0 : 1 / scale;
        for (int j = 0; j < GROUP; j += LANES) {
            IntVector numbers = load(x, j, first(left - j)).fma(vector(steps), ROUND)
                    .reinterpretAsInts();
            numbers.convertShape(VectorOperators.I2S, SHORTS, 0)
                    .intoMemorySegment(MEMORY, to + (long) j * Short.BYTES, NATIVE);
        }
        MEMORY.set(JAVA_FLOAT, to + SCALE, scale);
    }

    /// Bits of magnitudes are in the order of their values, those of NaN behind all.
    private static float largest(long x, int left) {
        IntVector largest = IntVector.zero(INTS);
        for (int j = 0; j < GROUP; j += LANES) {
            largest = largest.max(load(x, j, first(left - j)).reinterpretAsInts().and(MAGNITUDE));
        }
        return Float.intBitsToFloat(largest.reduceLanes(VectorOperators.MAX));
    }
}

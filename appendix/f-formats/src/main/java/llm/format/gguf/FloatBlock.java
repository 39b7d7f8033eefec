package llm.format.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import llm.tensor.file.ElementType;

/// Floating-point numbers, each a block of its own.
enum FloatBlock implements WritableFormat {
    /// IEEE 754 single precision.
    SINGLE(ElementType.F32),
    /// IEEE 754 half precision: 5 bits of exponent, 10 of fraction.
    HALF(ElementType.F16),
    /// The upper half of a single: 8 bits of exponent, 7 of fraction.
    BRAIN(ElementType.BF16);

    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final ElementType type;

    FloatBlock(ElementType type) {
        this.type = type;
    }

    @Override
    public int blockValues() {
        return 1;
    }

    @Override
    public int blockBytes() {
        return type.bytes();
    }

    @Override
    public void decode(MemorySegment data, long at, float[] into, int from) {
        into[from] = switch (this) {
            case SINGLE -> data.get(FLOAT, at);
            case HALF -> BlockFormat.half(data, at);
            case BRAIN -> Float.intBitsToFloat(data.get(SHORT, at) << 16);
        };
    }

    /// The same, a loop for each kind: a branch and a call per value would take ten times as long.
    @Override
    public void decode(MemorySegment data, long at, float[] into) {
        switch (this) {
            case SINGLE -> MemorySegment.copy(data, FLOAT, at, into, 0, into.length);
            case HALF -> {
                for (int i = 0; i < into.length; i++) {
                    into[i] = BlockFormat.half(data, at + 2L * i);
                }
            }
            case BRAIN -> {
                for (int i = 0; i < into.length; i++) {
                    into[i] = Float.intBitsToFloat(data.get(SHORT, at + 2L * i) << 16);
                }
            }
        }
    }

    @Override
    public void encode(float[] values, int from, MemorySegment into, long at) {
        encode(new float[] {values[from]}, into.asSlice(at, blockBytes()));
    }

    @Override
    public void encode(float[] values, MemorySegment into) {
        type.put(values, into.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }
}

package llm.format.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// How neighbouring values of a row are packed into a block of bytes, and how they come out.
sealed interface BlockFormat
        permits WritableFormat, Q41Block, Q5Block, Q51Block, Q2KBlock, Q3KBlock, Q5KBlock,
                Q6KBlock {
    ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Values in a block.
    int blockValues();

    /// Bytes of a block.
    int blockBytes();

    /// Unpacks the block that begins at byte `at` into `blockValues()` floats from index `from` on.
    void decode(MemorySegment data, long at, float[] into, int from);

    /// Unpacks whole blocks, from byte `at` on, until `into` is full.
    default void decode(MemorySegment data, long at, float[] into) {
        for (int from = 0; from < into.length; from += blockValues()) {
            decode(data, at, into, from);
            at += blockBytes();
        }
    }

    /// The half-precision number at byte `at`.
    static float half(MemorySegment data, long at) {
        return Float.float16ToFloat(data.get(SHORT, at));
    }

    /// The byte at `at`, 0 to 255.
    static int unsigned(MemorySegment data, long at) {
        return data.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }
}

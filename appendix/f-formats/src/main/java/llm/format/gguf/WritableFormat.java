package llm.format.gguf;

import java.lang.foreign.MemorySegment;

/// A format that values can also be packed into.
sealed interface WritableFormat extends BlockFormat permits FloatBlock, Q8Block, Q4Block, Q4KBlock {

    /// Packs `blockValues()` floats from index `from` on into the block that begins at byte `at`.
    ///
    /// @throws IllegalArgumentException if a value is not finite or too large for the format
    void encode(float[] values, int from, MemorySegment into, long at);

    /// Packs all values, whole blocks, into the bytes from the first on.
    ///
    /// @throws IllegalArgumentException if a value is not finite or too large for the format
    default void encode(float[] values, MemorySegment into) {
        long at = 0;
        for (int from = 0; from < values.length; from += blockValues()) {
            encode(values, from, into, at);
            at += blockBytes();
        }
    }

    /// The value of a block that is farthest from zero, with its sign.
    ///
    /// @throws IllegalArgumentException if a value is not finite
    static float farthest(float[] values, int from, int count) {
        float farthest = 0;
        for (int i = from; i < from + count; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "values to be quantised must be finite, got " + values[i]);
            }
            if (Math.abs(values[i]) > Math.abs(farthest)) {
                farthest = values[i];
            }
        }
        return farthest;
    }

    /// The scale, in half precision, that puts `farthest` on the last of `steps` steps. Scales
    /// below 2⁻¹⁴ keep few bits: these are rounded away from zero, so that no value is left far
    /// beyond the last step.
    ///
    /// @throws IllegalArgumentException if the scale is beyond half precision
    static short scale(float farthest, int steps) {
        short scale = Float.floatToFloat16(farthest / steps);
        float reach = Math.abs(Float.float16ToFloat(scale) * steps);
        if (Math.abs(farthest) > reach * (1 + 0x1p-10f)) {
            scale++;
        }
        if (!Float.isFinite(Float.float16ToFloat(scale))) {
            throw new IllegalArgumentException("values to be quantised must be at most %g, got %g"
                    .formatted(65504f * Math.abs(steps), farthest));
        }
        return scale;
    }
}

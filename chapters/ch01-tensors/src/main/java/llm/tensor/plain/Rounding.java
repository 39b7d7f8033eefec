package llm.tensor.plain;

import llm.tensor.backend.DType;

/// What is left of values that are kept in fewer bits, as float32.
final class Rounding {
    private static final int LARGEST = 127;

    private Rounding() {
    }

    /// Rounds each row to the nearest values that `dtype` can keep.
    static float[] rows(float[] values, int columns, DType dtype) {
        float[] kept = values.clone();
        for (int at = 0; at < kept.length; at += columns) {
            switch (dtype) {
                case F32 -> { }
                case BF16 -> bf16(kept, at, columns);
                case INT8 -> int8(kept, at, columns);
            }
        }
        return kept;
    }

    /// The upper 16 bits; of two equally near values the one whose last bit is 0.
    private static void bf16(float[] values, int at, int columns) {
        for (int i = at; i < at + columns; i++) {
            int bits = Float.floatToRawIntBits(values[i]);
            int rounded = Float.isNaN(values[i]) ? bits | 0x400000
                    : bits + 0x7FFF + (bits >>> 16 & 1);
            values[i] = Float.intBitsToFloat(rounded & 0xFFFF0000);
        }
    }

    /// A whole number from −127 to 127, times a scale that the neighbours of a group share.
    private static void int8(float[] values, int at, int columns) {
        for (int start = at; start < at + columns; start += DType.GROUP) {
            int end = Math.min(start + DType.GROUP, at + columns);
            float largest = 0;
            for (int i = start; i < end; i++) {
                largest = Math.max(largest, Math.abs(values[i]));
            }
            if (!Float.isFinite(largest)) {
                throw new IllegalArgumentException(
                        "a weight must be finite to be kept in INT8, got " + largest);
            }
            float scale = largest / LARGEST;
            for (int i = start; i < end; i++) {
                values[i] = scale == 0 ? 0 : (float) Math.rint(values[i] / scale) * scale;
            }
        }
    }
}

package llm.format.gguf;

import java.util.Arrays;
import java.util.List;

/// A setting in a GGUF file: a number, a truth value, a text, or an array of one kind of these.
public sealed interface GgufValue {

    /// How a value is stored, in the order of the numbers that files use.
    enum Kind {
        UINT8(1), INT8(1), UINT16(2), INT16(2), UINT32(4), INT32(4), FLOAT32(4), BOOL(1),
        /// A length in 8 bytes and so many bytes of UTF-8.
        STRING(8),
        /// A kind in 4 bytes, a length in 8, and so many values of that kind.
        ARRAY(12),
        UINT64(8), INT64(8), FLOAT64(8);

        private final int bytes;

        Kind(int bytes) {
            this.bytes = bytes;
        }

        /// Bytes of a value; of a text or an array, the fewest.
        int bytes() {
            return bytes;
        }
    }

    Kind kind();

    /// A whole number; of a UINT64 beyond the range of `long`, the same 64 bits.
    record Whole(Kind kind, long value) implements GgufValue {
    }

    /// A FLOAT32 or FLOAT64.
    record Real(Kind kind, double value) implements GgufValue {
    }

    record Truth(boolean value) implements GgufValue {
        @Override
        public Kind kind() {
            return Kind.BOOL;
        }
    }

    record Text(String value) implements GgufValue {
        @Override
        public Kind kind() {
            return Kind.STRING;
        }
    }

    /// Values of one kind.
    record Items(Kind of, List<GgufValue> values) implements GgufValue {
        public Items {
            values = List.copyOf(values);
            for (GgufValue value : values) {
                if (value.kind() != of) {
                    throw new IllegalArgumentException("an array of " + of
                            + " must hold no other kind, got " + value.kind());
                }
            }
        }

        @Override
        public Kind kind() {
            return Kind.ARRAY;
        }
    }

    static GgufValue text(String value) {
        return new Text(value);
    }

    /// The kind that counts and sizes have.
    ///
    /// @throws IllegalArgumentException if the value is negative or beyond 32 bits
    static GgufValue uint32(long value) {
        if (value != (value & 0xffff_ffffL)) {
            throw new IllegalArgumentException(
                    "an unsigned number of 32 bits must be 0 to 4294967295, got " + value);
        }
        return new Whole(Kind.UINT32, value);
    }

    static GgufValue int32(int value) {
        return new Whole(Kind.INT32, value);
    }

    static GgufValue float32(float value) {
        return new Real(Kind.FLOAT32, value);
    }

    static GgufValue truth(boolean value) {
        return new Truth(value);
    }

    static GgufValue texts(List<String> values) {
        return new Items(Kind.STRING, values.stream().map(GgufValue::text).toList());
    }

    static GgufValue int32s(int... values) {
        return new Items(Kind.INT32, Arrays.stream(values).mapToObj(GgufValue::int32).toList());
    }

    static GgufValue float32s(List<Float> values) {
        return new Items(Kind.FLOAT32, values.stream().map(GgufValue::float32).toList());
    }
}

package llm.format.gguf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads a file from the front: numbers, texts and settings. Whatever a broken file claims, it
/// reads no byte beyond the end and makes no list longer than the bytes that are left.
final class GgufCursor {
    private static final int MOST_NESTED = 4;
    private final Path file;
    private final MemorySegment data;
    private long position;

    GgufCursor(Path file, MemorySegment data) {
        this.file = file;
        this.data = data;
    }

    /// Bytes of the file.
    long size() {
        return data.byteSize();
    }

    /// Bytes read so far.
    long position() {
        return position;
    }

    /// A setting of a kind that stands before it.
    GgufValue value(String key) {
        return value(kind(key), key, 0);
    }

    private GgufValue value(GgufValue.Kind kind, String key, int nested) {
        return switch (kind) {
            case UINT8 -> new GgufValue.Whole(kind, data.get(JAVA_BYTE, take(1, key)) & 0xff);
            case INT8 -> new GgufValue.Whole(kind, data.get(JAVA_BYTE, take(1, key)));
            case UINT16 -> new GgufValue.Whole(kind, shortAt(key) & 0xffff);
            case INT16 -> new GgufValue.Whole(kind, shortAt(key));
            case UINT32 -> new GgufValue.Whole(kind, int32(key) & 0xffff_ffffL);
            case INT32 -> new GgufValue.Whole(kind, int32(key));
            case UINT64, INT64 -> new GgufValue.Whole(kind, int64(key));
            case FLOAT32 -> new GgufValue.Real(kind, data.get(
                    JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN), take(4, key)));
            case FLOAT64 -> new GgufValue.Real(kind, data.get(
                    JAVA_DOUBLE_UNALIGNED.withOrder(LITTLE_ENDIAN), take(8, key)));
            case BOOL -> new GgufValue.Truth(data.get(JAVA_BYTE, take(1, key)) != 0);
            case STRING -> new GgufValue.Text(text(key));
            case ARRAY -> items(key, nested + 1);
        };
    }

    private GgufValue items(String key, int nested) {
        GgufValue.Kind of = kind(key);
        if (nested > MOST_NESTED) {
            throw bad("must hold arrays in " + key + " no deeper than " + MOST_NESTED
                    + " levels, got more");
        }
        int length = count(of.bytes(), key);
        List<GgufValue> values = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            values.add(value(of, key, nested));
        }
        return new GgufValue.Items(of, values);
    }

    private GgufValue.Kind kind(String key) {
        int code = int32(key);
        GgufValue.Kind[] kinds = GgufValue.Kind.values();
        if (code < 0 || code >= kinds.length) {
            throw bad("must give " + key + " a kind from 0 to " + (kinds.length - 1) + ", got "
                    + code);
        }
        return kinds[code];
    }

    /// A text, as a length and its bytes.
    String text(String what) {
        int length = count(1, what);
        byte[] bytes = data.asSlice(take(length, what), length).toArray(JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// How many things of at least `bytes` each follow.
    int count(int bytes, String what) {
        long count = int64(what);
        long fit = (data.byteSize() - position) / bytes;
        if (count < 0 || count > Math.min(fit, Integer.MAX_VALUE - 8)) {
            throw bad("must have room for " + Long.toUnsignedString(count) + " items of " + what
                    + ", got " + (data.byteSize() - position) + " bytes that are left; it is "
                    + "truncated or broken");
        }
        return (int) count;
    }

    private short shortAt(String what) {
        return data.get(BlockFormat.SHORT, take(2, what));
    }

    int int32(String what) {
        return data.get(JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN), take(4, what));
    }

    long int64(String what) {
        return data.get(JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN), take(8, what));
    }

    private long take(long bytes, String what) {
        if (bytes > data.byteSize() - position) {
            throw bad("must hold " + what + " at byte " + position + ", got only "
                    + data.byteSize() + " bytes; it is truncated");
        }
        long at = position;
        position += bytes;
        return at;
    }

    IllegalArgumentException bad(String what) {
        return GgufFile.bad(file, what);
    }
}

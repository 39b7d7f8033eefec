package llm.format.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import llm.tensor.Shape;

/// Puts the part of a file before its data together: the counterpart of [GgufCursor].
final class GgufSink {
    private ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

    GgufSink int32(int value) {
        room(4).putInt(value);
        return this;
    }

    GgufSink int64(long value) {
        room(8).putLong(value);
        return this;
    }

    GgufSink text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        int64(utf8.length);
        room(utf8.length).put(utf8);
        return this;
    }

    /// A setting after its kind.
    GgufSink setting(GgufValue value) {
        return int32(value.kind().ordinal()).value(value);
    }

    private GgufSink value(GgufValue value) {
        switch (value) {
            case GgufValue.Whole whole -> whole(whole);
            case GgufValue.Real real when real.kind() == GgufValue.Kind.FLOAT32 ->
                    room(4).putFloat((float) real.value());
            case GgufValue.Real real -> room(8).putDouble(real.value());
            case GgufValue.Truth truth -> room(1).put((byte) (truth.value() ? 1 : 0));
            case GgufValue.Text text -> text(text.value());
            case GgufValue.Items items -> {
                int32(items.of().ordinal()).int64(items.values().size());
                items.values().forEach(this::value);
            }
        }
        return this;
    }

    private void whole(GgufValue.Whole whole) {
        switch (whole.kind().bytes()) {
            case 1 -> room(1).put((byte) whole.value());
            case 2 -> room(2).putShort((short) whole.value());
            case 4 -> int32((int) whole.value());
            default -> int64(whole.value());
        }
    }

    /// Shape, type and place of a tensor.
    GgufSink place(GgufHeader.Entry entry, long begin) {
        Shape shape = entry.shape();
        int32(shape.rank());
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            int64(shape.size(axis));
        }
        return int32(entry.type().code()).int64(begin);
    }

    /// Zeros up to a multiple of a power of 2.
    GgufSink pad(long alignment) {
        int zeros = (int) (GgufHeader.roundUp(bytes.position(), alignment) - bytes.position());
        room(zeros).put(new byte[zeros]);
        return this;
    }

    /// What was put, ready to be read.
    ByteBuffer bytes() {
        return bytes.duplicate().flip();
    }

    private ByteBuffer room(int needed) {
        if (bytes.remaining() < needed) {
            int size = Math.toIntExact(Math.max(2L * bytes.capacity(),
                    (long) bytes.position() + needed));
            bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).put(bytes.flip());
        }
        return bytes;
    }
}

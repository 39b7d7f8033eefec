package llm.text.files;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A message in Google's Protocol Buffers format, as `tokenizer.model` is one: fields in any order,
/// each a number that says which field and of what form, then its value.
///
/// Source: protobuf.dev, *Encoding*.
final class ProtobufMessage {

    private static final int FORM_BITS = 3;
    private static final int MORE = 0x80;           // set in all bytes of a number but the last

    private final Map<Integer, List<Object>> fields = new HashMap<>();

    /// @throws IllegalArgumentException if the bytes are no such message
    ProtobufMessage(ByteBuffer bytes) {
        ByteBuffer input = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (input.hasRemaining()) {
                int tag = (int) number(input);
                fields.computeIfAbsent(tag >>> FORM_BITS, _ -> new ArrayList<>())
                        .add(value(input, tag & (1 << FORM_BITS) - 1));
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a Protocol Buffers message must end with its last "
                    + "field, got one cut short after " + bytes.remaining() + " bytes", e);
        }
    }

    private static Object value(ByteBuffer input, int form) {
        return switch (form) {
            case 0 -> number(input);
            case 1 -> input.getLong();
            case 2 -> {
                long length = number(input);
                if (length < 0 || length > input.remaining()) {
                    throw new BufferUnderflowException();
                }
                ByteBuffer part = input.slice(input.position(), (int) length);
                input.position(input.position() + (int) length);
                yield part;
            }
            case 5 -> input.getFloat();
            default -> throw new IllegalArgumentException(
                    "the form of a Protocol Buffers field must be 0, 1, 2 or 5, got " + form);
        };
    }

    /// A number in groups of seven bits, the lowest first.
    private static long number(ByteBuffer input) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte group = input.get();
            number |= (long) (group & MORE - 1) << shift;
            if ((group & MORE) == 0) {
                return number;
            }
        }
        throw new IllegalArgumentException(
                "a Protocol Buffers number must have at most 10 bytes, got more");
    }

    /// Numbers of the fields that are there.
    Set<Integer> fields() {
        return fields.keySet();
    }

    /// How often a field is there.
    int count(int field) {
        return fields.getOrDefault(field, List.of()).size();
    }

    /// The messages in a field, in order.
    List<ProtobufMessage> messages(int field) {
        return values(field, ByteBuffer.class).stream().map(ProtobufMessage::new).toList();
    }

    String text(int field, String otherwise) {
        List<ByteBuffer> texts = values(field, ByteBuffer.class);
        return texts.isEmpty()
                ? otherwise
                : StandardCharsets.UTF_8.decode(texts.getLast().duplicate()).toString();
    }

    /// The bytes of a field; none if it is not there.
    byte[] bytes(int field) {
        List<ByteBuffer> parts = values(field, ByteBuffer.class);
        byte[] bytes = new byte[parts.isEmpty() ? 0 : parts.getLast().remaining()];
        if (bytes.length > 0) {
            parts.getLast().duplicate().get(bytes);
        }
        return bytes;
    }

    long number(int field, long otherwise) {
        List<Long> numbers = values(field, Long.class);
        return numbers.isEmpty() ? otherwise : numbers.getLast();
    }

    boolean flag(int field, boolean otherwise) {
        return number(field, otherwise ? 1 : 0) != 0;
    }

    float decimal(int field, float otherwise) {
        List<Float> numbers = values(field, Float.class);
        return numbers.isEmpty() ? otherwise : numbers.getLast();
    }

    private <T> List<T> values(int field, Class<T> type) {
        return fields.getOrDefault(field, List.of()).stream()
                .map(value -> {
                    if (!type.isInstance(value)) {
                        throw new IllegalArgumentException("field %d must be a %s, got %s"
                                .formatted(field, type.getSimpleName(), value));
                    }
                    return type.cast(value);
                })
                .toList();
    }
}

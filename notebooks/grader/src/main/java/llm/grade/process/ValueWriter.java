package llm.grade.process;

import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import llm.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Writes values that one process sends to another: numbers, texts, arrays, collections, records,
/// enums and tensors by copy, and functions by a number to call them by.
final class ValueWriter {
    private final DataOutputStream out;
    private final ToLongFunction<Object> functions;

    /// @param functions gives an object that is no value a number
    ValueWriter(DataOutputStream out, ToLongFunction<Object> functions) {
        this.out = out;
        this.functions = functions;
    }

    /// @param declared the type that the reader expects; an interface makes an unknown object a
    ///                 function
    /// @throws IllegalArgumentException if the value cannot cross
    void write(@Nullable Object value, Class<?> declared) throws IOException {
        switch (value) {
            case null -> kind(Kind.NULL);
            case Boolean it -> kind(Kind.BOOLEAN).writeBoolean(it);
            case Byte it -> kind(Kind.BYTE).writeByte(it);
            case Short it -> kind(Kind.SHORT).writeShort(it);
            case Character it -> kind(Kind.CHARACTER).writeChar(it);
            case Integer it -> kind(Kind.INTEGER).writeInt(it);
            case Long it -> kind(Kind.LONG).writeLong(it);
            case Float it -> kind(Kind.FLOAT).writeFloat(it);
            case Double it -> kind(Kind.DOUBLE).writeDouble(it);
            case String it -> {
                kind(Kind.STRING);
                text(it);
            }
            case Enum<?> it -> {
                kind(Kind.ENUM);
                text(it.getDeclaringClass().getName());
                text(it.name());
            }
            case List<?> it -> elements(Kind.LIST, it);
            case Set<?> it -> elements(Kind.SET, it);
            case Map<?, ?> it -> {
                kind(Kind.MAP).writeInt(it.size());
                for (Map.Entry<?, ?> entry : it.entrySet()) {
                    write(entry.getKey(), Object.class);
                    write(entry.getValue(), Object.class);
                }
            }
            case Optional<?> it -> {
                kind(Kind.OPTIONAL);
                write(it.orElse(null), Object.class);
            }
            case Tensor it -> {
                kind(Kind.TENSOR);
                tensor(it);
            }
            case Record it -> record(it);
            default -> other(value, declared);
        }
    }

    private void other(Object value, Class<?> declared) throws IOException {
        if (value.getClass().isArray()) {
            kind(Kind.ARRAY);
            array(value);
        } else if (declared.isInterface()) {
            kind(Kind.FUNCTION).writeLong(functions.applyAsLong(value));
            text(declared.getName());
        } else {
            throw new IllegalArgumentException("a value must be a number, text, array, collection, "
                    + "record or tensor to be handed over, got " + value.getClass().getName());
        }
    }

    private void elements(Kind kind, Collection<?> elements) throws IOException {
        kind(kind).writeInt(elements.size());
        for (Object each : elements) {
            write(each, Object.class);
        }
    }

    private void record(Record value) throws IOException {
        kind(Kind.RECORD);
        text(value.getClass().getName());
        for (RecordComponent each : value.getClass().getRecordComponents()) {
            try {
                write(each.getAccessor().invoke(value), each.getType());
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException("a record must be public to be handed over, "
                        + "got " + value.getClass().getName(), e);
            }
        }
    }

    /// Shape, values, and whether a gradient is wanted.
    private void tensor(Tensor tensor) throws IOException {
        array(tensor.shape().toArray());
        array(tensor.toArray());
        out.writeBoolean(tensor.requiresGrad());
    }

    private void array(Object array) throws IOException {
        int length = Array.getLength(array);
        text(array.getClass().getName());
        out.writeInt(length);
        switch (array) {
            case byte[] it -> out.write(it);
            case boolean[] it -> {
                for (boolean each : it) {
                    out.writeBoolean(each);
                }
            }
            case short[] it -> {
                for (short each : it) {
                    out.writeShort(each);
                }
            }
            case char[] it -> {
                for (char each : it) {
                    out.writeChar(each);
                }
            }
            case int[] it -> {
                for (int each : it) {
                    out.writeInt(each);
                }
            }
            case long[] it -> {
                for (long each : it) {
                    out.writeLong(each);
                }
            }
            case float[] it -> {
                for (float each : it) {
                    out.writeFloat(each);
                }
            }
            case double[] it -> {
                for (double each : it) {
                    out.writeDouble(each);
                }
            }
            default -> {
                for (Object each : (Object[]) array) {
                    write(each, Object.class);
                }
            }
        }
    }

    /// A text of any length.
    void text(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private DataOutputStream kind(Kind kind) throws IOException {
        out.writeByte(kind.ordinal());
        return out;
    }
}

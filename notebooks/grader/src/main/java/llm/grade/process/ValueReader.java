package llm.grade.process;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import llm.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Reads what a [ValueWriter] wrote. Bytes from an answer may be anything: sizes are held against
/// a budget of memory before it is taken, and only records and enums of the book are made.
final class ValueReader {
    /// The most memory that one message may take.
    private static final long MOST_BYTES = 64L << 20;
    /// What any value takes, with its place among others.
    private static final int VALUE_BYTES = 32;
    private static final int COLLECTION_BYTES = 64;
    private static final int DEEPEST = 100;

    private final DataInputStream in;
    private final Functions functions;
    private long budget;
    private int depth;

    /// Makes a function of a number.
    interface Functions {
        Object function(long number, Class<?> type);
    }

    ValueReader(DataInputStream in, Functions functions) {
        this.in = in;
        this.functions = functions;
    }

    /// A message begins: the budget is whole again.
    void begin() {
        budget = MOST_BYTES;
        depth = 0;
    }

    /// @throws Garbled if this is no value
    @Nullable Object read() throws IOException {
        if (++depth > DEEPEST) {
            throw new Garbled("values must be nested at most " + DEEPEST + " deep");
        }
        spend(1, VALUE_BYTES);
        Object value = switch (Kind.of(in.readUnsignedByte())) {
            case NULL -> null;
            case BOOLEAN -> in.readBoolean();
            case BYTE -> in.readByte();
            case SHORT -> in.readShort();
            case CHARACTER -> in.readChar();
            case INTEGER -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> in.readFloat();
            case DOUBLE -> in.readDouble();
            case STRING -> text();
            case ENUM -> constant(text(), text());
            case RECORD -> record(text());
            case LIST -> elements(new ArrayList<>());
            case SET -> elements(new LinkedHashSet<>());
            case MAP -> map();
            case OPTIONAL -> Optional.ofNullable(read());
            case ARRAY -> array();
            case TENSOR -> tensor();
            case FUNCTION -> functions.function(in.readLong(), type(text()));
        };
        depth--;
        return value;
    }

    private Collection<@Nullable Object> elements(Collection<@Nullable Object> elements)
            throws IOException {
        spend(1, COLLECTION_BYTES);
        int size = size(1);
        for (int i = 0; i < size; i++) {
            elements.add(read());
        }
        return elements;
    }

    private Map<@Nullable Object, @Nullable Object> map() throws IOException {
        var map = new LinkedHashMap<@Nullable Object, @Nullable Object>();
        spend(1, COLLECTION_BYTES);
        int size = size(2);
        for (int i = 0; i < size; i++) {
            map.put(read(), read());
        }
        return map;
    }

    private Tensor tensor() throws IOException {
        if (array() instanceof int[] shape && array() instanceof float[] values) {
            try {
                Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
                Tensor tensor = Tensor.of(values, shape);
                return in.readBoolean() ? tensor.requireGrad(true) : tensor;
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new Garbled("a tensor must have a value for each place of its shape: " + e);
            }
        }
        throw new Garbled("a tensor must be a shape and its values");
    }

    private Object array() throws IOException {
        Class<?> type = arrayType(text());
        Class<?> element = type.getComponentType();
        int size = size(bytes(element));
        Object array = Array.newInstance(element, size);
        switch (array) {
            case byte[] it -> in.readFully(it);
            case boolean[] it -> {
                for (int i = 0; i < size; i++) {
                    it[i] = in.readBoolean();
                }
            }
            case short[] it -> {
                for (int i = 0; i < size; i++) {
                    it[i] = in.readShort();
                }
            }
            case char[] it -> {
                for (int i = 0; i < size; i++) {
                    it[i] = in.readChar();
                }
            }
            case int[] it -> {
                for (int i = 0; i < size; i++) {
                    it[i] = in.readInt();
                }
            }
            case long[] it -> {
                for (int i = 0; i < size; i++) {
                    it[i] = in.readLong();
                }
            }
            case float[] it -> {
                for (int i = 0; i < size; i++) {
                    it[i] = in.readFloat();
                }
            }
            case double[] it -> {
                for (int i = 0; i < size; i++) {
                    it[i] = in.readDouble();
                }
            }
            default -> {
                for (int i = 0; i < size; i++) {
                    put(array, i, read());
                }
            }
        }
        return array;
    }

    private static void put(Object array, int index, @Nullable Object value) {
        try {
            Array.set(array, index, value);
        } catch (IllegalArgumentException e) {
            throw new Garbled("an element must be of its array's type, got " + value);
        }
    }

    private static int bytes(Class<?> element) {
        return element == long.class || element == double.class || !element.isPrimitive() ? 8
                : element == int.class || element == float.class ? 4
                : element == short.class || element == char.class ? 2 : 1;
    }

    private Object record(String name) throws IOException {
        Class<?> type = type(name);
        if (!type.isRecord()) {
            throw new Garbled("a record must be one of the book's, got " + name);
        }
        RecordComponent[] components = type.getRecordComponents();
        var values = new @Nullable Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = read();
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(Arrays.stream(components)
                    .map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new Garbled("a record must fit its type, got " + name + ": " + e);
        }
    }

    private static Object constant(String typeName, String name) {
        Object[] constants = type(typeName).getEnumConstants();
        for (Object each : constants == null ? List.of().toArray() : constants) {
            if (((Enum<?>) each).name().equals(name)) {
                return each;
            }
        }
        throw new Garbled("an enum must have the constant, got " + typeName + "." + name);
    }

    /// A type of the book or of Java's: only these are looked for.
    private static Class<?> type(String name) {
        if (!name.startsWith("llm.") && !name.startsWith("java.util.")) {
            throw new Garbled("a type must be one of the book's, got " + name);
        }
        try {
            return Class.forName(name, false, ValueReader.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new Garbled("a type must be one of the book's, got " + name);
        }
    }

    private static Class<?> arrayType(String name) {
        if (!name.matches("\\[{1,8}([ZBSCIJFD]|L(java\\.lang|java\\.util|llm\\.[\\w.$]+)[\\w.$]*;)")) {
            throw new Garbled("an array must be of numbers, texts or types of the book, got "
                    + name);
        }
        try {
            return Class.forName(name, false, ValueReader.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new Garbled("an array's type must exist, got " + name);
        }
    }

    /// A text of any length.
    String text() throws IOException {
        byte[] bytes = new byte[size(1)];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// A number of things of at least `bytes` bytes each.
    int size(int bytes) throws IOException {
        int size = in.readInt();
        if (size < 0) {
            throw new Garbled("a size must not be negative, got " + size);
        }
        spend(size, bytes);
        return size;
    }

    private void spend(long count, int bytes) {
        budget -= count * bytes;
        if (budget < 0) {
            throw new Garbled("a message must hold at most " + MOST_BYTES + " bytes");
        }
    }
}

package llm.format.gguf;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import llm.tensor.Scope;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.file.AtomicFile;

/// Writes a GGUF file of version 3: first settings and tensors are named, then the file is
/// written, one tensor at a time.
///
/// ```java
/// new GgufWriter()
///         .setting("general.architecture", GgufValue.text("llama"))
///         .tensor("token_embd.weight", Shape.of(512, 64), GgufType.Q8_0, () -> embeddings)
///         .write(file);
/// ```
public final class GgufWriter {
    private static final int VERSION = 3;
    private static final int LONGEST_NAME = 63;              // bytes; llama.cpp refuses more
    private static final int MOST_AXES = 4;                  // likewise
    private static final long ALIGNMENT = GgufHeader.USUAL_ALIGNMENT;
    private static final int CHUNK = 1 << 16;                // values, whole blocks of every type
    private final Map<String, GgufValue> settings = new LinkedHashMap<>();
    private final Map<String, Part> parts = new LinkedHashMap<>();

    /// A tensor that will be asked for when its turn comes.
    private record Part(GgufHeader.Entry entry, Supplier<Tensor> source) {
    }

    /// Adds a setting, or replaces it.
    ///
    /// @throws IllegalArgumentException if the setting is the alignment, which stays the usual one
    public GgufWriter setting(String key, GgufValue value) {
        if (key.equals(GgufHeader.ALIGNMENT)) {
            throw new IllegalArgumentException("the alignment must be the usual "
                    + ALIGNMENT + " bytes, got the setting " + key + " = " + value);
        }
        settings.put(key, value);
        return this;
    }

    /// Adds a tensor. Its source is asked once, when the tensor is written, and let go before the
    /// next one is asked.
    ///
    /// @param shape a matrix as `(rows, columns)`
    /// @throws IllegalArgumentException if the name is taken or too long, the type is one that is
    ///         only read, or the last axis is no multiple of the type's block
    public GgufWriter tensor(String name, Shape shape, GgufType type, Supplier<Tensor> source) {
        type.writableFormat();
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > LONGEST_NAME || parts.containsKey(name)) {
            throw new IllegalArgumentException("the name of a tensor must be new and have 1 to "
                    + LONGEST_NAME + " bytes, got " + name);
        }
        Shape stored = shape.rank() == 0 ? Shape.of(1) : shape;
        if (stored.rank() > MOST_AXES || stored.elements() == 0
                || stored.size(-1) % type.blockValues() != 0) {
            throw new IllegalArgumentException(("%s must have 1 to %d axes, none empty, and rows "
                    + "of whole blocks of %d values to be %s, got %s")
                    .formatted(name, MOST_AXES, type.blockValues(), type, shape));
        }
        parts.put(name, new Part(new GgufHeader.Entry(type, stored, 0), source));
        return this;
    }

    /// Writes the file, which appears when it is whole.
    ///
    /// @throws IllegalArgumentException if a tensor has another shape than announced, or holds
    ///         values that its type cannot
    public void write(Path file) throws IOException {
        AtomicFile.write(file, partial -> {
            try (FileChannel channel = FileChannel.open(partial,
                    StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writeTo(channel);
                channel.force(true);
            }
        });
    }

    private void writeTo(FileChannel channel) throws IOException {
        writeFully(channel, header());
        for (Map.Entry<String, Part> part : parts.entrySet()) {
            GgufHeader.Entry entry = part.getValue().entry();
            try (Scope _ = Scope.open()) {                   // what the source makes goes at once
                writeTensor(channel, part.getKey(), part.getValue());
            }
            long padding = GgufHeader.roundUp(entry.bytes(), ALIGNMENT) - entry.bytes();
            writeFully(channel, ByteBuffer.allocate((int) padding));
        }
    }

    private ByteBuffer header() {
        GgufSink sink = new GgufSink().int32(GgufHeader.MAGIC).int32(VERSION)
                .int64(parts.size()).int64(settings.size());
        settings.forEach((key, value) -> sink.text(key).setting(value));
        long begin = 0;
        for (Map.Entry<String, Part> part : parts.entrySet()) {
            GgufHeader.Entry entry = part.getValue().entry();
            sink.text(part.getKey()).place(entry, begin);
            begin = GgufHeader.roundUp(begin + entry.bytes(), ALIGNMENT);
        }
        return sink.pad(ALIGNMENT).bytes();
    }

    private void writeTensor(FileChannel channel, String name, Part part) throws IOException {
        Tensor tensor = part.source().get();
        GgufType type = part.entry().type();
        if (tensor.elements() != part.entry().shape().elements()) {
            throw new IllegalArgumentException("%s must have the shape announced, %s, got %s"
                    .formatted(name, part.entry().shape(), tensor.shape()));
        }
        float[] values = new float[(int) Math.min(CHUNK, tensor.elements())];
        ByteBuffer packed = ByteBuffer.allocateDirect((int) type.bytes(values.length));
        for (long from = 0; from < tensor.elements(); from += values.length) {
            if (tensor.elements() - from < values.length) {
                values = new float[(int) (tensor.elements() - from)];
            }
            tensor.backend().memory().read(tensor.storage(), from, values);
            packed.clear().limit((int) type.bytes(values.length));
            pack(name, values, type, MemorySegment.ofBuffer(packed));
            writeFully(channel, packed);
        }
    }

    private static void pack(String name, float[] values, GgufType type, MemorySegment into) {
        try {
            type.writableFormat().encode(values, into);
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException(name + " cannot be " + type + ": "
                    + unfit.getMessage(), unfit);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}

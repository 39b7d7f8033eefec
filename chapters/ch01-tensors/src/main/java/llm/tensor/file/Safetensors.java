package llm.tensor.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import llm.tensor.IntTensor;
import llm.tensor.Shape;
import llm.tensor.Tensor;

/// An open file of tensors in the safetensors format: a length, a JSON header, and the data,
/// little-endian and row-major. Each tensor is mapped while it is read, so that only one of the
/// file's takes memory.
/// Source: the format's description, github.com/huggingface/safetensors.
public final class Safetensors implements TensorFile {
    private static final int PIECE = 1 << 16;                // values
    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;

    private Safetensors(Path file) throws IOException {
        this.file = file;
        channel = FileChannel.open(file, StandardOpenOption.READ);
        header = readHeader();
    }

    private SafetensorsHeader readHeader() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return SafetensorsHeader.read(file,
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (RuntimeException refused) {
            channel.close();                                 // nobody will call close()
            throw refused;
        }
    }

    /// @throws IllegalArgumentException if the file is truncated or not of this format
    public static Safetensors open(Path file) throws IOException {
        return new Safetensors(file);
    }

    @Override
    public Set<String> names() {
        return header.entries().keySet();
    }

    /// What the writer had to say, such as `format=pt`.
    public Map<String, String> metadata() {
        return header.metadata();
    }

    @Override
    public Shape shape(String name) {
        return entry(name).shape();
    }

    /// @throws IllegalArgumentException if there is no such tensor, or its numbers are in a format
    ///                                  that we do not read
    public ElementType type(String name) {
        SafetensorsHeader.Entry entry = entry(name);
        return entry.type().orElseThrow(() -> SafetensorsHeader.bad(file,
                "must hold F32, F16, BF16, I64 or I32 values, got " + entry.dtype() + " in "
                        + name));
    }

    @Override
    public void readInto(String name, Tensor target) {
        SafetensorsHeader.Entry entry = entry(name);
        if (entry.shape().elements() != target.elements()) {
            throw SafetensorsHeader.bad(file, "must hold " + name + " as " + target.shape()
                    + ", got " + entry.shape());
        }
        ElementType type = type(name);
        if (type == ElementType.I64 || type == ElementType.I32) {
            throw SafetensorsHeader.bad(file, "must hold " + name + " as floats, got " + type);
        }
        try (Arena arena = Arena.ofShared()) {               // several threads may round it
            FloatReader.read(type, bytes(entry, arena), target);
        }
        target.storage().changed();
    }

    /// Reads whole numbers.
    public IntTensor ints(String name) {
        SafetensorsHeader.Entry entry = entry(name);
        ElementType type = type(name);
        int[] values = new int[Math.toIntExact(entry.shape().elements())];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = bytes(entry, arena);
            for (int i = 0; i < values.length; i++) {
                values[i] = type.toInt(bytes, i);
            }
        }
        return IntTensor.of(values, entry.shape().toArray());
    }

    @Override
    public boolean same(String name, String other) {
        return same(name, this, other);
    }

    /// Whether another file holds the same as `other`. Numbers of one format are compared as they
    /// lie in the files, which takes no memory.
    public boolean same(String name, Safetensors file, String other) {
        if (!shape(name).equals(file.shape(other))) {
            return false;
        }
        if (type(name) != file.type(other)) {
            return Arrays.equals(tensor(name).toArray(), file.tensor(other).toArray());
        }
        try (Arena arena = Arena.ofConfined()) {
            return bytes(entry(name), arena).mismatch(file.bytes(file.entry(other), arena)) < 0;
        }
    }

    /// Reads every tensor.
    public Map<String, Tensor> tensors() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        names().forEach(name -> all.put(name, tensor(name)));
        return all;
    }

    private MemorySegment bytes(SafetensorsHeader.Entry entry, Arena arena) {
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, header.dataStart() + entry.begin(),
                    entry.end() - entry.begin(), arena);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw SafetensorsHeader.bad(file, "must hold a tensor " + name + ", got "
                    + header.entries().size() + " tensors of other names");
        }
        return entry;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes tensors as float32; the file appears when it is whole.
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
            throws IOException {
        write(file, tensors, metadata, ElementType.F32);
    }

    /// The same in another format.
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata,
                             ElementType type) throws IOException {
        byte[] header = SafetensorsHeader.write(tensors, metadata, type);
        AtomicFile.write(file, partial -> {
            try (FileChannel channel = FileChannel.open(partial,
                    StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer start = ByteBuffer.allocate(8 + header.length)
                        .order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header);
                writeFully(channel, start.flip());
                for (Tensor tensor : tensors.values()) {
                    writeTensor(channel, tensor, type);
                }
                channel.force(true);
            }
        });
    }

    private static void writeTensor(FileChannel channel, Tensor tensor, ElementType type)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * PIECE).order(ByteOrder.LITTLE_ENDIAN);
        for (long at = 0; at < tensor.elements(); at += PIECE) {
            float[] values = new float[(int) Math.min(PIECE, tensor.elements() - at)];
            tensor.backend().memory().read(tensor.storage(), at, values);
            type.put(values, bytes.clear());
            writeFully(channel, bytes.flip());
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}

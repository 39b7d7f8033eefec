package llm.format.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.file.Pieces;
import llm.tensor.file.TensorFile;

/// An open GGUF file: the settings and the tensors of a model. The file is mapped, and each
/// tensor is unpacked when asked for, some thousand values at a time.
/// Source: the format's description, github.com/ggml-org/ggml, docs/gguf.md; versions 2 and 3.
public final class GgufFile implements TensorFile {
    private final Path file;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment data;
    private final GgufHeader header;

    private GgufFile(Path file) throws IOException {
        this.file = file;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            data = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
        header = readHeader();
    }

    private GgufHeader readHeader() {
        try {
            return GgufHeader.read(file, data);
        } catch (RuntimeException refused) {
            arena.close();                                   // nobody will call close()
            throw refused;
        }
    }

    /// @throws IllegalArgumentException if the file is truncated, not of this format, or holds a
    ///         tensor of a type that is not a [GgufType]
    public static GgufFile open(Path file) throws IOException {
        return new GgufFile(file);
    }

    @Override
    public Set<String> names() {
        return header.entries().keySet();
    }

    /// The settings: the model's sizes, its vocabulary, who made it.
    public GgufMetadata metadata() {
        return header.metadata();
    }

    /// The version of the format, 2 or 3.
    public int version() {
        return header.version();
    }

    /// The shape, a matrix as `(rows, columns)`.
    @Override
    public Shape shape(String name) {
        return entry(name).shape();
    }

    public GgufType type(String name) {
        return entry(name).type();
    }

    @Override
    public void readInto(String name, Tensor target) {
        GgufHeader.Entry entry = entry(name);
        if (entry.shape().elements() != target.elements()) {
            throw bad("must hold " + name + " as " + target.shape() + ", got " + entry.shape());
        }
        MemorySegment packed = bytes(name);
        if (entry.type() == GgufType.F32) {
            target.backend().memory().write(packed, target.storage());
        } else {
            GgufType type = entry.type();
            Pieces.fill(target, (at, values) ->
                    type.format().decode(packed, type.bytes(at), values));
        }
        target.storage().changed();
    }

    /// The bytes of a tensor as they are stored, without a copy; readable until the file is
    /// closed.
    ///
    /// @throws IllegalArgumentException if there is no such tensor
    public MemorySegment bytes(String name) {
        GgufHeader.Entry entry = entry(name);
        return data.asSlice(entry.begin(), entry.bytes());
    }

    private GgufHeader.Entry entry(String name) {
        GgufHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw bad("must hold a tensor " + name + ", got " + header.entries().size()
                    + " tensors of other names");
        }
        return entry;
    }

    private IllegalArgumentException bad(String what) {
        return new IllegalArgumentException(file + " " + what);
    }

    @Override
    public void close() {
        arena.close();
    }
}

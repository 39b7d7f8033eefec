package llm.format.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.file.Pieces;
import llm.tensor.file.TensorFile;

/// An open GGUF file: the settings and the tensors of a model. The file is mapped, and each
/// tensor is unpacked when asked for, some thousand values at a time. A model in several files,
/// `x-00001-of-00003.gguf` and so on, is opened by the first, which holds the settings.
/// Source: the format's description, github.com/ggml-org/ggml, docs/gguf.md; versions 2 and 3.
public final class GgufFile implements TensorFile {
    private final Path file;
    private final Arena arena = Arena.ofShared();
    private final GgufHeader header;
    private final List<Path> files = new ArrayList<>();
    private final Map<String, Place> places = new LinkedHashMap<>();

    /// A tensor and the file that holds it.
    private record Place(MemorySegment data, GgufHeader.Entry entry) {
    }

    private GgufFile(Path file) throws IOException {
        this.file = file;
        try {
            header = add(file);
            GgufParts parts = GgufParts.of(header.metadata());
            files.add(file);
            for (Path other : parts.others(file)) {
                files.add(other);
                parts.requireNext(add(other).metadata());
            }
            parts.requireAll(places.size());
        } catch (IOException | RuntimeException refused) {
            arena.close();                                   // nobody will call close()
            throw refused;
        }
    }

    /// Adds the tensors of a file.
    private GgufHeader add(Path part) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.READ)) {
            MemorySegment data =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            GgufHeader read = GgufHeader.read(part, data);
            read.entries().forEach((name, entry) -> {
                if (places.put(name, new Place(data, entry)) != null) {
                    throw bad(part, "must hold tensors of its own, got " + name + " once more");
                }
            });
            return read;
        }
    }

    /// @throws IllegalArgumentException if the file is truncated, not of this format, holds a
    ///         tensor of a type that is not a [GgufType], or is one of several and not the first
    public static GgufFile open(Path file) throws IOException {
        return new GgufFile(file);
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(places.keySet());
    }

    /// The settings: the model's sizes, its vocabulary, who made it.
    public GgufMetadata metadata() {
        return header.metadata();
    }

    /// This file, and the others of the model if it lies in several.
    public List<Path> files() {
        return List.copyOf(files);
    }

    /// The version of the format, 2 or 3.
    public int version() {
        return header.version();
    }

    /// The shape, a matrix as `(rows, columns)`.
    @Override
    public Shape shape(String name) {
        return place(name).entry.shape();
    }

    public GgufType type(String name) {
        return place(name).entry.type();
    }

    /// The type of most values.
    public GgufType mostCommonType() {
        Map<GgufType, Long> values = new EnumMap<>(GgufType.class);
        places.values().forEach(place -> values.merge(place.entry.type(),
                place.entry.shape().elements(), Long::sum));
        return values.entrySet().stream().max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey).orElse(GgufType.F32);
    }

    @Override
    public void readInto(String name, Tensor target) {
        GgufHeader.Entry entry = place(name).entry;
        if (entry.shape().elements() != target.elements()) {
            throw bad(file, "must hold " + name + " as " + target.shape() + ", got "
                    + entry.shape());
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
        Place place = place(name);
        return place.data.asSlice(place.entry.begin(), place.entry.bytes());
    }

    private Place place(String name) {
        Place place = places.get(name);
        if (place == null) {
            throw bad(file, "must hold a tensor " + name + ", got " + places.size()
                    + " tensors of other names");
        }
        return place;
    }

    static IllegalArgumentException bad(Path file, String what) {
        return new IllegalArgumentException(file + " " + what.replaceAll("\\p{Cntrl}", "\uFFFD"));
    }

    @Override
    public void close() {
        arena.close();
    }
}

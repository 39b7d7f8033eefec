package llm.format.gguf;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import llm.tensor.Shape;

/// What stands in front of the data: the settings, and name, type, shape and place of every
/// tensor.
///
/// @param entries by name, in the file's order
record GgufHeader(int version, GgufMetadata metadata, Map<String, Entry> entries) {
    static final int MAGIC = 0x46554747;                     // the bytes G G U F, the lowest first
    static final String ALIGNMENT = "general.alignment";
    static final long USUAL_ALIGNMENT = 32;
    private static final int LEAST_SETTING = 13;             // bytes: name's length, kind, value
    private static final int LEAST_ENTRY = 24;               // bytes: lengths, type, place
    private static final int MOST_AXES = 8;

    /// One tensor; its data begin at byte `begin` of the file.
    record Entry(GgufType type, Shape shape, long begin) {
        long bytes() {
            return type.bytes(shape.elements());
        }

        Entry from(long dataStart) {
            return new Entry(type, shape, dataStart + begin);
        }
    }

    /// @throws IllegalArgumentException if the file is not whole or not of this format
    static GgufHeader read(Path file, MemorySegment data) {
        GgufCursor cursor = new GgufCursor(file, data);
        int version = version(cursor, data.byteSize());
        int tensors = cursor.count(LEAST_ENTRY, "tensors");
        int settings = cursor.count(LEAST_SETTING, "settings");
        Map<String, GgufValue> values = new LinkedHashMap<>();
        for (int i = 0; i < settings; i++) {
            String key = cursor.text("the name of setting " + i);
            if (values.put(key, cursor.value(key)) != null) {
                throw cursor.bad("must name every setting once, got " + key + " twice");
            }
        }
        GgufMetadata metadata = new GgufMetadata(file, values);
        long alignment = alignment(metadata, cursor);
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (int i = 0; i < tensors; i++) {
            String name = cursor.text("the name of tensor " + i);
            if (entries.put(name, entry(cursor, name)) != null) {
                throw cursor.bad("must name every tensor once, got " + name + " twice");
            }
        }
        long dataStart = roundUp(cursor.position(), alignment);
        requireSeamless(cursor, entries, dataStart, alignment);
        entries.replaceAll((_, entry) -> entry.from(dataStart));
        return new GgufHeader(version, metadata, entries);
    }

    private static int version(GgufCursor cursor, long size) {
        int magic = size < 8 ? 0 : cursor.int32("its format");
        if (magic != MAGIC) {
            throw cursor.bad("must begin with the letters GGUF, got %d bytes that begin otherwise"
                    .formatted(size));
        }
        int version = cursor.int32("its version");
        if (version != 2 && version != 3) {
            throw cursor.bad("must be GGUF of version 2 or 3, little-endian, got version "
                    + Integer.toUnsignedString(version));
        }
        return version;
    }

    private static long alignment(GgufMetadata metadata, GgufCursor cursor) {
        long alignment = metadata.has(ALIGNMENT) ? metadata.whole(ALIGNMENT) : USUAL_ALIGNMENT;
        if (alignment < 1 || alignment > 1 << 30 || Long.bitCount(alignment) != 1) {
            throw cursor.bad("must give a power of 2 as " + ALIGNMENT + ", got " + alignment);
        }
        return alignment;
    }

    private static Entry entry(GgufCursor cursor, String name) {
        int[] extents = new int[axes(cursor, name)];
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            long extent = cursor.int64(name);
            if (extent < 0 || extent > Integer.MAX_VALUE) {
                throw cursor.bad("must give extents from 0 to " + Integer.MAX_VALUE + " for "
                        + name + ", got " + Long.toUnsignedString(extent));
            }
            extents[axis] = (int) extent;
        }
        GgufType type = type(cursor, name);
        if (extents.length > 0 && extents[extents.length - 1] % type.blockValues() != 0
                || extents.length == 0 && type.blockValues() > 1) {
            throw cursor.bad("must hold rows of whole blocks of %d values for %s in %s, got %s"
                    .formatted(type.blockValues(), type, name, Arrays.toString(extents)));
        }
        try {
            return new Entry(type, Shape.of(extents), cursor.int64(name));
        } catch (IllegalArgumentException e) {
            throw cursor.bad("must give a shape of " + name + " that can be: " + e.getMessage());
        }
    }

    private static int axes(GgufCursor cursor, String name) {
        int axes = cursor.int32(name);
        if (axes < 0 || axes > MOST_AXES) {
            throw cursor.bad("must give 0 to " + MOST_AXES + " axes for " + name + ", got "
                    + Integer.toUnsignedString(axes));
        }
        return axes;
    }

    private static GgufType type(GgufCursor cursor, String name) {
        int code = cursor.int32(name);
        for (GgufType type : GgufType.values()) {
            if (type.code() == code) {
                return type;
            }
        }
        throw cursor.bad("must hold tensors of the types " + Arrays.toString(GgufType.values())
                + ", got type number " + code + " in " + name);
    }

    /// Every byte of the data belongs to one tensor or is padding behind it, as llama.cpp demands;
    /// the last padding may be left out.
    private static void requireSeamless(GgufCursor cursor, Map<String, Entry> entries, long start,
                                        long alignment) {
        long end = start;
        for (Map.Entry<String, Entry> each : entries.entrySet()) {
            Entry entry = each.getValue();
            long begin = roundUp(end, alignment);
            if (entry.begin != begin - start) {
                throw cursor.bad("must hold one tensor behind the other, got %s at %d instead of %d"
                        .formatted(each.getKey(), entry.begin, begin - start));
            }
            double bytes = Arrays.stream(entry.shape.toArray()).asDoubleStream()
                    .reduce(1, (a, b) -> a * b)              // longs of a broken file wrap around
                    / entry.type.blockValues() * entry.type.blockBytes();
            if (begin + bytes > cursor.size()) {
                throw cursor.bad("must hold %s %s up to byte %.0f, got %d bytes; it is truncated"
                        .formatted(each.getKey(), entry.shape, begin + bytes, cursor.size()));
            }
            end = begin + entry.bytes();
        }
        if (!entries.isEmpty() && cursor.size() != end
                && cursor.size() != roundUp(end, alignment)) {
            throw cursor.bad("must end with its last tensor, at byte %d, got %d bytes"
                    .formatted(end, cursor.size()));
        }
    }

    /// The next multiple of a power of 2.
    static long roundUp(long position, long alignment) {
        return position + alignment - 1 & -alignment;
    }
}

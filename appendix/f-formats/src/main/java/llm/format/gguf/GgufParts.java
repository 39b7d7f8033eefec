package llm.format.gguf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// One file of a model that lies in several: `split.no` counts from 0, names of files from 1.
/// Source: llama.cpp's `gguf-split`.
///
/// @param file    the file
/// @param number  which one of them
/// @param count   how many there are
/// @param tensors in all of them, or −1 if the file does not say
record GgufParts(Path file, long number, long count, long tensors) {
    private static final String NUMBER = "split.no";
    private static final String COUNT = "split.count";
    private static final String TENSORS = "split.tensors.count";
    private static final int MOST = 99_999;                  // five digits

    static GgufParts of(GgufMetadata metadata) {
        long count = metadata.has(COUNT) ? metadata.whole(COUNT) : 0;
        GgufParts parts = new GgufParts(metadata.file(), count > 1 ? metadata.whole(NUMBER) : 0,
                Math.max(1, count),
                count > 1 && metadata.has(TENSORS) ? metadata.whole(TENSORS) : -1);
        if (count < 0 || count > MOST || parts.number < 0 || parts.number >= parts.count) {
            throw parts.bad("must be one of at most " + MOST + " parts", NUMBER + " "
                    + parts.number + " and " + COUNT + " " + count);
        }
        return parts;
    }

    /// The files beside the first one.
    ///
    /// @throws IllegalArgumentException if this is not the first one, or another is missing
    List<Path> others(Path first) {
        if (count == 1) {
            return List.of();
        }
        String ending = ending(number);
        String name = first.getFileName().toString();
        if (!name.endsWith(ending)) {
            throw bad("must have a name that ends in %s, as part %d of %d of a model"
                    .formatted(ending, number + 1, count), "another name");
        }
        String model = name.substring(0, name.length() - ending.length());
        if (number > 0) {
            throw bad("must be opened by its first part, " + model + ending(0),
                    "part %d of %d".formatted(number + 1, count));
        }
        List<Path> others = IntStream.range(1, (int) count)
                .mapToObj(part -> first.resolveSibling(model + ending(part))).toList();
        for (Path other : others) {
            if (!Files.isRegularFile(other)) {
                throw bad("must have all of its %d parts beside it".formatted(count),
                        "none of the name " + other.getFileName());
            }
        }
        return others;
    }

    private String ending(long part) {
        return String.format(Locale.ROOT, "-%05d-of-%05d.gguf", part + 1, count);
    }

    /// Makes sure that a file says of itself what its name says.
    void requireNext(GgufMetadata other) {
        GgufParts next = of(other);
        String name = other.file().getFileName().toString();
        if (next.count != count || !name.endsWith(ending(next.number))) {
            throw next.bad("must be the part of %d that its name says".formatted(count),
                    "part %d of %d".formatted(next.number + 1, next.count));
        }
    }

    void requireAll(int found) {
        if (tensors >= 0 && tensors != found) {
            throw bad("must hold %d tensors in all of its parts".formatted(tensors), "" + found);
        }
    }

    private IllegalArgumentException bad(String must, String got) {
        return new IllegalArgumentException("%s %s, got %s".formatted(file, must, got));
    }
}

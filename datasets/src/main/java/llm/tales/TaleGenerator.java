package llm.tales;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Tells as many stories as you like. The same seed tells the same stories, byte for byte, on
/// every machine and JDK.
///
/// ```java
/// var tales = TaleGenerator.of(42);
/// System.out.println(tales.next().text());
/// tales.writeTo(Path.of("tales.txt"), 10_000_000, bytes -> {});
/// ```
public final class TaleGenerator {
    private final Grammar grammar;
    private final long seed;
    private long nextIndex;

    private TaleGenerator(Grammar grammar, long seed) {
        this.grammar = grammar;
        this.seed = seed;
    }

    /// The stories of one seed, from the first.
    public static TaleGenerator of(long seed) {
        return of(Grammar.standard(), seed);
    }

    static TaleGenerator of(Grammar grammar, long seed) {
        return new TaleGenerator(grammar, seed);
    }

    /// The next story. Not to be called by two threads at once; [#tale] is.
    public Tale next() {
        return tale(nextIndex++);
    }

    /// The story with this index, from 0, without telling those before it.
    ///
    /// @throws IllegalArgumentException if `index` is negative
    public Tale tale(long index) {
        if (index < 0) {
            throw new IllegalArgumentException("index must be at least 0, got " + index);
        }
        return grammar.tell(index, SplitMix.forIndex(seed, index));
    }

    /// All stories of the seed from index 0, without end; [#next] is not affected.
    public Stream<Tale> stream() {
        return LongStream.iterate(0, index -> index + 1).mapToObj(this::tale);
    }

    /// Writes the first stories of the seed, as many whole ones as fit into `bytes`, each followed
    /// by a line [Tale#SEPARATOR]. The file is written beside `target` and then moved into place,
    /// so `target` is never half a corpus. Memory does not grow with `bytes`.
    ///
    /// @param progress is told the bytes written so far, about once per 256 KiB and at the end
    /// @return what was written, with its entropy
    /// @throws IllegalArgumentException if `bytes` is less than 2,000, which no story exceeds
    public TaleStatistics writeTo(Path target, long bytes, LongConsumer progress)
            throws IOException {
        return TaleWriter.write(this, target, bytes, progress);
    }

    /// Counts what [#writeTo] would write, without writing.
    public TaleStatistics measure(long bytes) {
        return TaleWriter.measure(this, bytes);
    }
}

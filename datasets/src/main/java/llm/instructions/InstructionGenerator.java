package llm.instructions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import llm.data.JsonArrayFile;
import llm.tales.SplitMix;

/// Writes as many instructions with answers as you like. The same seed gives the same entries,
/// byte for byte, on every machine and JDK.
///
/// ```java
/// var generator = InstructionGenerator.of(42);
/// List<Entry> training = generator.entries(Split.TRAIN, 10_000);
/// generator.writeTo(Path.of("instructions.json"), Split.TRAIN, 10_000);
/// ```
///
/// Entries may recur: a closed table has only so many rows, and a kind so many phrasings.
public final class InstructionGenerator {
    private final long seed;

    private InstructionGenerator(long seed) {
        this.seed = seed;
    }

    /// The entries of one seed.
    public static InstructionGenerator of(long seed) {
        return new InstructionGenerator(seed);
    }

    /// The entry with this index of a split, from 0, without making those before it.
    ///
    /// @throws IllegalArgumentException if `index` is negative
    public Entry entry(Split split, long index) {
        return entry(split, split, index);
    }

    /// An entry with the phrasings of one split and the words of another: tells whether a model
    /// fails at new phrasings or at new words.
    ///
    /// @throws IllegalArgumentException if `index` is negative
    public Entry entry(Split phrasings, Split words, long index) {
        if (index < 0) {
            throw new IllegalArgumentException("index must be at least 0, got " + index);
        }
        int pair = phrasings.ordinal() * Split.values().length + words.ordinal();
        long stream = SplitMix.forIndex(seed, pair).nextLong();
        Kind kind = kind(stream, index);
        var draw = new Draw(SplitMix.forIndex(stream, index), words);
        String template = draw.one(Phrasings.standard().of(kind, phrasings));
        return kind.make(draw).phrase(index, kind, template);
    }

    /// Every kind once in each run of as many entries as there are kinds, in random order.
    private static Kind kind(long stream, long index) {
        List<Kind> kinds = List.of(Kind.values());
        SplitMix random = SplitMix.forIndex(~stream, index / kinds.size());
        return new Draw(random, Split.TRAIN).some(kinds.size(), kinds)
                .get((int) (index % kinds.size()));
    }

    /// The first entries of a split. Kinds are balanced: their counts differ by one at most.
    ///
    /// @throws IllegalArgumentException if `count` is negative
    public List<Entry> entries(Split split, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count must be at least 0, got " + count);
        }
        return LongStream.range(0, count).mapToObj(index -> entry(split, index)).toList();
    }

    /// Writes the first entries of a split as a JSON array of objects with the fields of Alpaca
    /// and `kind`, one to a line, in UTF-8. The file appears when it is complete.
    public void writeTo(Path json, Split split, int count) throws IOException {
        JsonArrayFile.write(
                entries(split, count).stream().map(InstructionCorpus::json).toList(), json);
    }
}

package llm.preferences;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import llm.instructions.Entry;
import llm.instructions.InstructionGenerator;
import llm.instructions.Mistakes;
import llm.instructions.Split;
import llm.tales.SplitMix;

/// Writes as many pairs of a better and a worse answer as you like. The same seed gives the same
/// pairs, byte for byte, on every machine and JDK.
///
/// ```java
/// var generator = PreferenceGenerator.of(Preference.POLITE, 42);
/// List<Comparison> training = generator.pairs(Split.TRAIN, 5_000);
/// generator.writeTo(Path.of("polite.json"), Split.TRAIN, 5_000);
/// ```
///
/// The requests of [Preference#RIGHT] are the entries of [InstructionGenerator] with the same seed
/// and index.
public final class PreferenceGenerator {
    private final Preference set;
    private final long seed;

    private PreferenceGenerator(Preference set, long seed) {
        this.set = set;
        this.seed = seed;
    }

    /// The pairs of one set and seed.
    public static PreferenceGenerator of(Preference set, long seed) {
        return new PreferenceGenerator(set, seed);
    }

    /// The pair with this index of a split, from 0, without making those before it.
    ///
    /// @throws IllegalArgumentException if `index` is negative
    public Comparison pair(Split split, long index) {
        if (index < 0) {
            throw new IllegalArgumentException("index must be at least 0, got " + index);
        }
        long stream = SplitMix.forIndex(seed, split.ordinal()).nextLong();
        var random = SplitMix.forIndex(stream, index);
        return switch (set) {
            case POLITE -> SmallTalk.of(split).comparison(index, random);
            case RIGHT -> {
                Entry entry = InstructionGenerator.of(seed).entry(split, index);
                yield new Comparison(index, entry.template(), entry.instruction(), entry.input(),
                        entry.output(), Mistakes.of(entry, split, random));
            }
        };
    }

    /// The first pairs of a split.
    ///
    /// @throws IllegalArgumentException if `count` is negative
    public List<Comparison> pairs(Split split, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count must be at least 0, got " + count);
        }
        return LongStream.range(0, count).mapToObj(index -> pair(split, index)).toList();
    }

    /// Writes the first pairs of a split, as [PreferenceCorpus#writeTo] does.
    public void writeTo(Path json, Split split, int count) throws IOException {
        new PreferenceCorpus(pairs(split, count)).writeTo(json);
    }
}

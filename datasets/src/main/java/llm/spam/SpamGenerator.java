package llm.spam;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import llm.tales.SplitMix;

/// Writes as many text messages as you like, 13 % of them spam. The same seed writes the same
/// messages, byte for byte, on every machine and JDK. A message's index decides its split, and
/// its split which templates it may follow.
///
/// ```java
/// var sms = SpamGenerator.of(42);
/// System.out.println(sms.message(0).text());
/// sms.writeTo(Path.of("train.tsv"), Split.TRAIN, 5_000);
/// ```
public final class SpamGenerator {
    private static final List<MessageKind> KINDS = KindReader.readStandard();
    private static final int SPAM = 13;                     // percent of the messages
    private static final int HARD_HAM = 25;                 // percent of the ham
    private static final int HARD_SPAM = 50;                // percent of the spam

    private final long seed;

    private SpamGenerator(long seed) {
        this.seed = seed;
    }

    /// The messages of one seed.
    public static SpamGenerator of(long seed) {
        return new SpamGenerator(seed);
    }

    /// The kinds of messages, in the order that a seed counts on.
    static List<MessageKind> kinds() {
        return KINDS;
    }

    /// The message with this index, from 0, without writing those before it.
    ///
    /// @throws IllegalArgumentException if `index` is negative
    public Message message(long index) {
        if (index < 0) {
            throw new IllegalArgumentException("index must be at least 0, got " + index);
        }
        var random = SplitMix.forIndex(seed, index);
        Label label = random.nextInt(100) < SPAM ? Label.SPAM : Label.HAM;
        boolean hard = random.nextInt(100) < (label == Label.SPAM ? HARD_SPAM : HARD_HAM);
        List<MessageKind> kinds = kinds(Split.of(index), label, hard);
        MessageKind kind = kinds.get(random.nextInt(kinds.size()));
        String text = kind.template().write(random);
        String typed = kind.formal() ? text : TextingStyle.USUAL.type(text, random);
        return new Message(index, label, typed, kind.name(), hard);
    }

    /// All messages of the seed from index 0, of all splits, without end.
    public Stream<Message> stream() {
        return LongStream.iterate(0, index -> index + 1).mapToObj(this::message);
    }

    /// The first `count` messages of one split.
    public List<Message> messages(Split split, int count) {
        return stream(split, count).toList();
    }

    /// Writes the first `count` messages of one split, a line `label<TAB>text` for each.
    ///
    /// The file is written beside `target` and then moved into place: it is never half a set.
    public void writeTo(Path target, Split split, int count) throws IOException {
        SpamWriter.write(stream(split, count), target);
    }

    /// Writes the first `count` messages of all splits in order, so that a message's place in the
    /// file tells its split; else like [#writeTo(Path, Split, int)].
    public void writeTo(Path target, int count) throws IOException {
        SpamWriter.write(stream().limit(requireCount(count)), target);
    }

    private Stream<Message> stream(Split split, int count) {
        return LongStream.iterate(0, index -> index + 1).filter(index -> Split.of(index) == split)
                .limit(requireCount(count)).mapToObj(this::message);
    }

    private static int requireCount(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count must be at least 0, got " + count);
        }
        return count;
    }

    private static List<MessageKind> kinds(Split split, Label label, boolean hard) {
        return KINDS.stream().filter(kind -> kind.split() == split && kind.label() == label
                && kind.hard() == hard).toList();
    }
}

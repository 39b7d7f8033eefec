package llm.spam;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// A file of labelled messages, one to a line: ours, or the SMS Spam Collection.
public final class SpamCorpus {
    /// The seed of the committed sample and of the examples in the book.
    public static final long SAMPLE_SEED = 2026;

    private static final String SAMPLE = "sms.tsv";

    private final List<LabeledText> messages;

    private SpamCorpus(byte[] bytes) {
        this.messages = new String(bytes, StandardCharsets.UTF_8).lines()
                .filter(line -> !line.isBlank()).map(LabeledText::parse).toList();
    }

    /// The messages of a file.
    ///
    /// @throws IllegalArgumentException if a line is not `label<TAB>text`
    public static SpamCorpus of(Path file) {
        try {
            return new SpamCorpus(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The committed sample of 1,200 messages, `datasets/spam/sms.tsv`, from the class path.
    public static SpamCorpus sample() {
        try (InputStream in = Objects.requireNonNull(
                SpamCorpus.class.getResourceAsStream(SAMPLE),
                SAMPLE + " must be on the class path")) {
            return new SpamCorpus(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All messages, in the order of the file.
    public List<LabeledText> messages() {
        return messages;
    }

    /// The messages of one split: a message's place in the file decides it, as in
    /// [SpamGenerator#writeTo(Path, int)]. In a file of another maker this parts the lines, and
    /// says nothing of how alike they are.
    public List<LabeledText> messages(Split split) {
        return IntStream.range(0, messages.size()).filter(index -> Split.of(index) == split)
                .mapToObj(messages::get).toList();
    }
}

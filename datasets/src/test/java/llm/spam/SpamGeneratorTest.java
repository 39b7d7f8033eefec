package llm.spam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The generator of messages")
class SpamGeneratorTest {
    private static final int MESSAGES = 20_000;
    private static final List<Message> ALL =
            SpamGenerator.of(90210).stream().limit(MESSAGES).toList();

    @TempDir
    Path folder;

    @Test
    @DisplayName("writes known bytes for seed 7")
    void knownBytes() throws Exception {
        Path file = folder.resolve("sms.tsv");
        SpamGenerator.of(7).writeTo(file, 10_000);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(
                "8a23f7372211c82ae5ecafc0304cf394812f593a1e50fedccbcfb4497d993cd8");
    }

    @Test
    @DisplayName("writes a message by its index as in the stream, and others for other seeds")
    void sameMessages() {
        var one = SpamGenerator.of(3);
        List<Message> first = List.of(one.message(0), one.message(1), one.message(2));
        assertThat(SpamGenerator.of(3).stream().limit(3)).isEqualTo(first);
        assertThat(SpamGenerator.of(4).message(0).text()).isNotEqualTo(first.getFirst().text());
        assertThatThrownBy(() -> one.message(-1)).hasMessage("index must be at least 0, got -1");
    }

    @Test
    @DisplayName("gives of ten messages seven to training, one to validation and two to test")
    void splits() {
        assertThat(IntStream.range(0, 10).mapToObj(Split::of)).containsExactly(
                Split.TRAIN, Split.TRAIN, Split.TRAIN, Split.TRAIN, Split.TRAIN, Split.TRAIN,
                Split.TRAIN, Split.VALIDATION, Split.TEST, Split.TEST);
        assertThat(SpamGenerator.of(3).messages(Split.TEST, 5)).extracting(Message::index)
                .containsExactly(8L, 9L, 18L, 19L, 28L);
        assertThatThrownBy(() -> SpamGenerator.of(3).messages(Split.TEST, -1))
                .hasMessage("count must be at least 0, got -1");
    }

    @Test
    @DisplayName("makes 13 % spam, and 25 % of the ham and 50 % of the spam hard, in every split")
    void balance() {
        for (Split split : Split.values()) {
            List<Message> some = SpamGenerator.of(5).messages(split, MESSAGES);
            List<Message> ham = some.stream().filter(m -> m.label() == Label.HAM).toList();
            List<Message> spam = some.stream().filter(m -> m.label() == Label.SPAM).toList();
            isNear(0.13, spam.size(), MESSAGES);
            isNear(0.25, ham.stream().filter(Message::hard).count(), ham.size());
            isNear(0.5, spam.stream().filter(Message::hard).count(), spam.size());
        }
    }

    private static void isNear(double share, long count, int of) {
        double standardError = Math.sqrt(share * (1 - share) / of);
        assertThat((double) count / of).isCloseTo(share, within(4 * standardError));
    }

    @Test
    @DisplayName("writes messages about as long as real ones")
    void lengths() {
        assertThat(ALL).allMatch(message -> message.text().length() <= 220);
        assertThat(quantile(Label.HAM, 0.1)).isBetween(20, 35);      // the real ones: 24
        assertThat(quantile(Label.HAM, 0.5)).isBetween(45, 60);      // 52
        assertThat(quantile(Label.HAM, 0.9)).isBetween(115, 150);    // 147
        assertThat(quantile(Label.SPAM, 0.1)).isBetween(85, 110);    // 100
        assertThat(quantile(Label.SPAM, 0.5)).isBetween(115, 150);   // 149
        assertThat(quantile(Label.SPAM, 0.9)).isBetween(135, 162);   // 161
    }

    private static int quantile(Label label, double share) {
        int[] lengths = ALL.stream().filter(message -> message.label() == label)
                .mapToInt(message -> message.text().length()).sorted().toArray();
        return lengths[(int) (share * lengths.length)];
    }

    @Test
    @DisplayName("fills a file with the messages of a split, label, tab and text to a line")
    void writes() throws IOException {
        Path file = folder.resolve("new/test.tsv");
        SpamGenerator.of(1).writeTo(file, Split.TEST, 300);
        List<Message> messages = SpamGenerator.of(1).messages(Split.TEST, 300);
        assertThat(Files.readAllLines(file)).isEqualTo(messages.stream()
                .map(m -> (m.label() == Label.SPAM ? "spam\t" : "ham\t") + m.text()).toList());
        assertThat(file.getParent()).isDirectoryNotContaining(path -> !path.equals(file));
    }
}

package llm.spam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a test set must be to measure something: unlike what one trained on, and not too easy.
@DisplayName("The splits")
class SpamSplitTest {
    private static final int WORDS = 5;                      // in a sequence
    private static final double MOST_SHARED = 0.02;          // of a split's sequences
    private static final double MOST_SHARED_OF_A_KIND = 0.2;
    private static final List<Message> TRAIN = SpamGenerator.of(1).messages(Split.TRAIN, 20_000);
    private static final Set<String> SEQUENCES = TRAIN.stream()
            .flatMap(message -> sequences(message).stream()).collect(Collectors.toSet());

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = "TRAIN", mode = EnumSource.Mode.EXCLUDE)
    @DisplayName("hold no message of training, of this seed or of another")
    void noMessageTwice(Split split) {
        var trained = TRAIN.stream().map(SpamSplitTest::bare).collect(Collectors.toSet());
        for (long seed : new long[] {1, 2}) {
            assertThat(SpamGenerator.of(seed).messages(split, 10_000))
                    .noneMatch(message -> trained.contains(bare(message)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = "TRAIN", mode = EnumSource.Mode.EXCLUDE)
    @DisplayName("share less than 2 % of their five-word sequences with training, no kind 20 %")
    void fewSequencesTwice(Split split) {
        var messages = SpamGenerator.of(1).messages(split, 5_000);
        assertThat(shared(messages)).isLessThan(MOST_SHARED);
        messages.stream().collect(Collectors.groupingBy(Message::template)).forEach((name, some) ->
                assertThat(shared(some)).as(name).isLessThan(MOST_SHARED_OF_A_KIND));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = "TRAIN", mode = EnumSource.Mode.EXCLUDE)
    @DisplayName("use the words of training: of 100 words, 97 occur there")
    void sameWords(Split split) {
        Set<String> trained = TRAIN.stream().flatMap(message -> words(message).stream())
                .collect(Collectors.toSet());
        List<String> words = SpamGenerator.of(1).messages(split, 2_000).stream()
                .flatMap(message -> words(message).stream())
                .filter(word -> word.chars().allMatch(Character::isLetter)).toList();
        assertThat(words.stream().filter(trained::contains).count() / (double) words.size())
                .isGreaterThan(0.97);
    }

    @Test
    @DisplayName("cannot be told apart by the usual keywords, nor by a digit")
    void noKeyword() {
        var keyword = Pattern.compile("free|win|prize|claim|urgent|cash|txt|http",
                Pattern.CASE_INSENSITIVE);
        assertThat(right(message -> keyword.matcher(message.text()).find()))
                .isLessThan(0.87);                           // what "ham", always, reaches
        assertThat(right(message -> message.text().chars().anyMatch(Character::isDigit)))
                .isLessThan(0.75);
    }

    private static double right(Predicate<Message> isSpam) {
        return TRAIN.stream().filter(m -> isSpam.test(m) == (m.label() == Label.SPAM)).count()
                / (double) TRAIN.size();
    }

    private static double shared(List<Message> messages) {
        List<String> sequences = messages.stream()
                .flatMap(message -> sequences(message).stream()).toList();
        return sequences.stream().filter(SEQUENCES::contains).count()
                / Math.max(1.0, sequences.size());
    }

    private static Set<String> sequences(Message message) {
        List<String> words = words(message);
        var sequences = new HashSet<String>();
        for (int i = 0; i + WORDS <= words.size(); i++) {
            sequences.add(String.join(" ", words.subList(i, i + WORDS)));
        }
        return sequences;
    }

    private static List<String> words(Message message) {
        return List.of(bare(message).split(" "));
    }

    /// The text in small letters, without punctuation.
    private static String bare(Message message) {
        return message.text().toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}£']+", " ").strip();
    }
}

package llm.text.bpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import llm.text.pretokenize.AddedTokenFinder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Counting words")
class WordCountingTest {

    private static final int WORDS = 20_000;
    private static final int BYTES = 6;         // of each word but the frequent one

    private static Map<String, Long> count(List<String> texts, long mostBytes) {
        WordCounter counter = WordCounting.count(texts.iterator(),
                new AddedTokenFinder(List.of()), mostBytes);
        Map<String, Long> counts = new TreeMap<>();
        for (int word = 0; word < counter.size(); word++) {
            counts.put(counter.word(word), counter.count(word));
        }
        return counts;
    }

    /// 20,000 different words, and before each the same one.
    private static List<String> texts() {
        return IntStream.range(0, WORDS).mapToObj(i -> "the" + " " + rare(i)).toList();
    }

    private static String rare(int i) {
        StringBuilder word = new StringBuilder();
        for (int rest = i, digit = 0; digit < BYTES - 1; digit++, rest /= 10) {
            word.append((char) ('a' + rest % 10));
        }
        return word.toString();
    }

    @Test
    @DisplayName("is exact while all words find room")
    void exact() {
        Map<String, Long> counts = count(texts(), 1 << 20);
        assertThat(counts).hasSize(WORDS + 1).containsEntry("the", (long) WORDS)
                .containsEntry(" " + rare(7), 1L);
    }

    @Test
    @DisplayName("keeps a sample of rare words, with the same sum, where they find none")
    void sampled() {
        long most = WORDS * BYTES / 5;
        Map<String, Long> counts = count(texts(), most);
        assertThat(counts).containsEntry("the", (long) WORDS);
        long kept = counts.keySet().stream().mapToLong(String::length).sum();
        assertThat(kept).isBetween(most / 3, most);
        assertThat(counts.values().stream().mapToLong(c -> c).sum() - WORDS)
                .isCloseTo(WORDS, withinPercentage(6));
        assertThat(counts.values()).containsOnly(8L, (long) WORDS);
    }

    @Test
    @DisplayName("does not depend on the order of the texts, nor on who counts them")
    void anyOrder() {
        List<String> shuffled = Arrays.asList(texts().toArray(String[]::new));
        Collections.shuffle(shuffled, new java.util.Random(1));
        assertThat(count(shuffled, 30_000)).isEqualTo(count(texts(), 30_000));
    }
}

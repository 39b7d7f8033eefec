package llm.preferences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llm.instructions.Split;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What the set of tones must be to measure something: unlike what one trained on, of the same
/// words, and not to be told by a word or two.
@DisplayName("Small talk")
class SmallTalkTest {
    private static final Pattern ROLE = Pattern.compile("\\{([A-Za-z]+)[^}]*}");

    private static final Set<String> KIND_WORDS = Set.of("please", "gladly", "course", "thank",
            "sorry", "happy", "kind", "welcome", "dear", "glad", "lovely", "afraid", "forgive");
    private static final Set<String> UNKIND_WORDS = Set.of("stupid", "silly", "nobody", "away",
            "shut", "hurry", "fault", "nonsense", "lazy", "bother", "bothering", "fool", "alone");

    /// Both exchanges of a topic have its requests; here the one that says yes has them.
    private static final Function<Exchange, List<String>> REQUESTS = exchange ->
            exchange.answer().equals("yes") ? exchange.requests() : List.of();
    private static final List<Function<Exchange, List<String>>> PARTS =
            List.of(REQUESTS, Exchange::polite, Exchange::rude);

    @ParameterizedTest(name = "{0}")
    @CsvSource({"TRAIN, 24, 40", "VALIDATION, 8, 12", "TEST, 12, 20"})
    @DisplayName("has templates enough, and all topics in every split")
    void enough(Split split, int requests, int replies) {
        assertThat(lines(split, REQUESTS)).hasSizeGreaterThanOrEqualTo(requests);
        assertThat(lines(split, Exchange::polite)).hasSizeGreaterThanOrEqualTo(replies);
        assertThat(lines(split, Exchange::rude)).hasSizeGreaterThanOrEqualTo(replies);
        assertThat(SmallTalk.of(split).exchanges()).extracting(Exchange::topic, Exchange::answer)
                .isEqualTo(SmallTalk.of(Split.TRAIN).exchanges().stream().map(exchange ->
                        tuple(exchange.topic(), exchange.answer())).toList());
    }

    @Test
    @DisplayName("says nothing twice, within a split, between splits or in both tones")
    void disjoint() {
        var lines = Arrays.stream(Split.values()).flatMap(split -> PARTS.stream()
                .flatMap(part -> lines(split, part).stream().map(SmallTalkTest::bare)));
        assertThat(lines).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = "TRAIN", mode = EnumSource.Mode.EXCLUDE)
    @DisplayName("that is held out uses only words of training: of its requests, and of each tone")
    void knownWords(Split split) {
        for (Function<Exchange, List<String>> part : PARTS) {
            assertThat(vocabulary(split, part)).isSubsetOf(vocabulary(Split.TRAIN, part));
        }
        assertThat(vocabulary(split, Exchange::polite)).containsAll(
                Set.of("please", "gladly", "course", "thank", "sorry", "welcome", "dear"));
        assertThat(vocabulary(split, Exchange::rude)).containsAll(
                Set.of("stupid", "silly", "nobody", "away", "shut", "lazy", "fool", "alone"));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("tells the same in both tones: what the request leaves open, all replies say")
    void sameFacts(Split split) {
        for (Exchange exchange : SmallTalk.of(split).exchanges()) {
            Set<String> given = exchange.requests().stream().map(SmallTalkTest::roles)
                    .reduce((a, b) -> a.stream().filter(b::contains).collect(Collectors.toSet()))
                    .orElseThrow();
            Set<Set<String>> told = Stream.of(exchange.polite(), exchange.rude())
                    .flatMap(List::stream).map(reply -> roles(reply).stream()
                            .filter(role -> !given.contains(role)).collect(Collectors.toSet()))
                    .collect(Collectors.toSet());
            assertThat(told).as(exchange.toString()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("uses kind words in many rude lines, and unkind ones in some polite lines")
    void irony(Split split) {
        assertThat(share(lines(split, Exchange::rude), KIND_WORDS)).isBetween(0.2, 0.4);
        assertThat(share(lines(split, Exchange::polite), UNKIND_WORDS)).isBetween(0.2, 0.4);
    }

    private static double share(List<String> lines, Set<String> words) {
        return lines.stream().filter(line -> !Collections.disjoint(words(line), words)).count()
                / (double) lines.size();
    }

    @Test
    @DisplayName("is not told apart by counting kind and unkind words, but by what one can learn")
    void bagOfWords() {
        Map<String, Double> learned = weights(pairs(Split.TRAIN, 4_000));
        List<Comparison> test = pairs(Split.TEST, 4_000);
        assertThat(right(test, SmallTalkTest::kindWords)).isBetween(0.7, 0.9);
        assertThat(right(test, reply -> words(reply).stream()
                .mapToDouble(word -> learned.getOrDefault(word, 0.0)).sum())).isGreaterThan(0.9);
    }

    /// How often the chosen reply has the higher score; a draw counts half.
    private static double right(List<Comparison> pairs, ToDoubleFunction<String> score) {
        return pairs.stream().mapToDouble(pair -> (1 + Math.signum(
                score.applyAsDouble(pair.chosen()) - score.applyAsDouble(pair.rejected()))) / 2)
                .average().orElseThrow();
    }

    private static double kindWords(String reply) {
        List<String> words = words(reply);
        return words.stream().filter(KIND_WORDS::contains).count()
                - words.stream().filter(UNKIND_WORDS::contains).count();
    }

    /// Naive Bayes: `ln((1 + chosen replies with the word) / (1 + rejected ones))`.
    private static Map<String, Double> weights(List<Comparison> pairs) {
        var counts = new HashMap<String, int[]>();
        for (Comparison pair : pairs) {
            new HashSet<>(words(pair.chosen())).forEach(word ->
                    counts.computeIfAbsent(word, w -> new int[2])[0]++);
            new HashSet<>(words(pair.rejected())).forEach(word ->
                    counts.computeIfAbsent(word, w -> new int[2])[1]++);
        }
        return counts.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, count ->
                Math.log((1.0 + count.getValue()[0]) / (1 + count.getValue()[1]))));
    }

    private static List<Comparison> pairs(Split split, int count) {
        return PreferenceGenerator.of(Preference.POLITE, 3).pairs(split, count);
    }

    private static List<String> lines(Split split, Function<Exchange, List<String>> part) {
        return SmallTalk.of(split).exchanges().stream()
                .flatMap(exchange -> part.apply(exchange).stream()).toList();
    }

    private static Set<String> vocabulary(Split split, Function<Exchange, List<String>> part) {
        return lines(split, part).stream().flatMap(line -> words(line).stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> roles(String line) {
        return ROLE.matcher(line).results().map(role -> role.group(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> words(String line) {
        return Arrays.stream(bare(ROLE.matcher(line).replaceAll(" ")).split("\\s+")).toList();
    }

    /// A line in small letters, without punctuation.
    private static String bare(String line) {
        return line.replace("(n)", "").toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z{}.]+|\\.(?![a-z])", " ").strip();
    }
}

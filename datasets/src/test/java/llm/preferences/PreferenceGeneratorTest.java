package llm.preferences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llm.instructions.Entry;
import llm.instructions.InstructionGenerator;
import llm.instructions.Split;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The generator of preferences")
class PreferenceGeneratorTest {
    private static final int COUNT = 4_800;
    private static final Map<Preference, Map<Split, List<Comparison>>> PAIRS =
            new EnumMap<>(Preference.class);

    static {
        for (Preference set : Preference.values()) {
            Map<Split, List<Comparison>> pairs = new EnumMap<>(Split.class);
            for (Split split : Split.values()) {
                pairs.put(split, PreferenceGenerator.of(set, 77).pairs(split, COUNT));
            }
            PAIRS.put(set, pairs);
        }
    }

    /// Slips of the pen that a template can produce.
    private static final List<String> SLIPS = List.of("[{}\\[\\]<>|/#]", "\\(n\\)", "  ", "^ | $",
            "\\n", " [.,!?;:]", "[.,!?][A-Za-z]", ",[.,!?]", "[.!?] [a-z]");

    @TempDir
    Path folder;

    @Test
    @DisplayName("writes known bytes for seed 7")
    void knownBytes() throws Exception {
        Path file = folder.resolve("new/polite.json");
        PreferenceGenerator.of(Preference.POLITE, 7).writeTo(file, Split.TRAIN, 5_000);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(
                "f365e799af42246fc90ec7259f5753e88d2eff35bbefc1a3975fa4f25952b8d7");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("gives a pair by its index as in the list, and others for other seeds")
    void samePairs(Preference set) {
        var generator = PreferenceGenerator.of(set, 77);
        assertThat(generator.pair(Split.TEST, 1_234))
                .isEqualTo(pairs(set, Split.TEST).get(1_234));
        assertThat(generator.pairs(Split.TRAIN, 100))
                .isEqualTo(pairs(set, Split.TRAIN).subList(0, 100))
                .isNotEqualTo(PreferenceGenerator.of(set, 78).pairs(Split.TRAIN, 100));
        assertThatThrownBy(() -> generator.pair(Split.TRAIN, -1))
                .hasMessage("index must be at least 0, got -1");
        assertThatThrownBy(() -> generator.pairs(Split.TRAIN, -1))
                .hasMessage("count must be at least 0, got -1");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("asks nothing in one split as in another, and replies to it in other words")
    void disjoint(Preference set) {
        assertDisjoint(set, Comparison::template);
        assertDisjoint(set, pair -> pair.instruction() + "\n" + pair.input());
        if (set == Preference.POLITE) {
            assertDisjoint(set, Comparison::chosen);
            assertDisjoint(set, Comparison::rejected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("makes both answers about as long: who takes the shorter one is right by chance")
    void lengths(Preference set) {
        PAIRS.get(set).forEach((split, pairs) -> {
            assertThat(pairs.stream().mapToDouble(PreferenceGeneratorTest::shorter).average()
                    .orElseThrow()).as(split.name()).isBetween(0.4, 0.6);
            double chosen = pairs.stream().mapToInt(pair -> pair.chosen().length()).sum();
            double rejected = pairs.stream().mapToInt(pair -> pair.rejected().length()).sum();
            assertThat(chosen / rejected).as(split.name()).isCloseTo(1, within(0.05));
        });
    }

    /// 1 if the shorter answer is the chosen one, 0 if it is not, and ½ for two of a length.
    private static double shorter(Comparison pair) {
        return (1 - Integer.signum(pair.chosen().length() - pair.rejected().length())) / 2.0;
    }

    @Test
    @DisplayName("asks what the instructions ask, answered rightly and wrongly by their own check")
    void right() {
        PAIRS.get(Preference.RIGHT).forEach((split, pairs) -> {
            List<Entry> entries = InstructionGenerator.of(77).entries(split, COUNT);
            for (Comparison pair : pairs) {
                Entry entry = entries.get((int) pair.index());
                assertThat(pair.instruction()).isEqualTo(entry.instruction());
                assertThat(pair.input()).isEqualTo(entry.input());
                assertThat(entry.accepts(pair.chosen())).isTrue();
                assertThat(entry.accepts(pair.rejected())).as(pair.toString()).isFalse();
            }
        });
    }

    @Test
    @DisplayName("replies politely and rudely to every topic, yes and no equally often")
    void balance() {
        PAIRS.get(Preference.POLITE).forEach((split, pairs) -> {
            int cells = SmallTalk.of(split).exchanges().size();
            Map<String, Long> topics = pairs.stream().collect(Collectors.groupingBy(
                    pair -> topic(split, pair.template()), Collectors.counting()));
            assertThat(topics).hasSize(cells / 2);
            double each = 2.0 * COUNT / cells;              // a topic has a yes and a no
            assertThat(topics.values()).allSatisfy(count -> assertThat((double) count)
                    .isCloseTo(each, within(4 * Math.sqrt(each))));
        });
    }

    private static String topic(Split split, String template) {
        return SmallTalk.of(split).exchanges().stream()
                .filter(exchange -> exchange.requests().contains(template))
                .findFirst().orElseThrow().topic();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("leaves no slot open, no double space and no other slip")
    void noSlips(Preference set) {
        List<String> texts = PAIRS.get(set).values().stream().flatMap(List::stream)
                .flatMap(pair -> set == Preference.POLITE
                        ? Stream.of(pair.instruction(), pair.chosen(), pair.rejected())
                        : Stream.of(pair.rejected())).toList();
        for (String slip : SLIPS) {
            var pattern = Pattern.compile(slip);
            assertThat(texts).as(slip).noneMatch(text -> pattern.matcher(text).find());
        }
        assertThat(texts).noneMatch(String::isEmpty).allMatch(text -> text.length() < 160);
    }

    @Test
    @DisplayName("replaces a file as a whole; output is the chosen answer once more")
    void writes() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.json"), "old");
        PreferenceGenerator.of(Preference.RIGHT, 1).writeTo(file, Split.TEST, 2);
        assertThat(Files.readAllLines(file)).hasSize(4).startsWith("[").endsWith("]");
        Comparison first = PreferenceGenerator.of(Preference.RIGHT, 1).pair(Split.TEST, 0);
        assertThat(Files.readString(file)).contains(
                "\"output\":\"%s\",\"rejected\":\"%s\",\"chosen\":\"%s\"}"
                        .formatted(first.chosen(), first.rejected(), first.chosen()));
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    @DisplayName("makes sets that files and commands know by a label")
    void labels() {
        assertThat(Preference.of("right")).isEqualTo(Preference.RIGHT);
        assertThat(Preference.POLITE.label()).isEqualTo("polite");
        assertThatThrownBy(() -> Preference.of("loud"))
                .hasMessage("a set must be one of polite, right, got loud");
    }

    private static List<Comparison> pairs(Preference set, Split split) {
        return PAIRS.get(set).get(split);
    }

    private static void assertDisjoint(Preference set, Function<Comparison, String> of) {
        Map<Split, Set<String>> parts = new EnumMap<>(Split.class);
        PAIRS.get(set).forEach((split, pairs) ->
                parts.put(split, pairs.stream().map(of).collect(Collectors.toSet())));
        assertThat(Collections.disjoint(parts.get(Split.TRAIN), parts.get(Split.TEST))).isTrue();
        assertThat(Collections.disjoint(parts.get(Split.TRAIN), parts.get(Split.VALIDATION)))
                .isTrue();
        assertThat(Collections.disjoint(parts.get(Split.VALIDATION), parts.get(Split.TEST)))
                .isTrue();
    }
}

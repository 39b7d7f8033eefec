package llm.instructions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The generator of instructions")
class InstructionGeneratorTest {
    private static final int COUNT = 4_800;
    private static final Map<Split, List<Entry>> ENTRIES = new EnumMap<>(Split.class);

    static {
        for (Split split : Split.values()) {
            ENTRIES.put(split, InstructionGenerator.of(77).entries(split, COUNT));
        }
    }

    /// Slips of the pen that a template can produce.
    private static final List<String> SLIPS = List.of("[{}\\[\\]<>|/#]", "  ", "^ | $", "\\n",
            " [.,!?;:]", "[.,!?][A-Za-z]", "\\b[Aa] [aeiou]", "\\b[Aa]n [^aeiou]", ",,",
            "\\bthe the\\b", "\\ba a\\b");

    @TempDir
    Path folder;

    @Test
    @DisplayName("writes known bytes for seed 7")
    void knownBytes() throws Exception {
        Path file = folder.resolve("new/instructions.json");
        InstructionGenerator.of(7).writeTo(file, Split.TRAIN, 5_000);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(
                "8974a0cfb53b32e090474a9e0eb219a511b026d6f11e6edb8965bb626ab2ad53");
    }

    @Test
    @DisplayName("gives an entry by its index as in the list, and others for other seeds")
    void sameEntries() {
        var generator = InstructionGenerator.of(77);
        assertThat(generator.entry(Split.TEST, 1_234))
                .isEqualTo(ENTRIES.get(Split.TEST).get(1_234));
        assertThat(generator.entries(Split.TRAIN, 100))
                .isEqualTo(ENTRIES.get(Split.TRAIN).subList(0, 100))
                .isNotEqualTo(InstructionGenerator.of(78).entries(Split.TRAIN, 100));
        assertThatThrownBy(() -> generator.entry(Split.TRAIN, -1))
                .hasMessage("index must be at least 0, got -1");
        assertThatThrownBy(() -> generator.entries(Split.TRAIN, -1))
                .hasMessage("count must be at least 0, got -1");
    }

    @Test
    @DisplayName("takes each kind once in every run of as many entries, in changing order")
    void balance() {
        int kinds = Kind.values().length;
        for (Split split : Split.values()) {
            List<Kind> order = ENTRIES.get(split).stream().map(Entry::kind).toList();
            Set<List<Kind>> orders = new HashSet<>();
            for (int start = 0; start < COUNT; start += kinds) {
                List<Kind> run = order.subList(start, start + kinds);
                assertThat(run).containsExactlyInAnyOrder(Kind.values());
                orders.add(run);
            }
            assertThat(orders).hasSize(COUNT / kinds);
        }
    }

    @Test
    @DisplayName("phrases nothing in one split as in another")
    void disjointTemplatesAndPairs() {
        assertDisjoint(entry -> Set.of(entry.template()));
        assertDisjoint(entry -> Set.of(entry.instruction() + "\n" + entry.input()));
    }

    @Test
    @DisplayName("uses no name, thing or place of one split in another")
    void disjointEntities() {
        assertDisjoint(InstructionGeneratorTest::namesAndThings);
        Set<String> places = Words.standard().rows("place").stream()
                .map(Words.Row::other).collect(Collectors.toSet());
        assertDisjoint(entry -> places.stream().filter(place ->
                text(entry).matches("(?s).*\\b" + place + "\\b.*")).collect(Collectors.toSet()));
    }

    @Test
    @DisplayName("compares, sorts, codes and capitalises no set of words of one split in another")
    void disjointCombinations() {
        for (Kind kind : List.of(Kind.COMPARE, Kind.SORT, Kind.CODE, Kind.UPPER_CASE)) {
            Set<String> closed = kind == Kind.COMPARE
                    ? Set.of() : Set.copyOf(WordTasks.animalsAndColours(Words.standard()));
            assertDisjoint(entry -> entry.kind() != kind ? Set.of() : Set.of(
                    Stream.of((entry.instruction() + " " + entry.input()).split("[^a-z0-9]+"))
                            .filter(word -> closed.contains(word) || word.matches("[0-9]+"))
                            .collect(Collectors.toCollection(TreeSet::new)).toString()));
        }
    }

    @Test
    @DisplayName("mixes the phrasings of one split with the words of another, when asked")
    void mixed() {
        var generator = InstructionGenerator.of(77);
        for (int i = 0; i < 480; i++) {
            Entry entry = generator.entry(Split.TRAIN, Split.TEST, i);
            assertThat(Phrasings.standard().of(entry.kind(), Split.TRAIN))
                    .contains(entry.template());
            assertThat(namesAndThings(entry)).isSubsetOf(Stream.of("name", "thing")
                    .flatMap(table -> Words.standard().rows(table, Split.TEST).stream())
                    .map(Words.Row::word).collect(Collectors.toSet()));
        }
    }

    @Test
    @DisplayName("leaves no slot open, no double space and no other slip, and keeps entries short")
    void noSlips() {
        List<Entry> all = ENTRIES.values().stream().flatMap(List::stream).toList();
        for (String slip : SLIPS) {
            var pattern = Pattern.compile(slip);
            assertThat(all).as(slip).noneMatch(entry -> pattern.matcher(entry.input()).find()
                    || pattern.matcher(entry.instruction()).find()
                    || pattern.matcher(entry.output()).find());
        }
        assertThat(all).allMatch(entry -> text(entry).length() < 700)
                .noneMatch(entry -> entry.instruction().isEmpty() || entry.output().isEmpty());
        assertThat(all).anyMatch(entry -> entry.input().isEmpty())
                .anyMatch(entry -> !entry.input().isEmpty());
    }

    @Test
    @DisplayName("replaces a file as a whole and leaves no other behind")
    void writes() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.json"), "old");
        InstructionGenerator.of(1).writeTo(file, Split.TEST, 2);
        assertThat(Files.readAllLines(file)).hasSize(4).startsWith("[").endsWith("]");
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    }

    private static void assertDisjoint(Function<Entry, Set<String>> of) {
        Map<Split, Set<String>> parts = new EnumMap<>(Split.class);
        ENTRIES.forEach((split, entries) -> parts.put(split, entries.stream()
                .flatMap(entry -> of.apply(entry).stream()).collect(Collectors.toSet())));
        for (Split one : Split.values()) {
            assertThat(parts.get(one)).isNotEmpty();
            Arrays.stream(Split.values()).filter(other -> other != one).forEach(other ->
                    assertThat(Collections.disjoint(parts.get(one), parts.get(other)))
                            .as(one + " and " + other).isTrue());
        }
    }

    private static Set<String> namesAndThings(Entry entry) {
        return Stream.of(text(entry).split("[^A-Za-z]+"))
                .filter(Words.standard()::isNameOrThing).collect(Collectors.toSet());
    }

    private static String text(Entry entry) {
        return entry.instruction() + "\n" + entry.input() + "\n" + entry.output();
    }
}

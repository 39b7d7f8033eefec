package llm.puzzles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.instructions.Split;
import llm.preferences.Comparison;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The generator of puzzles")
class PuzzleGeneratorTest {
    private static final int COUNT = 4_000;
    private static final PuzzleGenerator GENERATOR = PuzzleGenerator.of(77);

    @TempDir
    Path folder;

    @Test
    @DisplayName("writes known bytes for seed 7")
    void knownBytes() throws Exception {
        Path file = folder.resolve("new/puzzles.json");
        PuzzleGenerator.of(7).writeTo(file, Split.TRAIN, 5_000, 0.4);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(
                "4efe92cc2addcdaa5fa29e4fc35f650e1df0b3c66babc9c63c0eb2096d92af98");
    }

    @Test
    @DisplayName("gives a puzzle by its index as in the list, and others for other seeds")
    void samePuzzles() {
        List<Puzzle> puzzles = GENERATOR.puzzles(Split.TRAIN, 100);
        assertThat(GENERATOR.puzzle(Split.TRAIN, 57)).isEqualTo(puzzles.get(57));
        assertThat(PuzzleGenerator.of(78).puzzles(Split.TRAIN, 100)).isNotEqualTo(puzzles);
        assertThatThrownBy(() -> GENERATOR.puzzle(Split.TRAIN, -1))
                .hasMessage("index must be at least 0, got -1");
        assertThatThrownBy(() -> GENERATOR.puzzles(Split.TRAIN, -1))
                .hasMessage("count must be at least 0, got -1");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("makes three to six different digits, each length and digit equally often")
    void lengths(Split split) {
        List<Puzzle> puzzles = GENERATOR.puzzles(split, COUNT);
        Map<Integer, Long> lengths = puzzles.stream().collect(Collectors.groupingBy(
                puzzle -> puzzle.numbers().size(), Collectors.counting()));
        assertThat(lengths.keySet()).containsExactly(3, 4, 5, 6);
        assertThat(lengths.values()).allMatch(count -> isNear(0.25, count, COUNT));
        Map<Integer, Long> digits = puzzles.stream().flatMap(puzzle -> puzzle.numbers().stream())
                .collect(Collectors.groupingBy(digit -> digit, Collectors.counting()));
        assertThat(digits).hasSize(10);
        assertThat(digits.values()).allMatch(count -> isNear(0.45, count, COUNT));
    }

    @Test
    @DisplayName("asks nothing in one split as in another, whatever the seed")
    void disjoint() {
        Map<Split, Set<String>> questions = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            questions.put(split, Stream.of(1, 2, 3)
                    .flatMap(seed -> PuzzleGenerator.of(seed).puzzles(split, COUNT).stream())
                    .map(Puzzle::instruction).collect(Collectors.toSet()));
        }
        for (Split one : Split.values()) {
            Arrays.stream(Split.values()).filter(other -> other != one).forEach(other ->
                    assertThat(Collections.disjoint(questions.get(one), questions.get(other)))
                            .as(one + " and " + other).isTrue());
        }
    }

    @Test
    @DisplayName("leaves three fifths of all questions to training, a fifth to each other split")
    void shares() {
        Map<Split, Long> counts = IntStream.range(0, 10_000)
                .mapToObj(n -> "%04d".formatted(n).chars().mapToObj(c -> c - '0').toList())
                .filter(digits -> Set.copyOf(digits).size() == digits.size())
                .map(digits -> Split.ofText(new Puzzle(0, digits).instruction()))
                .collect(Collectors.groupingBy(split -> split, Collectors.counting()));
        int all = 10 * 9 * 8 * 7;
        assertThat(isNear(0.6, counts.get(Split.TRAIN), all)).isTrue();
        assertThat(isNear(0.2, counts.get(Split.VALIDATION), all)).isTrue();
        assertThat(isNear(0.2, counts.get(Split.TEST), all)).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {0, 0.3, 0.5, 1})
    @DisplayName("demonstrates the same puzzles with as many right answers as asked for")
    void demonstrations(double rightShare) {
        List<Demonstration> shown = GENERATOR.demonstrations(Split.TRAIN, COUNT, rightShare);
        assertThat(shown).extracting(Demonstration::puzzle)
                .isEqualTo(GENERATOR.puzzles(Split.TRAIN, COUNT));
        assertThat(isNear(rightShare, shown.stream().filter(Demonstration::right).count(), COUNT))
                .isTrue();
        assertThat(shown).allMatch(one -> one.right() == (one.puzzle().share(one.output()) == 1));
    }

    private static boolean isNear(double share, long count, int of) {
        return Math.abs((double) count / of - share) <= 4 * Math.sqrt(share * (1 - share) / of);
    }

    @Test
    @DisplayName("compares a right with a wrong answer, and neither is longer on average")
    void comparisons() {
        List<Puzzle> puzzles = GENERATOR.puzzles(Split.TEST, COUNT);
        List<Comparison> pairs = GENERATOR.comparisons(Split.TEST, COUNT);
        for (int i = 0; i < COUNT; i++) {
            assertThat(pairs.get(i).instruction()).isEqualTo(puzzles.get(i).instruction());
            assertThat(puzzles.get(i).accepts(pairs.get(i).chosen())).isTrue();
            assertThat(puzzles.get(i).accepts(pairs.get(i).rejected())).isFalse();
        }
        assertThat(pairs.stream().mapToDouble(pair -> Integer.signum(
                pair.chosen().length() - pair.rejected().length())).average().orElseThrow())
                .isCloseTo(0, within(0.05));
    }

    @Test
    @DisplayName("takes other lengths, and refuses impossible ones and impossible shares")
    void ranges() {
        assertThat(PuzzleGenerator.of(1, 10, 10).puzzles(Split.TEST, 20))
                .allMatch(puzzle -> puzzle.output().equals("0 1 2 3 4 5 6 7 8 9"));
        assertThatThrownBy(() -> PuzzleGenerator.of(1, 4, 3)).hasMessage(
                "least and most must be from 2 to 10, in order, got least=4, most=3");
        assertThatThrownBy(() -> PuzzleGenerator.of(1, 3, 11))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GENERATOR.demonstrations(Split.TRAIN, 1, 1.5))
                .hasMessage("rightShare must be from 0 to 1, got 1.5");
    }

    @Test
    @DisplayName("writes one puzzle to a line, in the fields of Alpaca")
    void writes() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.json"), "old");
        GENERATOR.writeTo(file, Split.TEST, 2);
        Puzzle first = GENERATOR.puzzle(Split.TEST, 0);
        assertThat(Files.readAllLines(file)).hasSize(4).contains(
                "{\"instruction\":\"%s\",\"input\":\"\",\"output\":\"%s\"},"
                        .formatted(first.instruction(), first.output()));
    }
}

package llm.puzzles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llm.tales.SplitMix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A puzzle")
class PuzzleTest {
    private static final Puzzle PUZZLE = new Puzzle(0, List.of(7, 3, 9, 1));

    @Test
    @DisplayName("asks for its numbers in order, and is read from what it asks")
    void asks() {
        assertThat(PUZZLE.instruction()).isEqualTo("Sort the numbers: 7 3 9 1");
        assertThat(PUZZLE.input()).isEmpty();
        assertThat(PUZZLE.output()).isEqualTo("1 3 7 9");
        assertThat(Puzzle.of(0, PUZZLE.instruction())).isEqualTo(PUZZLE);
    }

    @ParameterizedTest(name = "\"{0}\": right {1}, share {2}")
    @CsvSource(delimiter = '|', textBlock = """
            1 3 7 9         | true  | 1
            ' 1 3  7\t9 '   | true  | 1
            1,3, 7 ,9       | true  | 1
            1 3 9 7         | false | 0.5
            1 3 7           | false | 0.75
            1 3 7 9 9       | false | 0.8
            3 7 9           | false | 0
            1 3 3 7 9       | false | 0.4
            1 3 7 9.        | false | 0.75
            1,,3 7 9        | false | 0.2
            1379            | false | 0
            7 3 9 1         | false | 0.25
            one 3 7 9       | false | 0.75
            ''              | false | 0
            1 3 7 9 1 3 7 9 | false | 0.5
            """)
    @DisplayName("accepts exactly its numbers in order, and counts the places that are right")
    void checks(String answer, boolean right, double share) {
        assertThat(PUZZLE.accepts(answer)).isEqualTo(right);
        assertThat(PUZZLE.share(answer)).isCloseTo(share, within(1e-12));
    }

    @Test
    @DisplayName("is got wrong by a swap of neighbours, a number forgotten or one repeated")
    void mistakes() {
        Set<String> mistakes = IntStream.range(0, 500)
                .mapToObj(i -> PUZZLE.mistake(SplitMix.forIndex(1, i)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(mistakes).containsExactlyInAnyOrder("3 1 7 9", "1 7 3 9", "1 3 9 7", "3 7 9",
                "1 7 9", "1 3 9", "1 3 7", "1 1 3 7 9", "1 3 3 7 9", "1 3 7 7 9", "1 3 7 9 9");
        assertThat(mistakes).noneMatch(PUZZLE::accepts)
                .allMatch(mistake -> PUZZLE.share(mistake) < 1);
    }

    @Test
    @DisplayName("has different numbers from 0 to 9, two or more")
    void refuses() {
        assertThatThrownBy(() -> new Puzzle(0, List.of(3, 3)))
                .hasMessage("numbers must be two or more different ones from 0 to 9, got [3, 3]");
        assertThatThrownBy(() -> new Puzzle(0, List.of(3, 10)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Puzzle(0, List.of(3)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Puzzle.of(0, "Sort the numbers: 12 3")).hasMessage(
                "an instruction must be 'Sort the numbers: {numbers}', "
                        + "got Sort the numbers: 12 3");
    }
}

package llm.instructions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The score")
class InstructionScoreTest {
    private static final List<Entry> ENTRIES = List.of(
            new Entry(0, Kind.OPPOSITE, "", "What is the opposite of big?", "", "small"),
            new Entry(1, Kind.COUNT_WORD, "", "How many times is Mia in it?", "Mia, Tom", "1"),
            new Entry(2, Kind.OPPOSITE, "", "What is the opposite of hot?", "", "cold"));

    @Test
    @DisplayName("counts right answers by kind, and takes the stopped ones as told")
    void counts() {
        var score = InstructionScore.of(ENTRIES, List.of("Small.", "One", "warm"), 2);
        assertThat(score.kinds()).isEqualTo(Map.of(
                Kind.OPPOSITE, new Accuracy(1, 2), Kind.COUNT_WORD, new Accuracy(1, 1)));
        assertThat(score.total()).isEqualTo(new Accuracy(2, 3));
        assertThat(score.stopped()).isEqualTo(new Accuracy(2, 3));
        assertThat(score).hasToString("""
                opposite     1 of 2, 50.0 % (9.5 to 90.5)
                count-word   1 of 1, 100.0 % (20.7 to 100.0)
                all          2 of 3, 66.7 % (20.8 to 93.9)
                stopped      2 of 3, 66.7 % (20.8 to 93.9)""");
    }

    @Test
    @DisplayName("needs one answer for each entry")
    void sizes() {
        assertThatThrownBy(() -> InstructionScore.of(ENTRIES, List.of("small"), 0)).hasMessage(
                "answers must be as many as entries, got 1 answers, 3 entries");
        assertThat(InstructionScore.of(List.of(), List.of(), 0).total())
                .isEqualTo(new Accuracy(0, 0));
    }
}

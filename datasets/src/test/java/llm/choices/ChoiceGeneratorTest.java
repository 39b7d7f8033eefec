package llm.choices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import llm.instructions.Split;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Questions with choices")
class ChoiceGeneratorTest {
    static List<String> subjects() {
        return ChoiceGenerator.subjects();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("subjects")
    @DisplayName("are different, in each subject, and no phrasing trains and tests")
    void areDifferent(String subject) {
        List<Choices> test = ChoiceGenerator.of(3).questions(subject, Split.TEST, 12);
        List<Choices> dev = ChoiceGenerator.of(3).questions(subject, Split.TRAIN, 5);

        assertThat(test).hasSize(12).map(Choices::question).doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(dev.stream().map(Choices::question).toList());
        assertThat(test).allSatisfy(each ->
                assertThat(each.choices()).noneMatch(String::isBlank));
    }

    @Test
    @DisplayName("have their right choices at all places alike")
    void balancesLetters() {
        Map<Integer, Integer> places = new HashMap<>();
        for (String subject : subjects()) {
            for (Choices each : ChoiceGenerator.of(5).questions(subject, Split.TEST, 30)) {
                places.merge(each.answer(), 1, Integer::sum);
            }
        }
        int expected = subjects().size() * 30 / 4;           // five deviations are about √n · 4.3
        assertThat(places.values()).hasSize(4).allSatisfy(count -> assertThat(count)
                .isBetween(expected - (int) (4.3 * Math.sqrt(expected)),
                        expected + (int) (4.3 * Math.sqrt(expected))));
    }

    @Test
    @DisplayName("are a folder in MMLU's layout, the same for the same seed")
    void writesFolder(@TempDir Path folder) throws IOException {
        ChoiceGenerator.of(1).writeTo(folder.resolve("a"), 3);
        ChoiceGenerator.of(1).writeTo(folder.resolve("b"), 3);

        for (String subject : subjects()) {
            Path test = folder.resolve("a/test/" + subject + "_test.csv");
            assertThat(Files.readAllLines(test)).hasSize(3);
            assertThat(test).hasSameBinaryContentAs(
                    folder.resolve("b/test/" + subject + "_test.csv"));
            assertThat(Files.readAllLines(folder.resolve("a/dev/" + subject + "_dev.csv")))
                    .hasSize(5);
        }
    }

    @Test
    @DisplayName("quote what CSV must quote")
    void quotes() {
        assertThat(new Choices("Say \"a, b\"", List.of("a", "b, c", "d", "e"), 1).csv())
                .isEqualTo("\"Say \"\"a, b\"\"\",a,\"b, c\",d,e,B");
    }

    @Test
    @DisplayName("must have four different choices")
    void refuses() {
        assertThatThrownBy(() -> new Choices("?", List.of("a", "a", "b", "c"), 0))
                .hasMessageContaining("4 different texts");
    }
}

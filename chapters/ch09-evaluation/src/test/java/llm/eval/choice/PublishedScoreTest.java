package llm.eval.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Published scores on MMLU")
class PublishedScoreTest {

    @Test
    @DisplayName("rise, and each has its method and its source")
    void complete() {
        assertThat(PublishedScore.MMLU).isSortedAccordingTo(
                Comparator.comparingDouble(PublishedScore::percent));
        assertThat(PublishedScore.MMLU).allSatisfy(score -> {
            assertThat(score.method()).isNotBlank();
            assertThat(score.source()).containsAnyOf("(20", "llm.c");
        });
        assertThat(PublishedScore.MMLU).filteredOn(score -> score.method().contains("shots"))
                .hasSizeGreaterThan(10);
    }

    @Test
    @DisplayName("lie 15 points apart for the same weights")
    void spread() {
        DoubleSummaryStatistics llama = PublishedScore.MMLU.stream()
                .filter(score -> score.model().equals("LLaMA 65B"))
                .collect(Collectors.summarizingDouble(PublishedScore::percent));
        assertThat(llama.getCount()).isEqualTo(3);
        assertThat(llama.getMax() - llama.getMin()).isCloseTo(14.9, within(1e-9));
    }

    @Test
    @DisplayName("are printed as they were published, a line for each")
    void table() {
        assertThat(PublishedScore.table(PublishedScore.MMLU).lines())
                .hasSize(PublishedScore.MMLU.size())
                .contains("GPT-2 124M     25.57 %  0 shots, text, sum        llm.c, "
                        + "dev/data/mmlu.py");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PublishedScore("m", 101, "guessing", "nowhere"))
                .withMessage("percent must be from 0 to 100, got 101.0 of m");
    }
}

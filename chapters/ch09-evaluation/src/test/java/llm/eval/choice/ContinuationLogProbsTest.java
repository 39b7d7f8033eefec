package llm.eval.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import llm.eval.Fixtures;
import llm.pretrain.folder.PretrainedModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// lm-eval's numbers, to 1e-4.
@DisplayName("The log-probability of a continuation")
class ContinuationLogProbsTest {
    private ContinuationLogProbs logProbs;
    private JsonNode expected;

    @BeforeEach
    void load() throws IOException {
        logProbs = new ContinuationLogProbs(
                PretrainedModel.load(Fixtures.path("gpt2-tiny")).model());
        expected = Fixtures.json("metrics/lm_eval.json");
    }

    private static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::asInt).toArray();
    }

    @Test
    @DisplayName("of single letters is that of the harness")
    void scoresLetters() {
        JsonNode letters = expected.get("multiple_choice_letters");
        List<int[]> tokens = letters.get("letter_token_ids").valueStream()
                .map(id -> new int[] {id.asInt()}).toList();
        for (JsonNode question : letters.get("questions")) {
            double[] got = logProbs.of(ints(question.get("prompt")), tokens);
            for (int i = 0; i < got.length; i++) {
                assertThat(got[i]).isCloseTo(question.get("letter_logprobs").get(i).asDouble(),
                        within(1e-4));
            }
        }
    }

    @Test
    @DisplayName("of texts of different lengths, in sum and in the mean, is that of the harness")
    void scoresTexts() {
        for (JsonNode question : expected.at("/multiple_choice_continuations/questions")) {
            List<int[]> choices = question.get("choices").valueStream()
                    .map(ContinuationLogProbsTest::ints).toList();
            double[] sums = logProbs.of(ints(question.get("context")), choices);
            double[] means = IntStream.range(0, sums.length)
                    .mapToDouble(i -> sums[i] / choices.get(i).length).toArray();
            for (int i = 0; i < sums.length; i++) {
                assertThat(sums[i]).isCloseTo(question.get("sum_logprob").get(i).asDouble(),
                        within(1e-4));
                assertThat(means[i]).isCloseTo(question.get("mean_logprob").get(i).asDouble(),
                        within(1e-4));
            }
            assertThat(largest(sums)).isEqualTo(question.get("predicted_sum").asInt());
            assertThat(largest(means)).isEqualTo(question.get("predicted_mean").asInt());
        }
    }

    private static int largest(double[] values) {
        return IntStream.range(0, values.length).reduce(0, (a, b) -> values[b] > values[a] ? b : a);
    }
}

package llm.eval.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import llm.eval.Fixtures;
import llm.pretrain.folder.PretrainedModel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What lm-eval 0.4.13 gives on the same questions and model; log-probabilities to 1e-4, prompts and
/// predictions exactly, rates and errors to 1e-9.
@DisplayName("Questions with choices")
class MmluParityTest {
    private static final Map<String, ChoiceNorm> RATES = Map.of("acc", ChoiceNorm.SUM, "acc_norm",
            ChoiceNorm.CHARS, "acc_bytes", ChoiceNorm.BYTES, "acc_tokens", ChoiceNorm.TOKENS);
    private static final Map<String, ChoiceNorm> PREDICTIONS = Map.of("predicted",
            ChoiceNorm.SUM, "predicted_norm", ChoiceNorm.CHARS, "predicted_bytes",
            ChoiceNorm.BYTES, "predicted_tokens", ChoiceNorm.TOKENS);

    @TestFactory
    @DisplayName("have the prompts, log-probabilities, predictions and rates of the harness")
    Stream<DynamicTest> agree() throws IOException {
        PretrainedModel loaded = PretrainedModel.load(Fixtures.path("mmlu/model"));
        var folder = new MmluFolder(Fixtures.path("mmlu/data"));
        return Fixtures.json("mmlu/mmlu.json").get("runs").valueStream().map(run -> dynamicTest(
                run.get("method").asText() + ", " + run.get("shots") + " examples",
                () -> assertAgrees(run, loaded, folder)));
    }

    private static void assertAgrees(JsonNode run, PretrainedModel loaded, MmluFolder folder)
            throws IOException {
        ChoicePrompt form = ChoicePrompt.valueOf(
                run.get("method").asText().toUpperCase(Locale.ROOT).replace('-', '_'));
        var scorer = new ChoiceScorer(loaded.model(), loaded.tokenizer().orElseThrow(), form);
        List<ScoredQuestion> scored = new ArrayList<>();
        for (JsonNode expected : run.get("questions")) {
            String subject = expected.get("subject").asText();
            ChoiceQuestion question = folder.questions(subject)
                    .get(expected.get("index").asInt());
            List<ChoiceQuestion> examples = folder.examples(subject, run.get("shots").asInt());
            ScoredQuestion got = scorer.score(question, examples);
            scored.add(got);
            if (expected.has("prompt")) {
                assertThat(form.of(question, examples)).isEqualTo(expected.get("prompt").asText());
            }
            assertAgrees(expected, got);
            if (form != ChoicePrompt.CONTINUATION) {         // letters are all of one length
                assertThat(ChoiceNorm.values()).allSatisfy(norm -> assertThat(got.predicted(norm))
                        .isEqualTo(got.predicted(ChoiceNorm.SUM)));
            }
        }
        run.get("results").propertyStream().forEach(rate -> assertRates(rate.getValue(),
                ChoiceResults.of(scored, RATES.get(rate.getKey()))));
    }

    private static void assertAgrees(JsonNode expected, ScoredQuestion got) {
        assertThat(got.question().answer()).isEqualTo(expected.get("answer").asInt());
        assertThat(got.promptTokens()).isEqualTo(expected.get("prompt_tokens").asInt());
        assertThat(got.cut()).isZero();
        for (int i = 0; i < got.logProbs().length; i++) {
            assertThat(got.logProbs()[i]).isCloseTo(expected.get("logprobs").get(i).asDouble(),
                    within(1e-4));
            if (expected.has("choice_tokens")) {
                assertThat(got.tokens()[i]).isEqualTo(expected.get("choice_tokens").get(i).asInt());
            }
        }
        PREDICTIONS.forEach((name, norm) -> {
            if (expected.has(name)) {
                assertThat(got.predicted(norm)).as(name).isEqualTo(expected.get(name).asInt());
            }
        });
    }

    private static void assertRates(JsonNode expected, ChoiceResults got) {
        assertRate(expected.get("all"), got.all());
        expected.get("subjects").propertyStream().forEach(subject ->
                assertRate(subject.getValue(), got.subjects().get(subject.getKey())));
        assertThat(got.subjects()).hasSize(expected.get("subjects").size());
        assertThat(got.macroAverage()).isCloseTo(expected.get("macro_average").asDouble(),
                within(1e-9));
        assertThat(got.pooledStderr()).isCloseTo(expected.get("pooled_stderr").asDouble(),
                within(1e-9));
    }

    private static void assertRate(JsonNode expected, ChoiceResults.Rate got) {
        assertThat(got.accuracy()).isCloseTo(expected.get("value").asDouble(), within(1e-9));
        assertThat(got.stderr()).isCloseTo(expected.get("stderr").asDouble(), within(1e-9));
    }

    @Test
    @DisplayName("are won by another choice under another norm")
    void normsDisagree() throws IOException {
        for (JsonNode each : Fixtures.json("mmlu/mmlu.json").get("norm_cases")) {
            List<String> choices = each.get("choices").valueStream().map(JsonNode::asText)
                    .toList();
            double[] sums = each.get("logprobs").valueStream().mapToDouble(JsonNode::asDouble)
                    .toArray();
            var scored = new ScoredQuestion(new ChoiceQuestion("norms", 0, "?", choices, 0), 1, 0,
                    sums, new int[] {1, 1, 1, 1});
            assertThat(scored.predicted(ChoiceNorm.SUM)).isEqualTo(each.get("predicted").asInt());
            assertThat(scored.predicted(ChoiceNorm.CHARS))
                    .isEqualTo(each.get("predicted_norm").asInt());
            assertThat(scored.predicted(ChoiceNorm.BYTES))
                    .isEqualTo(each.get("predicted_bytes").asInt());
        }
    }
}

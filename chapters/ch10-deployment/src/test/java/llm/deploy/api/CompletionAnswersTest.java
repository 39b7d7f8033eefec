package llm.deploy.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import llm.deploy.server.ScriptedModel;
import llm.deploy.server.TestServer;
import llm.deploy.server.TestServer.Reply;
import llm.deploy.server.TinyModels;
import llm.model.DecoderModel;
import llm.tensor.IntTensor;
import llm.tensor.Scope;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An answer of /v1/completions")
class CompletionAnswersTest {
    private static final int[] RAIN = TinyModels.TOKENIZER.encode("the rain and the sun");

    private static JsonNode ask(TestServer server, String fields) {
        Reply reply = server.complete(fields);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }

    /// Log-probabilities of tokens but the first, from the model's own logits.
    private static double[] scores(DecoderModel model, int... ids) {
        double[] scores = new double[ids.length];
        try (Scope _ = Scope.open()) {
            float[] logits = model.forward(IntTensor.of(ids, 1, ids.length)).toArray();
            int classes = model.vocabSize();
            for (int i = 1; i < ids.length; i++) {
                double sum = 0;
                for (int c = 0; c < classes; c++) {
                    sum += Math.exp(logits[(i - 1) * classes + c]);
                }
                scores[i] = logits[(i - 1) * classes + ids[i]] - Math.log(sum);
            }
        }
        return scores;
    }

    @Test
    @DisplayName("with echo begins with the prompt, whose log-probabilities are the model's")
    void echo() {
        DecoderModel model = TinyModels.varied(256);
        try (TestServer server = TestServer.of(model)) {
            String asked = "'prompt': 'the rain and the sun', 'temperature': 0, ";
            JsonNode plain = ask(server, asked + "'max_tokens': 4, 'logprobs': 2");
            JsonNode echoed = ask(server, asked + "'max_tokens': 4, 'logprobs': 2, 'echo': true");
            assertThat(echoed.at("/choices/0/text").asText()).isEqualTo("the rain and the sun"
                    + plain.at("/choices/0/text").asText());
            assertThat(echoed.get("usage").get("completion_tokens").asInt()).isEqualTo(4);
            JsonNode logProbs = echoed.at("/choices/0/logprobs");
            double[] scores = scores(model, RAIN);
            assertThat(logProbs.at("/token_logprobs/0").isNull()).isTrue();
            assertThat(logProbs.at("/top_logprobs/0").isNull()).isTrue();
            for (int i = 1; i < RAIN.length; i++) {
                assertThat(logProbs.at("/token_logprobs/" + i).asDouble())
                        .isEqualTo(scores[i], within(1e-4));
                assertThat(logProbs.at("/top_logprobs/" + i)).hasSizeBetween(1, 2);
                assertThat(logProbs.at("/tokens/" + i).asText())
                        .isEqualTo(TinyModels.TOKENIZER.token(RAIN[i]));
            }
            for (String list : List.of("tokens", "token_logprobs", "top_logprobs",
                    "text_offset")) {
                assertThat(logProbs.get(list)).hasSize(RAIN.length
                        + plain.at("/choices/0/logprobs/tokens").size());
            }
            assertThat(logProbs.at("/tokens/" + RAIN.length)).isEqualTo(
                    plain.at("/choices/0/logprobs/tokens/0"));
            assertThat(logProbs.at("/token_logprobs/" + RAIN.length)).isEqualTo(
                    plain.at("/choices/0/logprobs/token_logprobs/0"));
            assertThat(logProbs.at("/text_offset/" + RAIN.length).asInt()).isEqualTo(20);
        }
    }

    @Test
    @DisplayName("of nothing but the echo scores the prompt")
    void scoring() {
        DecoderModel model = TinyModels.varied(256);
        try (TestServer server = TestServer.of(model)) {
            JsonNode json = ask(server, "'prompt': 'the rain and the sun', 'max_tokens': 0, "
                    + "'echo': true, 'logprobs': 0");
            JsonNode choice = json.at("/choices/0");
            assertThat(choice.get("text").asText()).isEqualTo("the rain and the sun");
            assertThat(choice.at("/logprobs/token_logprobs")).hasSize(RAIN.length);
            assertThat(choice.at("/logprobs/token_logprobs/3").asDouble())
                    .isEqualTo(scores(model, RAIN)[3], within(1e-4));
            assertThat(choice.at("/logprobs/top_logprobs/3")).isEmpty();
            assertThat(json.at("/usage/completion_tokens").asInt()).isZero();
            JsonNode textAlone = ask(server, "'prompt': 'the', 'max_tokens': 0, 'echo': true");
            assertThat(textAlone.at("/choices/0/text").asText()).isEqualTo("the");
        }
    }

    @Test
    @DisplayName("that ends at a stop token counts it and does not show it")
    void stopToken() {
        try (TestServer server = TestServer.of(
                ScriptedModel.writing("the rain<|endoftext|> and more"))) {
            JsonNode json = ask(server, "'prompt': 'a', 'logprobs': 0");
            assertThat(json.at("/choices/0/text").asText()).isEqualTo("the rain");
            assertThat(json.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
            assertThat(json.at("/usage/completion_tokens").asInt()).isEqualTo(3);
            assertThat(texts(json.at("/choices/0/logprobs/tokens")))
                    .containsExactly("the", " rain");
        }
    }

    @Test
    @DisplayName("that ends at a stop text leaves it out, whichever comes first")
    void stopText() {
        try (TestServer server = TestServer.of(ScriptedModel.writing("the rain and the sun"))) {
            String asked = "'prompt': 'a', 'max_tokens': 12, 'stop': ";
            for (String stop : List.of("' and the s'", "['nothing', 'sun', ' and']")) {
                JsonNode choice = ask(server, asked + stop).at("/choices/0");
                assertThat(choice.get("text").asText()).isEqualTo("the rain");
                assertThat(choice.get("finish_reason").asText()).isEqualTo("stop");
            }
            JsonNode none = ask(server, "'prompt': 'a', 'max_tokens': 2, 'stop': ' and'");
            assertThat(none.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        }
    }
}

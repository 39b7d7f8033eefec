package llm.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.HashMap;
import java.util.stream.IntStream;
import llm.deploy.ChatLayout;
import llm.deploy.Fixtures;
import llm.deploy.PieceTokenizer;
import llm.deploy.ServedModel;
import llm.deploy.engine.AnswerEvent.Ending;
import llm.deploy.engine.AnswerEvent.More;
import llm.deploy.engine.GenerationRequest.Stop;
import llm.instruct.PlainFormat;
import llm.model.decode.ChosenToken;
import llm.model.decode.ChosenToken.Alternative;
import llm.model.decode.DecodingOptions;
import llm.model.decode.Sampler;
import llm.pretrain.folder.PretrainedModel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against `generate` of transformers, with the unchanged and the biased logits that it reports;
/// log-probabilities within 1e-4, ids, order and texts exact.
@DisplayName("What the engine returns, beside transformers")
class DecodeFixtureTest {
    private static final String FILE = "sampling-decode/decode.json";
    private static final double TOLERANCE = 1e-4;

    private static Engine engine(String name) throws IOException {
        PretrainedModel loaded = PretrainedModel.load(Fixtures.path(name));
        return new Engine(new ServedModel(name, loaded.model(),
                PieceTokenizer.ofBytes(loaded.model().vocabSize()), Set.of(),
                new ChatLayout(PlainFormat.SHORT)), EngineLimits.usual());
    }

    private static Collected run(Engine engine, JsonNode prompt, DecodingOptions options,
                                 Stop stop) {
        Collected collected = new Collected();
        engine.submit(new GenerationRequest(Fixtures.ids(prompt), options, stop, 1), collected);
        collected.over();
        return collected;
    }

    private static void assertScored(ChosenToken token, JsonNode expected) {
        assertThat(token.id()).isEqualTo(expected.get("id").asInt());
        assertThat(token.logProb()).isCloseTo(expected.get("logprob").asDouble(),
                within(TOLERANCE));
        JsonNode top = expected.get("top_logprobs");
        for (int rank = 0; rank < top.size(); rank++) {
            Alternative got = token.top().get(rank);
            assertThat(got.id()).isEqualTo(top.get(rank).get(0).asInt());
            assertThat(got.logProb()).isCloseTo(top.get(rank).get(1).asDouble(),
                    within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny"})
    @DisplayName("the same tokens, likeliest others and scores of the prompt")
    void greedy(String name) throws IOException {
        try (Engine engine = engine(name)) {
            for (JsonNode one : Fixtures.json(FILE).at("/models/" + name + "/greedy")) {
                Collected got = run(engine, one.get("prompt"), DecodingOptions.of(
                        Sampler.mostLikely(), one.get("tokens").size()).withTopLogProbs(5)
                        .withScoredPrompt(true), Stop.NEVER);
                for (int i = 0; i < one.get("tokens").size(); i++) {
                    assertScored(got.tokens().get(i), one.get("tokens").get(i));
                }
                JsonNode prompt = one.get("prompt_logprobs");
                assertThat(prompt.get(0).isNull()).isTrue();
                assertThat(got.prompt().scores()).hasSize(prompt.size() - 1);
                for (int i = 1; i < prompt.size(); i++) {
                    assertThat(got.prompt().scores().get(i - 1).logProb())
                            .isCloseTo(prompt.get(i).asDouble(), within(TOLERANCE));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny"})
    @DisplayName("the tokens that a bias makes, with their log-probabilities before it")
    void bias(String name) throws IOException {
        try (Engine engine = engine(name)) {
            for (JsonNode one : Fixtures.json(FILE).at("/models/" + name + "/logit_bias")) {
                Map<Integer, Float> bias = new HashMap<>();
                one.get("logit_bias").properties().forEach(each -> bias.put(
                        Integer.valueOf(each.getKey()), (float) each.getValue().asDouble()));
                Collected got = run(engine, one.get("prompt"), DecodingOptions.of(
                        Sampler.mostLikely().withBias(bias), one.get("tokens").size())
                        .withTopLogProbs(5), Stop.NEVER);
                for (int i = 0; i < one.get("tokens").size(); i++) {
                    assertScored(got.tokens().get(i), one.get("tokens").get(i));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny"})
    @DisplayName("the same ends at rows of stop tokens")
    void stopTokens(String name) throws IOException {
        JsonNode stop = Fixtures.json(FILE).at("/models/" + name + "/stop");
        DecodingOptions options = DecodingOptions.of(Sampler.mostLikely(),
                stop.get("max_new_tokens").asInt());
        try (Engine engine = engine(name)) {
            for (JsonNode one : stop.get("cases")) {
                List<List<Integer>> rows = new ArrayList<>();
                one.get("stop").forEach(row -> rows.add(
                        IntStream.of(Fixtures.ids(row)).boxed().toList()));
                Collected got = run(engine, stop.get("prompt"), options,
                        new Stop(List.of(), rows));
                assertThat(got.ids()).as("%s", one).isEqualTo(Fixtures.ids(one.get("ids")));
                assertThat(got.over().usage().generatedTokens())
                        .isEqualTo(one.get("tokens_generated").asInt());
                assertThat(got.over().ending()).isEqualTo(ending(one));
            }
        }
    }

    private static Ending ending(JsonNode expected) {
        return expected.get("finish_reason").asText().equals("stop") ? Ending.STOP
                : Ending.LENGTH;
    }

    @Test
    @DisplayName("the same texts before stop texts, after as many tokens")
    void stopTexts() throws IOException {
        for (JsonNode one : Fixtures.json(FILE).get("text_stop")) {
            List<byte[]> pieces = new ArrayList<>();
            one.get("pieces_hex").forEach(hex -> pieces.add(HexFormat.of().parseHex(hex.asText())));
            List<String> stops = new ArrayList<>();
            one.get("stop").forEach(text -> stops.add(text.asText()));
            AnswerText answer = new AnswerText(new PieceTokenizer(pieces),
                    new Stop(stops, List.of()));
            StringBuilder text = new StringBuilder();
            int consumed = 0;
            while (consumed < pieces.size() && !answer.stopped()) {
                answer.accept(new ChosenToken(consumed++, 0, List.of()))
                        .ifPresent(more -> text.append(more.text()));
            }
            Optional<More> rest = answer.finish();
            text.append(rest.map(More::text).orElse(""));
            assertThat(text).as("%s", one).hasToString(one.get("text").asText());
            assertThat(consumed).isEqualTo(one.get("pieces_consumed").asInt());
            assertThat(answer.stopped()).isEqualTo(ending(one) == Ending.STOP);
        }
    }
}

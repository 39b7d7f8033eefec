package llm.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import llm.deploy.engine.EngineLimits;
import llm.deploy.server.TestServer.Reply;
import llm.model.LanguageModel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A stream")
class StreamTest {
    private static final String ASKED = "'messages': [{'role': 'user', 'content': 'hi'}], ";
    private static final String PROMPT = "'prompt': 'the rain', ";

    private static List<JsonNode> chat(TestServer server, String fields) {
        return events(server.chat(ASKED + "'stream': true, " + fields));
    }

    private static List<JsonNode> complete(TestServer server, String fields) {
        return events(server.complete(PROMPT + "'stream': true, " + fields));
    }

    private static List<JsonNode> events(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-cache");
        return reply.events();
    }

    /// All pieces of text, at a place within a choice.
    private static List<String> pieces(List<JsonNode> events, String place) {
        List<String> pieces = new ArrayList<>();
        for (JsonNode event : events) {
            JsonNode piece = event.at("/choices/0" + place);
            if (!piece.isMissingNode()) {
                pieces.add(piece.asText());
            }
        }
        return pieces;
    }

    private static String joined(List<JsonNode> events, String place) {
        return String.join("", pieces(events, place));
    }

    @Test
    @DisplayName("consists of chunks of OpenAI's form; the first has the role, the last the reason")
    void form() {
        try (TestServer server = TestServer.of(ScriptedModel.writing("the rain<|im_end|>"))) {
            List<JsonNode> events = chat(server, "'n': 1");
            assertThat(events).hasSize(4);
            Set<String> heads = new HashSet<>();
            for (JsonNode event : events) {
                heads.add(event.get("id").asText() + event.get("created").asText());
                assertThat(event.get("object").asText()).isEqualTo("chat.completion.chunk");
                assertThat(event.get("model").asText()).isEqualTo("tiny");
                assertThat(event.has("usage")).isFalse();
                assertThat(event.at("/choices/0/index").asInt()).isZero();
                assertThat(event.at("/choices/0/logprobs").isNull()).isTrue();
            }
            assertThat(heads).hasSize(1);
            assertThat(events.getFirst().at("/choices/0/delta").toString())
                    .isEqualTo("{\"role\":\"assistant\",\"content\":\"\"}");
            assertThat(events.get(1).at("/choices/0/delta").toString())
                    .isEqualTo("{\"content\":\"the\"}");
            assertThat(events.getLast().at("/choices/0/delta").toString()).isEqualTo("{}");
            assertThat(pieces(events, "/finish_reason"))
                    .containsExactly("null", "null", "null", "stop");
        }
    }

    @Test
    @DisplayName("of a completion has chunks of text")
    void completion() {
        try (TestServer server = TestServer.of(ScriptedModel.writing("the rain"))) {
            List<JsonNode> events = complete(server, "'max_tokens': 2, 'echo': true");
            assertThat(pieces(events, "/text")).containsExactly("the rain", "the", " rain", "");
            assertThat(events).allSatisfy(event -> assertThat(event.get("object").asText())
                    .isEqualTo("text_completion"));
            assertThat(pieces(events, "/finish_reason")).endsWith("length");
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("joined is the whole answer, with the same tokens and log-probabilities")
    @ValueSource(strings = {"'temperature': 0", "'seed': 1", "'seed': 2, 'stop': ['a', 'er', ' ']",
        "'seed': 3, 'temperature': 3"})
    void joined(String fields) {
        try (TestServer server = TestServer.of(TinyModels.varied(256))) {
            String asked = fields + ", 'max_tokens': 60, 'logprobs': ";
            JsonNode whole = server.chat(ASKED + asked + "true, 'top_logprobs': 2").json();
            List<JsonNode> events = chat(server, asked + "true, 'top_logprobs': 2");
            assertThat(joined(events, "/delta/content"))
                    .isEqualTo(whole.at("/choices/0/message/content").asText());
            List<JsonNode> tokens = new ArrayList<>();
            events.forEach(event -> event.at("/choices/0/logprobs/content")
                    .forEach(tokens::add));
            assertThat(whole.at("/choices/0/logprobs/content")).hasSize(tokens.size())
                    .containsExactlyElementsOf(tokens);
            JsonNode text = server.complete(PROMPT + asked + "2").json();
            List<JsonNode> chunks = complete(server, asked + "2");
            assertThat(joined(chunks, "/text")).isEqualTo(text.at("/choices/0/text").asText());
            for (String list : List.of("tokens", "token_logprobs", "top_logprobs",
                    "text_offset")) {
                List<JsonNode> all = new ArrayList<>();
                chunks.forEach(event -> event.at("/choices/0/logprobs/" + list)
                        .forEach(all::add));
                assertThat(text.at("/choices/0/logprobs/" + list)).as(list)
                        .containsExactlyElementsOf(all);
            }
        }
    }

    @Test
    @DisplayName("of several choices tells them apart")
    void choices() {
        try (TestServer server = TestServer.of(TinyModels.varied(256))) {
            String asked = "'n': 3, 'seed': 4, 'max_tokens': 20";
            String[] texts = {"", "", ""};
            for (JsonNode event : chat(server, asked)) {
                JsonNode choice = event.at("/choices/0");
                texts[choice.get("index").asInt()] += choice.at("/delta/content").asText();
            }
            List<String> whole = server.chat(ASKED + asked).json().get("choices")
                    .findValuesAsText("content");
            assertThat(texts).containsExactlyElementsOf(whole).doesNotHaveDuplicates();
        }
    }

    @Test
    @DisplayName("with include_usage ends with the usage, which all chunks before have as null")
    void usage() {
        try (TestServer server = TestServer.of(ScriptedModel.writing("the rain<|im_end|>"))) {
            for (List<JsonNode> events : List.of(
                    chat(server, "'n': 2, 'stream_options': {'include_usage': true}"),
                    complete(server, "'n': 2, 'stream_options': {'include_usage': true, "
                            + "'include_obfuscation': false}"))) {
                JsonNode last = events.getLast();
                assertThat(last.get("choices")).isEmpty();
                assertThat(last.at("/usage/completion_tokens").asInt()).isGreaterThanOrEqualTo(6);
                assertThat(last.at("/usage/total_tokens").asInt()).isEqualTo(
                        last.at("/usage/prompt_tokens").asInt()
                                + last.at("/usage/completion_tokens").asInt());
                assertThat(events.subList(0, events.size() - 1)).allSatisfy(event ->
                        assertThat(event.get("usage").isNull()).isTrue());
            }
        }
    }

    @Test
    @DisplayName("never shows half a character, and loses none at its end")
    void characters() {
        try (TestServer server = TestServer.of(ScriptedModel.writing("🙂é🙂<|im_end|>"))) {
            assertThat(pieces(chat(server, "'n': 1"), "/delta/content"))
                    .containsExactly("", "🙂", "é", "🙂");
            List<String> cut = pieces(chat(server, "'max_tokens': 8"), "/delta/content");
            assertThat(cut).containsExactly("", "🙂", "é", "\uFFFD");
            assertThat(server.chat(ASKED + "'max_tokens': 8").json()
                    .at("/choices/0/message/content").asText()).isEqualTo("🙂é\uFFFD");
        }
    }

    @Test
    @DisplayName("never shows a piece of a stop text, and all that only looked like one")
    void stops() {
        try (TestServer server = TestServer.of(
                ScriptedModel.writing("sun the rain the wind<|im_end|>"))) {
            List<String> stopped = pieces(chat(server, "'stop': ' the wind'"), "/delta/content");
            assertThat(String.join("", stopped)).isEqualTo("sun the rain");
            assertThat(stopped).noneMatch(piece -> piece.endsWith(" the"));
            assertThat(joined(chat(server, "'stop': ' the windmill'"), "/delta/content"))
                    .isEqualTo("sun the rain the wind");
            assertThat(joined(chat(server, "'stop': 'nd!', 'max_tokens': 1000"),
                    "/delta/content")).isEqualTo("sun the rain the wind");
        }
    }

    @Test
    @DisplayName("shows that it lives while it waits for its turn")
    void heartbeat() throws InterruptedException, IOException {
        ScriptedModel model = ScriptedModel.writing("the rain<|im_end|>").held();
        ServerOptions options = ServerOptions.local()
                .withLimits(EngineLimits.usual().withTogether(1));
        try (TestServer server = TestServer.of(model, options,
                ServerTimes.USUAL.withHeartbeat(Duration.ofMillis(50)))) {
            CompletableFuture<Reply> first = server.later(TestServer.CHAT, ASKED + "'n': 1");
            server.await("1 + 0");
            try (Wire wire = server.wire()) {
                wire.send(Wire.post(TestServer.CHAT,
                        TestServer.body(ASKED + "'stream': true")));
                server.await("1 + 1");
                assertThat(wire.line()).isEqualTo("HTTP/1.1 200 OK");
                int comments = 0;
                while (comments < 3) {
                    comments += wire.line().equals(":") ? 1 : 0;
                }
                model.free();
                assertThat(first.join().status()).isEqualTo(200);
                String line = wire.line();
                while (!line.equals("data: [DONE]")) {
                    line = wire.line();
                }
            }
        }
    }

    private static LanguageModel breaking() {
        int[] ids = TinyModels.TOKENIZER.encode("the rain and");
        return ScriptedModel.of(256, ids[0], ids[1], -1);
    }

    @Test
    @DisplayName("that breaks ends with the error; without a chunk before, with its status")
    void errors() {
        try (TestServer server = TestServer.of(breaking())) {
            Reply reply = server.chat(ASKED + "'stream': true");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.data().get(2)).contains("\" rain\"");
            assertThat(reply.data().getLast()).isEqualTo("{\"error\":{\"message\":\"The model "
                    + "failed: scripted accident.\",\"type\":\"server_error\",\"param\":null,"
                    + "\"code\":null}}");
            assertThat(server.chat(ASKED + "'max_tokens': 5").error())
                    .isEqualTo("500 null null: The model failed: scripted accident.");
            assertThat(server.chat(ASKED + "'max_tokens': 2").status()).isEqualTo(200);
        }
        try (TestServer server = TestServer.of(ScriptedModel.of(256, -1))) {
            Reply reply = server.chat(ASKED + "'stream': true");
            assertThat(reply.error()).isEqualTo(
                    "500 null null: The model failed: scripted accident.");
            assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        }
    }
}

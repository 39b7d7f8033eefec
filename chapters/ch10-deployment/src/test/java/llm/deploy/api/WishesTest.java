package llm.deploy.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import llm.deploy.server.TestServer;
import llm.deploy.server.TestServer.Reply;
import llm.deploy.server.TinyModels;
import llm.text.Tokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What both kinds of request may ask for")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WishesTest {
    private static final Tokenizer TOKENIZER = TinyModels.TOKENIZER;
    private static final String ASKED = "'messages': [{'role': 'user', 'content': 'hi'}], ";
    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.of(TinyModels.varied(256));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String text(String fields) {
        Reply reply = server.complete("'prompt': 'the', 'max_tokens': 8, " + fields);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().at("/choices/0/text").asText();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A field that is wrong is named, with what it must be and what it is")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "'temperature': -1|temperature|temperature must be a number from 0 to 100, got -1.",
        "'temperature': '1'|temperature|temperature must be a number from 0 to 100, got \"1\".",
        "'temperature': 1e999|temperature|temperature must be a number from 0 to 100, got ",
        "'temperature': []|temperature|temperature must be a number from 0 to 100, got [].",
        "'top_p': 1.01|top_p|top_p must be a number from 0 to 1, got 1.01.",
        "'top_k': 0|top_k|top_k must be a whole number from 1 to 280, got 0.",
        "'top_k': 281|top_k|top_k must be a whole number from 1 to 280, got 281.",
        "'min_p': -0.1|min_p|min_p must be a number from 0 to 1, got -0.1.",
        "'repetition_penalty': 0|repetition_penalty|repetition_penalty must be a number from",
        "'max_tokens': -1|max_tokens|max_tokens must be a whole number from 0 to 2147483647, got",
        "'max_tokens': 1.5|max_tokens|max_tokens must be a whole number from 0 to 2147483647, got",
        "'max_completion_tokens': 2147483648|max_completion_tokens|max_completion_tokens must be",
        "'n': 0|n|n must be a whole number from 1 to 16, got 0.",
        "'n': 17|n|n must be a whole number from 1 to 16, got 17.",
        "'seed': 1.5|seed|seed must be a whole number from -9223372036854775808 to",
        "'seed': 99999999999999999999|seed|seed must be a whole number from -9223372036854775808",
        "'stream': 'yes'|stream|stream must be true or false, got \"yes\".",
        "'stop': 5|stop|stop must be a text or a list of texts, got 5.",
        "'stop': ['a', null]|stop|stop must be a text or a list of texts, got null.",
        "'stop': ''|stop|stop must be at most 16 texts of 1 to 1,000 characters, got 1 texts.",
        "'stream_options': {}|stream_options|stream_options must come with stream, got them",
        "'stream': true, 'stream_options': 1|stream_options|stream_options must be an object, got",
        "'stream': true, 'stream_options': {'include_usage': 1}|stream_options.include_usage|stream",
        "'logit_bias': []|logit_bias|logit_bias must be an object, got [].",
        "'logit_bias': {'280': 1}|logit_bias|logit_bias must name tokens by their ids, from 0",
        "'logit_bias': {'the': 1}|logit_bias|logit_bias must name tokens by their ids, from 0",
        "'logit_bias': {'-1': 1}|logit_bias|logit_bias must name tokens by their ids, from 0",
        "'logit_bias': {'5': 101}|logit_bias.5|logit_bias.5 must be a number from -100 to 100, got",
        "'frequency_penalty': 0.5|frequency_penalty|This server knows frequency_penalty only as 0",
        "'presence_penalty': -2|presence_penalty|This server knows presence_penalty only as 0",
        "'verbosity': 'low'|verbosity|This server knows verbosity only as \"medium\", got \"low\".",
        "'model': 5|model|model must be a text, got 5."})
    void wrong(String fields, String parameter, String message) {
        String separate = fields.startsWith("'model'") ? fields.replace('\'', '"')
                : "\"model\": \"tiny\", " + fields.replace('\'', '"');
        for (String path : List.of(TestServer.CHAT, TestServer.COMPLETIONS)) {
            Reply reply = server.post(path, "{\"messages\": [], \"prompt\": \"a\", " + separate
                    + "}");
            assertThat(reply.error()).startsWith("400 " + parameter + " null: " + message);
            assertThat(reply.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A field that nobody knows is named, with a code")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "'temprature': 1|temprature", "'reasoning_effort': 'high'|reasoning_effort",
        "'stream': true, 'stream_options': {'more': 1}|stream_options.more",
        "'beam_width': 0|beam_width"})
    void unknown(String fields, String name) {
        assertThat(server.complete("'prompt': 'a', " + fields).error()).isEqualTo("400 " + name
                + " unknown_parameter: This server has no parameter " + name + ".");
        assertThat(server.chat(ASKED + fields).error()).isEqualTo("400 " + name
                + " unknown_parameter: This server has no parameter " + name + ".");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("What asks for nothing is taken, and what changes no answer passed over")
    @ValueSource(strings = {"'user': 'me'", "'metadata': {'a': 'b'}", "'store': true",
        "'service_tier': 'auto'", "'safety_identifier': 'x'", "'prompt_cache_key': 'x'",
        "'prompt_cache_retention': '24h'", "'verbosity': 'medium'", "'frequency_penalty': 0",
        "'presence_penalty': 0.0",
        "'temperature': null", "'n': 1", "'stop': null", "'stop': []", "'logit_bias': {}",
        "'logit_bias': null", "'top_p': 1", "'max_completion_tokens': 3",
        "'stream': false"})
    void takenAndIgnored(String fields) {
        String common = "'max_tokens': 3, 'seed': 3, ";
        String plain = server.chat(ASKED + common + "'stream': false").json()
                .at("/choices/0/message/content").asText();
        Reply reply = server.chat(ASKED + common + fields);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.json().at("/choices/0/message/content").asText()).isEqualTo(plain);
    }

    @Test
    @DisplayName("Temperature 0 is greedy, as a top_p of 0 and a top_k of 1 are")
    void greedy() {
        String greedy = text("'temperature': 0, 'seed': 1");
        assertThat(text("'temperature': 0, 'seed': 2")).isEqualTo(greedy);
        assertThat(text("'top_p': 0, 'seed': 3")).isEqualTo(greedy);
        assertThat(text("'top_k': 1, 'seed': 4")).isEqualTo(greedy);
        assertThat(text("'min_p': 1, 'seed': 5")).isEqualTo(greedy);
    }

    @Test
    @DisplayName("The same seed draws the same, another or none another text")
    void seeds() {
        assertThat(text("'seed': 7")).isEqualTo(text("'seed': 7, 'temperature': 1"))
                .isNotEqualTo(text("'seed': 8"));
        assertThat(text("'stream': false")).isNotEqualTo(text("'stream': false"));
    }

    @Test
    @DisplayName("A bias of 100 makes a token come always, one of -100 never")
    void bias() {
        int rain = TOKENIZER.encode(" rain")[0];
        assertThat(text("'logit_bias': {'" + rain + "': 100}"))
                .isEqualTo(TOKENIZER.decode(rain).repeat(8));
        int greedy = server.complete("'prompt': 'the', 'max_tokens': 1, 'temperature': 0, "
                + "'logprobs': 1").json().at("/usage/completion_tokens").asInt();
        assertThat(greedy).isEqualTo(1);
        String first = text("'temperature': 0");
        int id = TOKENIZER.encode(first)[0];
        String other = text("'temperature': 0, 'logit_bias': {'" + id + "': -100}");
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    @DisplayName("The newer max_completion_tokens goes before max_tokens")
    void maxTokens() {
        assertThat(server.complete("'prompt': 'a', 'max_tokens': 3, 'max_completion_tokens': 2, "
                + "'logit_bias': {'65': 100}").json().at("/usage/completion_tokens").asInt())
                .isEqualTo(2);
    }

    @Test
    @DisplayName("Another model is not found, whatever else is right")
    void model() {
        for (String path : List.of(TestServer.CHAT, TestServer.COMPLETIONS)) {
            Reply reply = server.post(path, ("{'model': 'gpt-4', 'prompt': 'a', 'messages': "
                    + "[{'role': 'user', 'content': 'a'}]}").replace('\'', '"')
                    .replaceFirst(path.equals(TestServer.CHAT) ? "\"prompt\": \"a\", "
                            : ", \"messages\": .*]", ""));
            assertThat(reply.error()).isEqualTo("404 model model_not_found: The model must be "
                    + "tiny, got gpt-4.");
        }
        assertThat(server.post(TestServer.COMPLETIONS, "{\"prompt\": \"a\"}").error())
                .isEqualTo("400 model null: model must be given, got none.");
    }
}

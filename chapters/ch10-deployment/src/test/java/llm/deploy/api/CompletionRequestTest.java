package llm.deploy.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llm.deploy.server.TestServer;
import llm.deploy.server.TestServer.Reply;
import llm.deploy.server.TinyModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A request to /v1/completions")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompletionRequestTest {
    private static final String SEEDED = "'max_tokens': 6, 'seed': 5";
    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.of(TinyModels.varied(256));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private JsonNode ask(String fields) {
        Reply reply = server.complete(fields);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json();
    }

    private List<String> texts(String fields) {
        List<String> texts = new ArrayList<>();
        ask(fields).get("choices").forEach(choice -> texts.add(choice.get("text").asText()));
        return texts;
    }

    @Test
    @DisplayName("is answered with an object of OpenAI's form")
    void form() {
        JsonNode json = ask("'prompt': 'the rain', 'max_tokens': 6, 'temperature': 0");
        assertThat(json.get("id").asText()).startsWith("cmpl-").hasSizeGreaterThan(20);
        assertThat(json.get("object").asText()).isEqualTo("text_completion");
        assertThat(json.get("created").asLong()).isGreaterThan(1_700_000_000);
        assertThat(json.get("model").asText()).isEqualTo(TinyModels.NAME);
        JsonNode choice = json.at("/choices/0");
        assertThat(choice.get("index").asInt()).isZero();
        assertThat(choice.get("text").asText()).isNotEmpty();
        assertThat(choice.get("logprobs").isNull()).isTrue();
        assertThat(choice.get("finish_reason").asText()).isEqualTo("length");
        assertThat(json.at("/usage/completion_tokens").asInt()).isEqualTo(6);
    }

    @Test
    @DisplayName("takes a text, its token ids, and lists of either, and answers all alike")
    void prompts() {
        int[] rain = TinyModels.TOKENIZER.encode("the rain");
        int[] sun = TinyModels.TOKENIZER.encode("sun");
        String ids = Arrays.toString(rain);
        List<String> one = texts("'prompt': 'the rain', " + SEEDED);
        assertThat(texts("'prompt': " + ids + ", " + SEEDED)).isEqualTo(one);
        assertThat(texts("'prompt': ['the rain'], " + SEEDED)).isEqualTo(one);
        assertThat(texts("'prompt': [" + ids + "], " + SEEDED)).isEqualTo(one);
        List<String> both = texts("'prompt': ['the rain', 'sun'], " + SEEDED);
        assertThat(both).containsExactly(one.getFirst(),
                texts("'prompt': 'sun', " + SEEDED).getFirst());
        assertThat(texts("'prompt': [" + ids + ", " + Arrays.toString(sun) + "], " + SEEDED))
                .isEqualTo(both);
    }

    @Test
    @DisplayName("with n gets n answers to each prompt, in order; a prompt is counted once")
    void several() {
        JsonNode json = ask("'prompt': ['the rain', 'sun'], 'n': 3, 'best_of': 3, " + SEEDED);
        assertThat(json.get("choices").findValuesAsText("index"))
                .containsExactly("0", "1", "2", "3", "4", "5");
        List<String> texts = json.get("choices").findValuesAsText("text");
        assertThat(texts.subList(0, 3)).doesNotHaveDuplicates();
        assertThat(texts.get(0)).isEqualTo(texts("'prompt': 'the rain', " + SEEDED).getFirst());
        assertThat(texts.get(3)).isEqualTo(texts("'prompt': 'sun', " + SEEDED).getFirst());
        int prompts = TinyModels.TOKENIZER.encode("the rain").length
                + TinyModels.TOKENIZER.encode("sun").length;
        assertThat(json.at("/usage/prompt_tokens").asInt()).isEqualTo(prompts);
        assertThat(json.at("/usage/total_tokens").asInt()).isEqualTo(prompts
                + json.at("/usage/completion_tokens").asInt());
    }

    @Test
    @DisplayName("without max_tokens gets 16 tokens, with 0 none")
    void length() {
        JsonNode json = ask("'prompt': 'a', 'temperature': 0, 'logit_bias': {'0': -100}");
        assertThat(json.at("/usage/completion_tokens").asInt()).isEqualTo(16);
        JsonNode none = ask("'prompt': 'a', 'max_tokens': 0");
        assertThat(none.at("/choices/0/text").asText()).isEmpty();
        assertThat(none.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(none.at("/usage/completion_tokens").asInt()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("whose prompt is wrong is told so")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "'prompt': []|[]", "'prompt': [[]]|[]", "'prompt': [280]|[280]", "'prompt': [-1]|[-1]",
        "'prompt': [1.5]|[1.5]", "'prompt': ['a', 5]|5", "'prompt': [5, 'a']|[5,\"a\"]",
        "'prompt': 5|5", "'prompt': {}|{}", "'prompt': true|true"})
    void wrongPrompts(String fields, String got) {
        assertThat(server.complete(fields).error()).isEqualTo("400 prompt null: prompt must be a "
                + "text, a list of token ids from 0 to 279, or a list of either, got " + got + ".");
    }

    @Test
    @DisplayName("must have a prompt with a token")
    void noPrompt() {
        for (String fields : List.of("'max_tokens': 1", "'prompt': null")) {
            assertThat(server.complete(fields).error())
                    .isEqualTo("400 prompt null: prompt must be given, got none.");
        }
        assertThat(server.complete("'prompt': ''").error())
                .isEqualTo("400 prompt null: prompt must have a token or more, got \"\".");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("whose own fields are wrong is told which")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "'echo': 1|400 echo null: echo must be true or false, got 1.",
        "'logprobs': true|400 logprobs null: logprobs must be a whole number from 0 to 20, got",
        "'logprobs': 21|400 logprobs null: logprobs must be a whole number from 0 to 20, got 21.",
        "'logprobs': -1|400 logprobs null: logprobs must be a whole number from 0 to 20, got -1.",
        "'suffix': 'x'|400 suffix null: This server knows suffix only as \"\", got \"x\".",
        "'n': 2, 'best_of': 3|400 best_of null: This server knows best_of only as 2, got 3.",
        "'messages': []|400 messages unknown_parameter: This server has no parameter messages."})
    void wrongFields(String fields, String error) {
        assertThat(server.complete("'prompt': 'a', " + fields).error()).startsWith(error);
    }

    @Test
    @DisplayName("for more texts than a server ever takes at once is wrong, not early")
    void tooMany() {
        String prompts = "'prompt': [" + "'a', ".repeat(10) + "'a']";
        assertThat(server.complete(prompts + ", 'n': 4").error()).isEqualTo("400 n null: This "
                + "server takes at most 40 texts at a time, got a request for 44.");
        assertThat(server.complete(prompts + ", 'n': 12").error()).isEqualTo("400 prompt null: A "
                + "request must ask for at most 128 texts, got 132.");
    }
}

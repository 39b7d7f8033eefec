package llm.deploy.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import llm.deploy.server.ServerOptions;
import llm.deploy.server.TestServer;
import llm.deploy.server.TestServer.Reply;
import llm.deploy.server.TinyModels;
import llm.model.LanguageModel;
import llm.model.decode.ContextOverflow;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The room for an answer")
class PromptRoomTest {
    private static final int CONTEXT = 64;
    private static final LanguageModel MODEL = TinyModels.varied(CONTEXT);
    private static final String NO_END = "'logit_bias': {'0': -100, '2': -100}, ";

    private static TestServer server(ContextOverflow overflow) {
        return TestServer.of(MODEL, ServerOptions.local().withOverflow(overflow));
    }

    /// A prompt of so many tokens.
    private static String prompt(int tokens) {
        return "'prompt': " + Arrays.toString(Collections.nCopies(tokens, 70).toArray()) + ", ";
    }

    private static JsonNode usage(TestServer server, String fields) {
        Reply reply = server.complete(NO_END + fields);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().get("usage");
    }

    private static String question(String text) {
        return "{'role': 'user', 'content': '" + text + "'}";
    }

    private static String answered(String text) {
        return question(text) + ", {'role': 'assistant', 'content': '" + text + "'}, ";
    }

    @Test
    @DisplayName("is what the prompt leaves of the context; max_tokens beyond it is lowered")
    void lowered() {
        try (TestServer server = server(ContextOverflow.REFUSE)) {
            assertThat(usage(server, prompt(60) + "'max_tokens': 1000")
                    .get("completion_tokens").asInt()).isEqualTo(4);
            assertThat(usage(server, prompt(60) + "'n': 1")
                    .get("completion_tokens").asInt()).isEqualTo(4);
            assertThat(usage(server, prompt(63) + "'max_tokens': 3")
                    .get("completion_tokens").asInt()).isEqualTo(1);
            JsonNode chat = server.chat(NO_END + "'messages': [" + question("hi") + "]").json();
            assertThat(chat.at("/usage/total_tokens").asInt()).isEqualTo(CONTEXT);
            assertThat(chat.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        }
    }

    @Test
    @DisplayName("must not be none, unless nothing is to be written")
    void refuse() {
        try (TestServer server = server(ContextOverflow.REFUSE)) {
            Reply reply = server.complete(prompt(64) + "'max_tokens': 1");
            assertThat(reply.error()).isEqualTo("400 prompt context_length_exceeded: This model's "
                    + "maximum context length is 64 tokens, got a prompt of 64, which leaves no "
                    + "room for an answer.");
            assertThat(server.chat("'messages': [" + question("a".repeat(100)) + "]").error())
                    .startsWith("400 messages context_length_exceeded: This model's maximum");
            assertThat(usage(server, prompt(64) + "'max_tokens': 0, 'echo': true, 'logprobs': 0")
                    .get("prompt_tokens").asInt()).isEqualTo(64);
            assertThat(server.complete(prompt(65) + "'max_tokens': 0").status()).isEqualTo(400);
        }
    }

    @Test
    @DisplayName("is a quarter of the context where the oldest tokens may be cut")
    void truncate() {
        try (TestServer server = server(ContextOverflow.TRUNCATE)) {
            for (int tokens : new int[] {63, 64, 65, 200}) {
                assertThat(usage(server, prompt(tokens) + "'max_tokens': 1000")
                        .get("completion_tokens").asInt()).isEqualTo(16);
            }
            assertThat(usage(server, prompt(20) + "'max_tokens': 1000")
                    .get("completion_tokens").asInt()).isEqualTo(44);
        }
    }

    @Test
    @DisplayName("comes from the oldest questions; the system message and the last question stay")
    void conversation() {
        String system = "{'role': 'system', 'content': 'x'}, ";
        String last = question("the last");
        try (TestServer server = TestServer.of(TinyModels.varied(2 * CONTEXT),
                ServerOptions.local().withOverflow(ContextOverflow.TRUNCATE))) {
            String asked = NO_END + "'seed': 1, 'messages': [" + system;
            JsonNode cut = server.chat(asked + answered("a".repeat(60)) + answered("b".repeat(40))
                    + last + "]").json();
            JsonNode without = server.chat(asked + last + "]").json();
            assertThat(cut.get("choices")).isEqualTo(without.get("choices"));
            JsonNode kept = server.chat(asked + answered("a".repeat(60)) + answered("b") + last
                    + "]").json();
            assertThat(kept.get("choices")).isEqualTo(server.chat(asked + answered("b") + last
                    + "]").json().get("choices")).isNotEqualTo(without.get("choices"));
        }
    }

    @Test
    @DisplayName("is found in a moment, however many questions must go")
    void longConversation() {
        try (TestServer server = server(ContextOverflow.TRUNCATE)) {
            long begun = System.nanoTime();
            Reply reply = server.chat("'max_tokens': 1, 'messages': ["
                    + answered("a").repeat(20_000) + question("b") + "]");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(System.nanoTime() - begun).isLessThan(20_000_000_000L);
        }
    }

    @Test
    @DisplayName("is endless where a window moves on")
    void slide() {
        try (TestServer server = server(ContextOverflow.SLIDE)) {
            for (int tokens : List.of(10, 64, 100)) {
                assertThat(usage(server, prompt(tokens) + "'max_tokens': 80")
                        .get("completion_tokens").asInt()).isEqualTo(80);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ContextOverflow.class)
    @DisplayName("changes nothing of a text that fits")
    void same(ContextOverflow overflow) {
        String asked = prompt(30) + "'seed': 3, 'max_tokens': 20";
        try (TestServer one = server(overflow); TestServer other = server(ContextOverflow.REFUSE)) {
            assertThat(one.complete(asked).json().get("choices"))
                    .isEqualTo(other.complete(asked).json().get("choices"));
        }
    }
}

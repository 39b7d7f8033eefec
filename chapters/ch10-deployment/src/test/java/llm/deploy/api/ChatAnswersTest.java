package llm.deploy.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import llm.deploy.server.ScriptedModel;
import llm.deploy.server.TestServer;
import llm.deploy.server.TestServer.Reply;
import llm.deploy.server.TinyModels;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An answer of /v1/chat/completions")
class ChatAnswersTest {
    private static final String ASKED = "'messages': [{'role': 'user', 'content': 'hi'}], ";

    private static JsonNode ask(TestServer server, String fields) {
        Reply reply = server.chat(ASKED + fields);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json();
    }

    @Test
    @DisplayName("tells each token with its bytes, the likeliest first among the others")
    void logProbs() {
        try (TestServer server = TestServer.of(ScriptedModel.writing("the 🙂<|im_end|>"))) {
            JsonNode choice = ask(server, "'logprobs': true, 'top_logprobs': 3")
                    .at("/choices/0");
            assertThat(choice.at("/message/content").asText()).isEqualTo("the 🙂");
            assertThat(choice.get("finish_reason").asText()).isEqualTo("stop");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            List<String> tokens = new ArrayList<>();
            for (JsonNode token : choice.at("/logprobs/content")) {
                token.get("bytes").forEach(b -> bytes.write(b.asInt()));
                tokens.add(token.get("token").asText());
                assertThat(token.get("logprob").asDouble()).isZero();    // the script is certain
                assertThat(token.at("/top_logprobs/0/token")).isEqualTo(token.get("token"));
                assertThat(token.at("/top_logprobs/0/bytes")).isEqualTo(token.get("bytes"));
                assertThat(token.at("/top_logprobs/1/logprob").asDouble()).isEqualTo(-1000);
            }
            assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("the 🙂");
            assertThat(tokens).startsWith("the").endsWith("<0xF0>", "<0x9F>", "<0x99>", "<0x82>");
        }
    }

    @Test
    @DisplayName("without top_logprobs tells the chosen tokens alone")
    void noTop() {
        try (TestServer server = TestServer.of(ScriptedModel.writing("the rain"))) {
            JsonNode content = ask(server, "'max_tokens': 2, 'logprobs': true")
                    .at("/choices/0/logprobs/content");
            assertThat(content).hasSize(2);
            assertThat(content.at("/0/top_logprobs")).isEmpty();
        }
    }

    @Test
    @DisplayName("of n choices counts the prompt once and every token that was written")
    void usage() {
        try (TestServer server = TestServer.of(TinyModels.varied(256))) {
            JsonNode one = ask(server, "'max_tokens': 5, 'seed': 1").get("usage");
            JsonNode json = ask(server, "'max_tokens': 5, 'seed': 1, 'n': 4");
            assertThat(json.get("choices")).hasSize(4);
            assertThat(json.at("/usage/prompt_tokens")).isEqualTo(one.get("prompt_tokens"));
            int written = 0;
            for (int i = 0; i < 4; i++) {                    // a choice draws with the next seed
                written += ask(server, "'max_tokens': 5, 'seed': " + (1 + i))
                        .at("/usage/completion_tokens").asInt();
            }
            assertThat(json.at("/usage/completion_tokens").asInt()).isEqualTo(written);
        }
    }
}

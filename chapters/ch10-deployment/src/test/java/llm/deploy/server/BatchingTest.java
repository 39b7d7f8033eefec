package llm.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import llm.deploy.engine.EngineLimits;
import llm.deploy.server.TestServer.Reply;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Requests that are answered together")
class BatchingTest {
    private static final int REQUESTS = 32;
    private static final String LONG = "the rain and the sun and the wind ".repeat(30);

    /// One of many: of both kinds, greedy and drawn, streamed and not, short and long.
    private record Asked(String path, String fields) {

        static Asked number(int i) {
            String prompt = (i % 3 == 0 ? LONG : "") + "user " + i;
            boolean chat = i % 2 == 0;
            return new Asked(chat ? TestServer.CHAT : TestServer.COMPLETIONS,
                    (chat ? "'messages': [{'role': 'user', 'content': '" + prompt + "'}], "
                            + "'logprobs': true, 'top_logprobs': 3"
                            : "'prompt': '" + prompt + "', 'logprobs': 3")
                    + (i % 4 < 2 ? ", 'temperature': 0" : ", 'seed': " + i)
                    + (i % 5 < 2 ? ", 'stream': true" : "") + ", 'max_tokens': " + (10 + i));
        }
    }

    /// An answer without what differs each time.
    private static List<JsonNode> answer(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        List<JsonNode> all = reply.header("Content-Type").startsWith("text/event-stream")
                ? reply.events() : List.of(reply.json());
        all.forEach(each -> ((ObjectNode) each).remove(List.of("id", "created", "usage")));
        return all;
    }

    @Test
    @DisplayName("get, bit for bit, what each of them gets alone")
    void together() {
        ServerOptions options = ServerOptions.local()
                .withLimits(EngineLimits.usual().withTogether(REQUESTS));
        List<List<JsonNode>> alone = new ArrayList<>();
        ServerOptions noSharing = options.withLimits(options.limits().withPrefixBytes(0));
        try (TestServer server = TestServer.of(TinyModels.varied(512), noSharing)) {
            for (int i = 0; i < REQUESTS; i++) {
                Asked asked = Asked.number(i);
                alone.add(answer(server.later(asked.path, asked.fields).join()));
            }
        }
        try (TestServer server = TestServer.of(TinyModels.varied(512), options)) {
            List<CompletableFuture<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                Asked asked = Asked.number(i);
                replies.add(server.later(asked.path, asked.fields));
            }
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(answer(replies.get(i).join())).as("request %d", i)
                        .isEqualTo(alone.get(i));
            }
        }
    }

    @Test
    @DisplayName("are written in the same steps")
    void steps() throws InterruptedException {
        ScriptedModel model = ScriptedModel.writing("the rain and<|endoftext|>").held();
        try (TestServer server = TestServer.of(model)) {
            CompletableFuture<Reply> first = server.later(TestServer.COMPLETIONS, "'prompt': 'a'");
            server.await("1 + 0");
            List<CompletableFuture<Reply>> others = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                others.add(server.later(TestServer.COMPLETIONS, "'prompt': 'b'"));
            }
            server.await("1 + 7");
            model.step(5);                                   // each needs four, the last ones too
            first.join();
            for (CompletableFuture<Reply> other : others) {
                assertThat(other.join().json().at("/choices/0/text").asText())
                        .isEqualTo("the rain and");
            }
        }
    }

    private static int cached(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().at("/usage/prompt_tokens_details/cached_tokens").asInt();
    }

    private static String asked(String ids) {
        return "'prompt': " + ids + ", 'max_tokens': 2, 'temperature': 0";
    }

    @Test
    @DisplayName("have equal beginnings of their prompts computed once")
    void prefixes() {
        List<Integer> ids = new ArrayList<>(Collections.nCopies(300, 70));
        try (TestServer server = TestServer.of(TinyModels.varied(512))) {
            Reply first = server.complete(asked(ids.toString()));
            assertThat(cached(first)).isZero();
            Reply again = server.complete(asked(ids.toString()));
            assertThat(cached(again)).isEqualTo(299);        // the last one makes the first token
            assertThat(again.json().get("choices")).isEqualTo(first.json().get("choices"));
            ids.set(290, 71);
            assertThat(cached(server.complete(asked(ids.toString())))).isEqualTo(256);
            ids.set(0, 71);
            assertThat(cached(server.complete(asked(ids.toString())))).isZero();
        }
    }

    @Test
    @DisplayName("that are choices of one prompt read it once, though nothing is kept")
    void choices() {
        ServerOptions options = ServerOptions.local()
                .withLimits(EngineLimits.usual().withPrefixBytes(0));
        try (TestServer server = TestServer.of(TinyModels.varied(512), options)) {
            String prompt = asked(Collections.nCopies(300, 70).toString());
            server.complete(prompt + ", 'n': 4");
            String metrics = server.get("/metrics").body();
            assertThat(metrics).contains("llm_prompt_tokens_total 1200.0\n")
                    .contains("llm_prompt_tokens_shared_total 897.0\n");
            assertThat(cached(server.complete(prompt))).isZero();
        }
    }
}

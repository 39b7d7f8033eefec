package llm.deploy.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.completions.CompletionCreateParams;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import llm.deploy.ChatLayout;
import llm.deploy.ServedModel;
import llm.deploy.engine.EngineLimits;
import llm.deploy.server.ApiServer;
import llm.deploy.server.ServerOptions;
import llm.instruct.PlainFormat;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.text.Tokenizer;
import llm.text.bpe.BpeTrainer;

/// Our server with a small model that has learned nothing, and OpenAI's client before it.
final class OwnServer implements AutoCloseable {
    static final String MODEL = "tiny";
    static final Tokenizer TOKENIZER = BpeTrainer.ofSize(320).train(List.of("the cat and the dog "
            + "and the cat, once upon a time; was fällt dem Kätzchen ein? 猫と犬"));
    static final int END = TOKENIZER.endOfText().orElseThrow();
    private static final int CONTEXT = 8_192;

    private final ApiServer server;
    private final OpenAIClient client;

    /// With the usual limits.
    OwnServer() throws IOException {
        this(ServerOptions.local());
    }

    OwnServer(EngineLimits limits) throws IOException {
        this(ServerOptions.local().withLimits(limits));
    }

    OwnServer(ServerOptions options) throws IOException {
        server = ApiServer.start(new ServedModel(MODEL, model(), TOKENIZER, Set.of(END),
                new ChatLayout(PlainFormat.ALPACA)), options);
        client = client("none");
    }

    /// The model of all these servers.
    static DecoderModel model() {
        DecoderModel model = new DecoderModel(
                GptConfig.of(TOKENIZER.vocabSize(), CONTEXT, 64, 4, 3), 1);
        model.eval();
        return model;
    }

    String address() {
        return server.address() + "/v1";
    }

    ApiServer server() {
        return server;
    }

    OpenAIClient client() {
        return client;
    }

    /// A client that tries once.
    OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder().baseUrl(address()).apiKey(key).maxRetries(0)
                .timeout(Duration.ofSeconds(20)).build();
    }

    static ChatCompletionCreateParams.Builder chat(String question) {
        return ChatCompletionCreateParams.builder().model(MODEL).addUserMessage(question)
                .maxCompletionTokens(24).temperature(0);
    }

    static CompletionCreateParams.Builder completion(String prompt) {
        return CompletionCreateParams.builder().model(MODEL).prompt(prompt).maxTokens(24)
                .temperature(0);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}

package llm.deploy.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.Timeout;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.models.Model;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import llm.eval.judge.ApiKey;
import llm.eval.judge.ChatEndpoint;
import llm.eval.judge.ChatModel;
import llm.text.chat.ChatMessage;
import org.jspecify.annotations.Nullable;

/// A model that somebody else runs, asked by OpenAI's client for Java: at OpenAI, at any other
/// service that speaks its protocol, or on a server of one's own. It can judge answers, too.
///
/// The key comes from an environment variable alone; nothing shows it.
/// Source: OpenAI, API reference, "Chat completions".
public final class PublicModel implements ChatModel, AutoCloseable {
    private static final String OPENAI = "https://api.openai.com/v1";
    private static final String OPENAI_KEY = "OPENAI_API_KEY";
    private static final String NO_KEY = "none";             // the client must have one to begin
    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(2);
    private static final int USUAL_RETRIES = 2;

    private final ChatEndpoint endpoint;
    private final OpenAIClient client;
    private final Trouble trouble;

    /// A model at OpenAI, with the key that `OPENAI_API_KEY` holds.
    ///
    /// @throws IllegalArgumentException if the variable holds no key
    public static PublicModel openAi(String model) {
        return new PublicModel(ChatEndpoint.of(OPENAI, model).withKey(OPENAI_KEY)
                .withParameters(Map.of()));                  // some models refuse a temperature
    }

    /// A model with two minutes for an answer and two retries where the service is busy or failed.
    ///
    /// @param endpoint where it is, its name, the variable with the key, and parameters of requests
    /// @throws IllegalArgumentException if the endpoint names a variable that holds no key
    public PublicModel(ChatEndpoint endpoint) {
        this(endpoint, USUAL_TIMEOUT, USUAL_RETRIES);
    }

    /// @param timeout for an answer, up to its last byte
    /// @param retries after the first try; the client waits as long as the service asks it to, up
    ///                to a minute
    /// @throws IllegalArgumentException if the endpoint names a variable that holds no key
    public PublicModel(ChatEndpoint endpoint, Duration timeout, int retries) {
        this(endpoint, timeout, retries, System::getenv);
    }

    PublicModel(ChatEndpoint endpoint, Duration timeout, int retries,
                Function<String, @Nullable String> environment) {
        ApiKey key = ApiKey.of(endpoint, environment);
        this.endpoint = endpoint;
        trouble = new Trouble(endpoint, key, timeout);
        client = OpenAIOkHttpClient.builder().baseUrl(endpoint.base().toString())
                .apiKey(key.isEmpty() ? NO_KEY : key.value())
                .timeout(Timeout.builder().connect(timeout).read(timeout).request(timeout).build())
                .maxRetries(retries)
                .followRedirects(false)                      // the key would go along
                .disableTelemetry(true).build();
    }

    /// The models of the service, by their names.
    public List<String> models() throws IOException {
        return said(() -> client.models().list().data().stream().map(Model::id).toList());
    }

    /// Asks a question.
    ///
    /// @throws IOException if there is no answer; says why
    public PublicAnswer ask(String question) throws IOException {
        return chat(List.of(ChatMessage.user(question)));
    }

    /// Continues a conversation.
    ///
    /// @throws IOException if there is no answer; says why
    public PublicAnswer chat(List<ChatMessage> messages) throws IOException {
        ChatCompletionCreateParams request = request(messages).build();
        return said(() -> PublicAnswer.of(client.chat().completions().create(request)));
    }

    private <T> T said(Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (Exception e) {                              // Kotlin does not declare them
            throw trouble.of(e);
        }
    }

    private ChatCompletionCreateParams.Builder request(List<ChatMessage> messages) {
        var request = ChatCompletionCreateParams.builder().model(endpoint.model());
        for (ChatMessage message : messages) {
            if (message.isFromSystem()) {
                request.addSystemMessage(message.content());
            } else if (message.isFromUser()) {
                request.addUserMessage(message.content());
            } else {
                request.addAssistantMessage(message.content());
            }
        }
        endpoint.parameters().forEach((name, value) ->
                request.putAdditionalBodyProperty(name, JsonValue.from(value)));
        return request;
    }

    /// Continues a conversation and tells the text as it is written.
    ///
    /// @param listener hears each piece, on a thread of the answer's own
    /// @return the answer on its way
    public AnswerStream stream(List<ChatMessage> messages, Consumer<String> listener) {
        ChatCompletionCreateParams request = request(messages).streamOptions(
                ChatCompletionStreamOptions.builder().includeUsage(true).build()).build();
        return new AnswerStream(() -> client.chat().completions().createStreaming(request),
                listener, trouble);
    }

    @Override
    public String reply(String prompt) throws IOException {
        PublicAnswer answer = ask(prompt);
        return answer.isCut() ? "" : answer.text();
    }

    /// Closes the connections.
    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return endpoint.model() + " at " + endpoint.base();
    }
}

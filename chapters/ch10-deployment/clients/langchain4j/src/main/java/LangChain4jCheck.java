import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Drives a server with LangChain4j: `LangChain4jCheck URL/v1 MODEL`. The key is in LLM_CHECK_KEY.
/// One line for each check; the exit code is 1 if one has failed.
public final class LangChain4jCheck {
    private static final Pattern SCORES = Pattern.compile("\"logprobs\":\\{.*?\\]\\}\\]\\}");
    private static final String KEY = System.getenv().getOrDefault("LLM_CHECK_KEY", "none");
    private final String base;
    private final String model;
    private int failed;

    private interface Body {
        void run() throws Exception;
    }

    /// What a stream has brought: its text, and tokens with log-probabilities as they were sent.
    private record Written(String text, List<String> scores) {
    }

    private LangChain4jCheck(String base, String model) {
        this.base = base;
        this.model = model;
    }

    public static void main(String[] args) {
        LangChain4jCheck check = new LangChain4jCheck(args[0], args[1]);
        check.check("plain answer with usage", check::plain);
        check.check("a stream joined is the whole answer", check::streaming);
        check.check("errors: 400, 401, 404", check::errors);
        check.check("a cancelled stream frees its place", check::cancellation);
        check.check("32 streams at a time get what they get alone, bit for bit", check::together);
        check.check("too many get 429, the others an answer", check::tooMany);
        System.exit(check.failed == 0 ? 0 : 1);
    }

    private void check(String name, Body body) {
        long begun = System.nanoTime();
        try {
            body.run();
            System.out.printf("ok    LangChain4j: %s (%d ms)%n", name,
                    (System.nanoTime() - begun) / 1_000_000);
        } catch (Exception | AssertionError e) {
            failed++;
            System.out.printf("FAIL  LangChain4j: %s: %s%n", name, e);
        }
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }

    private OpenAiChatModel.OpenAiChatModelBuilder whole() {
        return OpenAiChatModel.builder().baseUrl(base).apiKey(KEY).modelName(model).maxRetries(0)
                .temperature(0.0).maxTokens(32).timeout(Duration.ofMinutes(2));
    }

    private OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder streams() {
        return OpenAiStreamingChatModel.builder().baseUrl(base).apiKey(KEY).modelName(model)
                .temperature(0.0).maxTokens(32).timeout(Duration.ofMinutes(2))
                .customParameters(Map.of("logprobs", true, "top_logprobs", 2));
    }

    private void plain() {
        ChatResponse response = whole().build().chat(UserMessage.from("Once upon a time"));
        require(!response.aiMessage().text().isEmpty(), "an answer must have text");
        require(response.tokenUsage().outputTokenCount() == 32, "usage must be 32 tokens, got "
                + response.tokenUsage());
    }

    private void streaming() throws Exception {
        for (int temperature = 0; temperature < 2; temperature++) {
            String text = whole().temperature((double) temperature).seed(7).maxTokens(200).build()
                    .chat("Once upon a time");
            Written written = stream(streams().temperature((double) temperature).seed(7)
                    .maxTokens(200).build(), "Once upon a time").get();
            require(written.text.equals(text),
                    "a stream must be " + text + ", got " + written.text);
        }
    }

    private static CompletableFuture<Written> stream(OpenAiStreamingChatModel model, String text) {
        CompletableFuture<Written> end = new CompletableFuture<>();
        StringBuilder pieces = new StringBuilder();
        model.chat(text, new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {
                pieces.append(piece);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                var metadata = (OpenAiChatResponseMetadata) response.metadata();
                end.complete(new Written(pieces.toString(), scores(metadata)));
            }

            @Override
            public void onError(Throwable error) {
                end.completeExceptionally(error);
            }
        });
        return end;
    }

    private static List<String> scores(OpenAiChatResponseMetadata metadata) {
        return metadata.rawServerSentEvents().stream().map(ServerSentEvent::data)
                .flatMap(data -> SCORES.matcher(data).results().map(MatchResult::group)).toList();
    }

    private void errors() throws Exception {
        refused(InvalidRequestException.class, () -> whole().temperature(-1.0).build().chat("A"));
        refused(AuthenticationException.class, () -> whole().apiKey("wrong").build().chat("A"));
        refused(ModelNotFoundException.class, () -> whole().modelName("giant").build().chat("A"));
        refused(ModelNotFoundException.class, () -> {
            try {
                stream(streams().modelName("giant").build(), "A").get();
            } catch (ExecutionException e) {
                throw (Exception) e.getCause();
            }
        });
    }

    private static void refused(Class<? extends Exception> kind, Body body) throws Exception {
        try {
            body.run();
        } catch (Exception e) {
            if (kind.isInstance(e)) {
                return;
            }
            throw e;
        }
        throw new AssertionError("must throw " + kind.getSimpleName() + ", got an answer");
    }

    private void cancellation() throws Exception {
        CompletableFuture<Boolean> begun = new CompletableFuture<>();
        streams().maxTokens(3000).build().chat(ChatRequest.builder()
                .messages(UserMessage.from("A")).build(), new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
                context.streamingHandle().cancel();
                begun.complete(true);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                begun.complete(false);
            }

            @Override
            public void onError(Throwable error) {
                begun.completeExceptionally(error);
            }
        });
        require(begun.get(60, TimeUnit.SECONDS), "a stream must be cancelled, got its end");
        freeWithinASecond();
    }

    private void freeWithinASecond() throws Exception {
        HttpRequest health = HttpRequest.newBuilder(URI.create(base.replaceAll("/v1$", "/health")))
                .build();
        long end = System.nanoTime() + 1_000_000_000L;
        while (true) {
            String state = HttpClient.newHttpClient()
                    .send(health, HttpResponse.BodyHandlers.ofString()).body();
            if (state.contains("\"writing\":0,\"waiting\":0")) {
                return;
            }
            require(System.nanoTime() < end, "must be free after a second, got " + state);
        }
    }

    private CompletableFuture<Written> numbered(int number) {
        return stream(streams().temperature((double) (number % 2)).seed(number)
                .maxTokens(24 + number).build(), "Once upon a time ".repeat(number % 4) + number);
    }

    private void together() throws Exception {
        List<CompletableFuture<Written>> streams = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            streams.add(numbered(i));
        }
        for (int i = 0; i < 32; i++) {
            Written together = streams.get(i).get();
            require(!together.scores.isEmpty(), "a stream must tell log-probabilities, got none");
            require(together.equals(numbered(i).get()), "stream " + i + " must be as it is alone");
        }
    }

    private void tooMany() throws Exception {
        List<CompletableFuture<Written>> streams = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            streams.add(stream(streams().maxTokens(256).build(), "Busy " + i));
        }
        int refused = 0;
        for (CompletableFuture<Written> stream : streams) {
            try {
                stream.get();
            } catch (ExecutionException e) {
                require(e.getCause() instanceof RateLimitException, "must be refused with 429, got "
                        + e.getCause());
                refused++;
            }
        }
        require(refused > 0 && refused <= 20, "up to 20 of 60 must be refused, got " + refused);
    }
}

import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import reactor.core.Disposable;

/// Drives a server with Spring AI: `SpringAiCheck URL/v1 MODEL`. The key is in LLM_CHECK_KEY. One
/// line for each check; the exit code is 1 if one has failed. Spring AI does not tell the
/// log-probabilities of tokens, so texts are compared.
public final class SpringAiCheck {
    private static final String KEY = System.getenv().getOrDefault("LLM_CHECK_KEY", "none");
    private final String base;
    private final String model;
    private final OpenAiChatModel chat;
    private int failed;

    private interface Body {
        void run() throws Exception;
    }

    private SpringAiCheck(String base, String model) {
        this.base = base;
        this.model = model;
        chat = model(KEY);
    }

    private OpenAiChatModel model(String key) {
        return OpenAiChatModel.builder().options(OpenAiChatOptions.builder().baseUrl(base)
                .apiKey(key).model(model).maxRetries(0).timeout(Duration.ofMinutes(2)).build())
                .build();
    }

    public static void main(String[] args) {
        SpringAiCheck check = new SpringAiCheck(args[0], args[1]);
        check.check("plain answer with usage", check::plain);
        check.check("a stream joined is the whole answer", check::streaming);
        check.check("errors: 400, 401, 404", check::errors);
        check.check("a cancelled stream frees its place", check::cancellation);
        check.check("32 streams at a time get the text that they get alone", check::together);
        check.check("too many get 429, the others an answer", check::tooMany);
        System.exit(check.failed == 0 ? 0 : 1);
    }

    private void check(String name, Body body) {
        long begun = System.nanoTime();
        try {
            body.run();
            System.out.printf("ok    Spring AI: %s (%d ms)%n", name,
                    (System.nanoTime() - begun) / 1_000_000);
        } catch (Exception | AssertionError e) {
            failed++;
            System.out.printf("FAIL  Spring AI: %s: %s%n", name, e);
        }
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }

    private OpenAiChatOptions.Builder options() {
        OpenAiChatOptions.Builder options = OpenAiChatOptions.builder();
        options.model(model).temperature(0.0).maxTokens(32);
        return options;
    }

    private void plain() {
        ChatResponse response = chat.call(new Prompt("Once upon a time", options().build()));
        require(!text(response).isEmpty(), "an answer must have text");
        require(response.getMetadata().getUsage().getCompletionTokens() == 32,
                "usage must be 32 tokens, got " + response.getMetadata().getUsage());
    }

    private static String text(ChatResponse response) {
        return response.getResult() == null || response.getResult().getOutput().getText() == null
                ? "" : response.getResult().getOutput().getText();
    }

    private void streaming() {
        for (int temperature = 0; temperature < 2; temperature++) {
            OpenAiChatOptions.Builder options = options();
            options.temperature((double) temperature).maxTokens(200);
            options.seed(7);
            Prompt prompt = new Prompt("Once upon a time", options.build());
            String whole = text(chat.call(prompt));
            String joined = stream(prompt);
            require(joined.equals(whole), "a stream must be " + whole + ", got " + joined);
        }
    }

    private String stream(Prompt prompt) {
        return chat.stream(prompt).toStream().map(SpringAiCheck::text)
                .collect(Collectors.joining());
    }

    private void errors() throws Exception {
        OpenAiChatOptions.Builder cold = options();
        cold.temperature(-1.0);
        refused(BadRequestException.class, () -> chat.call(new Prompt("A", cold.build())));
        refused(UnauthorizedException.class,
                () -> model("wrong").call(new Prompt("A", options().build())));
        OpenAiChatOptions.Builder giant = options();
        giant.model("giant");
        refused(NotFoundException.class, () -> chat.call(new Prompt("A", giant.build())));
        refused(NotFoundException.class, () -> stream(new Prompt("A", giant.build())));
    }

    private static void refused(Class<? extends Exception> kind, Callable<?> body)
            throws Exception {
        try {
            body.call();
        } catch (Exception e) {
            if (isOrHas(e, kind)) {
                return;
            }
            throw e;
        }
        throw new AssertionError("must throw " + kind.getSimpleName() + ", got an answer");
    }

    private static boolean isOrHas(Throwable thrown, Class<? extends Exception> kind) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (kind.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    private void cancellation() throws Exception {
        OpenAiChatOptions.Builder options = options();
        options.maxTokens(3000);
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Disposable stream = chat.stream(new Prompt("A", options.build())).subscribe(
                piece -> begun.complete(null), begun::completeExceptionally);
        begun.get(60, TimeUnit.SECONDS);
        require(!stream.isDisposed(), "a stream must go on, got its end");
        stream.dispose();
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

    private String numbered(int number) {
        OpenAiChatOptions.Builder options = options();
        options.temperature((double) (number % 2)).maxTokens(24 + number);
        options.seed(number);
        return stream(new Prompt("Once upon a time ".repeat(number % 4) + number,
                options.build()));
    }

    private void together() throws Exception {
        List<Future<String>> streams = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(32);
        for (int i = 0; i < 32; i++) {
            int number = i;
            streams.add(threads.submit(() -> numbered(number)));
        }
        for (int i = 0; i < 32; i++) {
            String together = streams.get(i).get();
            require(together.equals(numbered(i)), "stream " + i + " must be as it is alone");
        }
        threads.shutdown();
    }

    private void tooMany() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(60);
        List<Future<String>> answers = new ArrayList<>();
        OpenAiChatOptions.Builder options = options();
        options.maxTokens(256);
        for (int i = 0; i < 60; i++) {
            Prompt prompt = new Prompt("Busy " + i, options.build());
            answers.add(threads.submit(() -> text(chat.call(prompt))));
        }
        int refused = 0;
        for (Future<String> answer : answers) {
            try {
                answer.get();
            } catch (ExecutionException e) {
                require(isOrHas(e, RateLimitException.class), "must be refused with 429, got "
                        + e.getCause());
                refused++;
            }
        }
        threads.shutdown();
        require(refused > 0 && refused <= 20, "up to 20 of 60 must be refused, got " + refused);
    }
}

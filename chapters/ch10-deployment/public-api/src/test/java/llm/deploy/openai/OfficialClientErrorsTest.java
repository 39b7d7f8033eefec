package llm.deploy.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import llm.deploy.engine.EngineLimits;
import llm.deploy.server.ServerOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("OpenAI's client, where our server says no,")
@Timeout(60)
class OfficialClientErrorsTest {
    private static final long ENDLESS = 8_000;               // tokens

    private static void ask(OpenAIClient client) {
        client.chat().completions().create(OwnServer.chat("the cat?").build());
    }

    @Test
    @DisplayName("throws a BadRequestException that names the field")
    void badRequest() throws IOException {
        try (OwnServer own = new OwnServer()) {
            var request = OwnServer.chat("the cat?").temperature(-1).build();
            assertThatThrownBy(() -> own.client().chat().completions().create(request))
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("temperature must be a number from 0 to 100, got -1");
            var longer = OwnServer.chat("the cat ".repeat(9_000)).build();
            assertThatThrownBy(() -> own.client().chat().completions().create(longer))
                    .isInstanceOfSatisfying(BadRequestException.class, e ->
                            assertThat(e.code()).contains("context_length_exceeded"));
            assertThatThrownBy(() -> own.client().chat().completions().createStreaming(request))
                    .isInstanceOf(BadRequestException.class);
        }
    }

    @Test
    @DisplayName("throws an UnauthorizedException without the right key")
    void unauthorized() throws IOException {
        ServerOptions locked = ServerOptions.local().withKeys(List.of("open sesame"));
        try (OwnServer own = new OwnServer(locked)) {
            assertThatThrownBy(() -> ask(own.client("open barley")))
                    .isInstanceOfSatisfying(UnauthorizedException.class, e ->
                            assertThat(e.code()).contains("invalid_api_key"))
                    .hasMessageNotContaining("barley");
            ask(own.client("open sesame"));
        }
    }

    @Test
    @DisplayName("throws a NotFoundException for another model")
    void notFound() throws IOException {
        try (OwnServer own = new OwnServer()) {
            assertThatThrownBy(() -> own.client().chat().completions()
                    .create(OwnServer.chat("the cat?").model("giant").build()))
                    .isInstanceOfSatisfying(NotFoundException.class, e ->
                            assertThat(e.code()).contains("model_not_found"));
            assertThatThrownBy(() -> own.client().models().retrieve("giant"))
                    .isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    @DisplayName("throws a RateLimitException with the time to wait, and gets in when it can")
    void tooMany() throws IOException {
        EngineLimits one = EngineLimits.usual().withTogether(1).withWaiting(0);
        try (OwnServer own = new OwnServer(one)) {
            try (StreamResponse<ChatCompletionChunk> busy = endless(own)) {
                assertThat(busy.stream().iterator().hasNext()).isTrue();
                assertThatThrownBy(() -> ask(own.client()))
                        .isInstanceOfSatisfying(RateLimitException.class, e -> {
                            assertThat(e.code()).contains("rate_limit_exceeded");
                            assertThat(seconds(e)).isPositive();
                        });
            }
            awaitFree(own, Duration.ofSeconds(1));
            ask(own.client());
        }
    }

    private static int seconds(OpenAIServiceException e) {
        return Integer.parseInt(e.headers().values("Retry-After").getFirst());
    }

    private static StreamResponse<ChatCompletionChunk> endless(OwnServer own) {
        return own.client().chat().completions().createStreaming(OwnServer.chat("the cat?")
                .maxCompletionTokens(ENDLESS).build());
    }

    @Test
    @DisplayName("frees its place within a second when it closes a stream")
    void cancellation() throws IOException {
        try (OwnServer own = new OwnServer()) {
            try (StreamResponse<ChatCompletionChunk> stream = endless(own)) {
                Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
                assertThat(chunks.hasNext()).isTrue();
                assertThat(health(own)).contains("\"writing\":1");
            }
            awaitFree(own, Duration.ofSeconds(1));
            ask(own.client());
        }
    }

    private static void awaitFree(OwnServer own, Duration most) throws IOException {
        long end = System.nanoTime() + most.toNanos();
        while (!health(own).contains("\"writing\":0")) {
            assertThat(System.nanoTime()).as("the answer is still written").isLessThan(end);
        }
    }

    private static String health(OwnServer own) throws IOException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI address = own.server().address().resolve("/health");
            return http.send(HttpRequest.newBuilder(address).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}

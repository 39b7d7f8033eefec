package llm.deploy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionChoice;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.models.Model;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llm.model.decode.Generation;
import llm.tensor.RandomState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("OpenAI's client, before our server,")
@Timeout(60)
class OfficialClientTest {
    private static OwnServer own;

    @BeforeAll
    static void start() throws IOException {
        own = new OwnServer();
    }

    @AfterAll
    static void stop() {
        own.close();
    }

    private static Completion complete(CompletionCreateParams.Builder request) {
        return own.client().completions().create(request.build());
    }

    private static String text(CompletionCreateParams.Builder request) {
        return complete(request).choices().getFirst().text();
    }

    private static List<Long> ids(int... ids) {
        return IntStream.of(ids).asLongStream().boxed().toList();
    }

    @Test
    @DisplayName("lists the model, and finds it by its name")
    void models() {
        assertThat(own.client().models().list().data()).extracting(Model::id)
                .containsExactly(OwnServer.MODEL);
        assertThat(own.client().models().retrieve(OwnServer.MODEL).validate().ownedBy())
                .isEqualTo("local");
    }

    @Test
    @DisplayName("finds every answer as its schema has it")
    void schema() {
        ChatCompletion chat = own.client().chat().completions()
                .create(OwnServer.chat("the cat?").logprobs(true).topLogprobs(3).build());
        assertThat(chat.validate().choices()).hasSize(1);
        assertThat(complete(OwnServer.completion("the cat").logprobs(3)).validate().choices())
                .hasSize(1);
        try (StreamResponse<ChatCompletionChunk> stream = own.client().chat().completions()
                .createStreaming(OwnServer.chat("the cat?").logprobs(true).build())) {
            assertThat(stream.stream().map(ChatCompletionChunk::validate)).hasSizeGreaterThan(2);
        }
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"the cat", "once upon a time", "Kätzchen", "猫"})
    @DisplayName("gets greedily what the library writes")
    void greedy(String prompt) {
        int[] ids = OwnServer.TOKENIZER.encode(prompt);
        int[] written = Generation.greedy(OwnServer.model(), 40).generate(ids, new RandomState(1));
        CompletionCreateParams.Builder request = OwnServer.completion(prompt).maxTokens(40)
                .logprobs(0);
        CompletionChoice choice = complete(request).choices().getFirst();
        assertThat(written).doesNotContain(OwnServer.END);
        assertThat(choice.text()).isEqualTo(OwnServer.TOKENIZER.decode(written));
        assertThat(choice.logprobs().orElseThrow().tokens().orElseThrow()).isEqualTo(
                IntStream.of(written).mapToObj(OwnServer.TOKENIZER::token).toList());
        assertThat(text(request.promptOfArrayOfTokens(ids(ids)))).isEqualTo(choice.text());
    }

    @ParameterizedTest(name = "temperature {0}")
    @ValueSource(doubles = {0, 1})
    @DisplayName("streams what it gets in one piece")
    void streaming(double temperature) {
        var request = OwnServer.chat("was fällt dem Kätzchen ein?").temperature(temperature)
                .putAdditionalBodyProperty("seed", JsonValue.from(7)).maxCompletionTokens(200)
                .logprobs(true).build();
        Written whole = Written.whole(own.client(), request);
        assertThat(Written.streamed(own.client(), request)).isEqualTo(whole);
        assertThat(whole.tokens()).hasSize(200);
    }

    @Test
    @DisplayName("has its prompt back, with a score for each token but the first")
    void echo() {
        int[] prompt = OwnServer.TOKENIZER.encode("the cat and");
        CompletionChoice choice = complete(OwnServer.completion("the cat and").echo(true)
                .logprobs(2).maxTokens(3)).choices().getFirst();
        var scores = choice.logprobs().orElseThrow();
        assertThat(choice.text()).startsWith("the cat and")
                .isEqualTo("the cat and" + text(OwnServer.completion("the cat and").maxTokens(3)));
        assertThat(scores.tokens().orElseThrow()).hasSize(prompt.length + 3);
        assertThat(scores.tokenLogprobs().orElseThrow()).hasSize(prompt.length + 3)
                .startsWith((Double) null).last().isNotNull();
        assertThat(scores.topLogprobs().orElseThrow().getLast()._allProperties())
                .hasSizeBetween(2, 3);
    }

    @Test
    @DisplayName("gets several texts, each with a seed of its own, and the same ones again")
    void severalSeeded() {
        CompletionCreateParams.Builder request = OwnServer.completion("the cat").temperature(1)
                .seed(3).n(4);
        List<String> texts = texts(complete(request));
        assertThat(texts).hasSize(4).doesNotHaveDuplicates();
        assertThat(texts(complete(request))).isEqualTo(texts);
        assertThat(text(OwnServer.completion("the cat").temperature(1).seed(5)))
                .isEqualTo(texts.get(2));
        assertThat(text(request.seed(4).n(1))).isEqualTo(texts.get(1));
    }

    private static List<String> texts(Completion completion) {
        return completion.choices().stream().map(CompletionChoice::text).toList();
    }

    @Test
    @DisplayName("gets an answer to each of its prompts")
    void severalPrompts() {
        CompletionCreateParams.Builder request = OwnServer.completion("");
        assertThat(texts(complete(request.promptOfArrayOfStrings(List.of("the cat", "the dog")))))
                .containsExactly(text(OwnServer.completion("the cat")),
                        text(OwnServer.completion("the dog")));
    }

    @Test
    @DisplayName("gets nothing of a stop text, streamed or not")
    void stops() {
        String all = text(OwnServer.completion("the cat").maxTokens(60));
        String stop = all.substring(20, 23);
        String expected = all.substring(0, all.indexOf(stop));
        CompletionCreateParams.Builder request = OwnServer.completion("the cat").maxTokens(60)
                .stop(stop);
        CompletionChoice choice = complete(request).choices().getFirst();
        assertThat(choice.text()).isEqualTo(expected);
        assertThat(choice.finishReason()).isEqualTo(CompletionChoice.FinishReason.STOP);
        try (StreamResponse<Completion> stream = own.client().completions()
                .createStreaming(request.build())) {
            assertThat(stream.stream().flatMap(chunk -> chunk.choices().stream())
                    .map(CompletionChoice::text).collect(Collectors.joining()))
                    .isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("makes a token certain, and another impossible")
    void biases() {
        int cat = OwnServer.TOKENIZER.encode("q")[0];
        assertThat(text(OwnServer.completion("the cat").maxTokens(5).logitBias(bias(cat, 100))))
                .isEqualTo("qqqqq");
        String first = text(OwnServer.completion("the cat").maxTokens(1));
        int written = Generation.greedy(OwnServer.model(), 1)
                .generate(OwnServer.TOKENIZER.encode("the cat"), new RandomState(1))[0];
        assertThat(text(OwnServer.completion("the cat").maxTokens(1)
                .logitBias(bias(written, -100)))).isNotEqualTo(first);
    }

    private static CompletionCreateParams.LogitBias bias(int token, int bias) {
        return CompletionCreateParams.LogitBias.builder()
                .putAdditionalProperty(String.valueOf(token), JsonValue.from(bias)).build();
    }

    @Test
    @DisplayName("is told what it has used, streamed or not")
    void usage() {
        CompletionUsage usage = complete(OwnServer.completion("the cat").maxTokens(9)).usage()
                .orElseThrow();
        assertThat(usage.promptTokens()).isEqualTo(OwnServer.TOKENIZER.encode("the cat").length);
        assertThat(usage.completionTokens()).isEqualTo(9);
        assertThat(usage.totalTokens()).isEqualTo(usage.promptTokens() + 9);
        var request = OwnServer.chat("the cat?").streamOptions(ChatCompletionStreamOptions.builder()
                .includeUsage(true).build()).build();
        try (StreamResponse<ChatCompletionChunk> stream = own.client().chat().completions()
                .createStreaming(request)) {
            ChatCompletionChunk last = stream.stream().reduce((_, next) -> next).orElseThrow();
            assertThat(last.choices()).isEmpty();
            assertThat(last.usage().orElseThrow().completionTokens()).isEqualTo(24);
        }
    }
}

package llm.deploy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import llm.deploy.engine.EngineLimits;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("32 streams of OpenAI's client at a time")
@Timeout(120)
class ManyClientsTest {
    private static final int STREAMS = 32;

    /// Half of them greedy, half of them drawn; of lengths that differ.
    private static ChatCompletionCreateParams request(int number) {
        String question = "the cat and the dog ".repeat(number % 5) + number;
        return OwnServer.chat(question).temperature(number % 2)
                .putAdditionalBodyProperty("seed", JsonValue.from(number)).logprobs(true)
                .topLogprobs(2).maxCompletionTokens(20 + number).build();
    }

    @Test
    @DisplayName("each get, bit for bit, what they get alone")
    void bitForBit() throws IOException, InterruptedException, ExecutionException {
        List<Written> alone;
        EngineLimits nothingShared = EngineLimits.usual().withTogether(1).withPrefixBytes(0);
        try (OwnServer own = new OwnServer(nothingShared)) {
            alone = IntStream.range(0, STREAMS)
                    .mapToObj(i -> Written.whole(own.client(), request(i))).toList();
        }
        try (OwnServer own = new OwnServer()) {
            assertThat(together(own)).isEqualTo(alone);
        }
        try (OwnServer own = new OwnServer(EngineLimits.usual().withTogether(STREAMS))) {
            assertThat(together(own)).isEqualTo(alone);
        }
        assertThat(alone.stream().map(Written::text)).doesNotHaveDuplicates();
    }

    private static List<Written> together(OwnServer own)
            throws InterruptedException, ExecutionException {
        OpenAIClient client = own.client();
        List<Future<Written>> streams = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < STREAMS; i++) {
                ChatCompletionCreateParams request = request(i);
                streams.add(threads.submit(() -> Written.streamed(client, request)));
            }
        }
        List<Written> written = new ArrayList<>();
        for (Future<Written> stream : streams) {
            written.add(stream.get());
        }
        return written;
    }
}

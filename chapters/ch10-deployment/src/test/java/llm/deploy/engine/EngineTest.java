package llm.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.deploy.ChatLayout;
import llm.deploy.PieceTokenizer;
import llm.deploy.ServedModel;
import llm.deploy.SmallModels;
import llm.deploy.engine.AnswerEvent.Ending;
import llm.deploy.engine.AnswerEvent.Over;
import llm.deploy.engine.GenerationRequest.Stop;
import llm.instruct.PlainFormat;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.decode.DecodingOptions;
import llm.model.decode.Generation;
import llm.model.decode.Sampler;
import llm.tensor.RandomState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The engine")
@Timeout(60)
class EngineTest {
    private static final int CONTEXT = 400;
    private static final ServedModel MODEL = SmallModels.served(CONTEXT);
    private static final Sampler DRAWING = Sampler.of(new Sampler.Options(OptionalDouble.empty(),
            OptionalDouble.of(1.3), OptionalInt.empty(), OptionalDouble.of(0.95),
            OptionalDouble.empty()));

    private static GenerationRequest request(int seed, int promptLength, int tokens) {
        Sampler sampler = seed % 2 == 0 ? Sampler.mostLikely() : DRAWING;
        return new GenerationRequest(new RandomState(seed).ints(promptLength, 0, 300).toArray(),
                DecodingOptions.of(sampler, tokens).withTopLogProbs(3), Stop.NEVER, seed);
    }

    private static GenerationRequest endless(int seed) {
        return request(seed, 4, CONTEXT - 10);
    }

    private static Collected alone(GenerationRequest request) {
        try (Engine engine = new Engine(MODEL, EngineLimits.usual())) {
            return submit(engine, request);
        }
    }

    private static Collected submit(Engine engine, GenerationRequest request) {
        Collected collected = new Collected();
        engine.submit(request, collected);
        collected.over();
        return collected;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(2);
        }
    }

    @Test
    @DisplayName("gives each of 40 texts what it gets alone, to the bit, text and scores")
    void together() {
        List<GenerationRequest> requests = IntStream.range(0, 40)
                .mapToObj(seed -> request(seed, 1 + 7 * seed % 200, 5 + seed % 9)).toList();
        List<Collected> all = new ArrayList<>();
        try (Engine engine = new Engine(MODEL, EngineLimits.usual().withTogether(32))) {
            for (GenerationRequest request : requests) {
                Collected collected = new Collected();
                engine.submit(request, collected);
                all.add(collected);
            }
            all.forEach(Collected::over);
        }
        for (int i = 0; i < requests.size(); i++) {
            Collected alone = alone(requests.get(i));
            assertThat(all.get(i).tokens()).as("text %d", i).isEqualTo(alone.tokens());
            assertThat(all.get(i).text()).isEqualTo(alone.text());
        }
    }

    @Test
    @DisplayName("writes greedily what ./llm generate writes")
    void generate() {
        GenerationRequest request = request(2, 30, 20);
        assertThat(alone(request).ids()).isEqualTo(Generation.greedy(MODEL.model(), 20)
                .generate(request.prompt(), new RandomState(1)));
    }

    @Test
    @DisplayName("reads a prompt once for all that begin with it, later ones too")
    void shared() {
        try (Engine engine = new Engine(MODEL, EngineLimits.usual())) {
            Collected first = submit(engine, request(2, 300, 5));
            assertThat(first.over().usage().sharedTokens()).isZero();
            Collected second = submit(engine, request(2, 300, 5));
            assertThat(second.over().usage().sharedTokens()).isEqualTo(299);
            assertThat(second.tokens()).isEqualTo(first.tokens());
            assertThat(engine.state().prefixBytes()).isPositive();
        }
        try (Engine engine = new Engine(MODEL, EngineLimits.usual().withPrefixBytes(0))) {
            submit(engine, request(2, 300, 5));
            assertThat(submit(engine, request(2, 300, 5)).over().usage().sharedTokens()).isZero();
            assertThat(engine.state().prefixBytes()).isZero();
        }
    }

    @Test
    @DisplayName("takes texts that are wanted together all or none, and reads their prompt once")
    void several() {
        GenerationRequest request = request(2, 300, 1);
        EngineLimits limits = EngineLimits.usual().withPrefixBytes(0).withTogether(3);
        try (Engine engine = new Engine(MODEL, limits.withWaiting(0))) {
            assertThatThrownBy(() -> engine.submit(Collections.nCopies(4, request), (_, _) -> { }))
                    .isInstanceOf(Refused.class)
                    .hasMessage("the queue must have room for 4 more texts, got 0 that wait "
                            + "already");
            List<Collected> all = Stream.generate(Collected::new).limit(3).toList();
            engine.submit(Collections.nCopies(3, request), (event, i) -> all.get(i).accept(event));
            assertThat(all).extracting(each -> each.over().usage().sharedTokens())
                    .containsExactly(0, 299, 299);
        }
    }

    @Test
    @DisplayName("lets some wait, refuses more, and says when to come again")
    void queue() throws InterruptedException {
        EngineLimits limits = EngineLimits.usual().withTogether(1).withWaiting(2);
        try (Engine engine = new Engine(MODEL, limits)) {
            CountDownLatch held = new CountDownLatch(1);
            Collected first = new Collected();
            Answer running = engine.submit(endless(2), event -> {
                first.accept(event);
                awaitQuietly(held);
            });
            await(() -> engine.state().writing() == 1);
            List<Collected> waiting = List.of(new Collected(), new Collected());
            waiting.forEach(each -> engine.submit(request(3, 4, 5), each));
            assertThatThrownBy(() -> engine.submit(request(4, 4, 5), _ -> { }))
                    .isInstanceOfSatisfying(Refused.class, refused ->
                            assertThat(refused.retryAfter()).isPositive())
                    .hasMessage("the queue must have room for one more request, got 2 that wait "
                            + "already");
            running.cancel();
            held.countDown();
            waiting.forEach(each -> assertThat(each.over().ending()).isEqualTo(Ending.LENGTH));
            assertThat(first.over().ending()).isEqualTo(Ending.CANCELLED);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("drops what nobody wants any more, while it waits too, and frees its memory")
    void cancelled() throws InterruptedException {
        try (Engine engine = new Engine(MODEL, EngineLimits.usual().withTogether(1))) {
            Collected first = new Collected();
            Collected second = new Collected();
            Answer writing = engine.submit(endless(2), first);
            Answer waiting = engine.submit(endless(3), second);
            waiting.cancel();
            assertThat(second.over().ending()).isEqualTo(Ending.CANCELLED);
            writing.cancel();
            assertThat(first.over().ending()).isEqualTo(Ending.CANCELLED);
            assertThat(submit(engine, request(4, 3, 3)).ids()).hasSize(3);
            await(() -> engine.state().writing() == 0);
        }
    }

    @Test
    @DisplayName("ends what takes too long")
    void timeout() {
        try (Engine engine = new Engine(MODEL, EngineLimits.usual()
                .withTimeout(Duration.ofNanos(1)))) {
            assertThat(submit(engine, endless(2)).over().ending()).isEqualTo(Ending.TIMED_OUT);
        }
    }

    @Test
    @DisplayName("finishes what it has begun before it stops, and takes nothing more")
    void stop() throws InterruptedException {
        Engine engine = new Engine(MODEL, EngineLimits.usual().withTogether(2));
        List<Collected> all = List.of(new Collected(), new Collected(), new Collected());
        all.forEach(each -> engine.submit(request(2, 4, 60), each));
        Thread stopping = Thread.ofVirtual().start(() -> engine.stop(Duration.ofSeconds(20)));
        stopping.join();
        all.forEach(each -> assertThat(each.over().ending()).isEqualTo(Ending.LENGTH));
        assertThatThrownBy(() -> engine.submit(request(2, 4, 60), _ -> { }))
                .hasMessage("the server must be running, got one that is about to stop");
        Engine other = new Engine(MODEL, EngineLimits.usual());
        Collected endless = new Collected();
        other.submit(endless(2), endless);
        other.close();
        assertThat(endless.over().ending()).isEqualTo(Ending.CANCELLED);
    }

    @Test
    @DisplayName("tells all who wait when the model fails, and goes on")
    void failure() {
        DecoderModel broken = new DecoderModel(GptConfig.of(300, 20, 12, 3, 2), 1);
        broken.finalNorm().parameters().forEach(
                weight -> weight.copyFrom(weight.mul(Double.NaN)));
        try (Engine engine = new Engine(new ServedModel("broken", broken,
                PieceTokenizer.ofBytes(300), Set.of(), new ChatLayout(PlainFormat.SHORT)),
                EngineLimits.usual())) {
            for (int i = 0; i < 2; i++) {
                Over over = submit(engine, request(2, 4, 5)).over();
                assertThat(over.ending()).isEqualTo(Ending.FAILED);
                assertThat(over.cause()).hasMessageStartingWith(
                        "scores must be numbers, got NaN for token 0");
            }
        }
    }

    @Test
    @DisplayName("refuses at once what can never fit")
    void tooLong() {
        try (Engine engine = new Engine(MODEL, EngineLimits.usual())) {
            assertThatThrownBy(() -> engine.submit(request(2, 390, 20), _ -> { })).hasMessage(
                    "a text and what is to be written must fit the context of 400 tokens, got 390 "
                            + "and 20");
        }
        assertThatThrownBy(() -> EngineLimits.usual().withTogether(0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

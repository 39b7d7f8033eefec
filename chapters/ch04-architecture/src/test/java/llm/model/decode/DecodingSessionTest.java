package llm.model.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.LanguageModel;
import llm.model.LargeWeights;
import llm.model.ModelCache;
import llm.model.decode.DecodedText.Ending;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A decoding session")
class DecodingSessionTest {
    private static final GptConfig SMALL = GptConfig.of(50, 32, 12, 3, 2);
    private static final Sampler DRAWING = Sampler.of(new Sampler.Options(OptionalDouble.of(1.3),
            OptionalDouble.of(1.4), OptionalInt.of(30), OptionalDouble.of(0.95),
            OptionalDouble.empty()));

    static Stream<DecoderConfig> models() {
        return LargeWeights.families(SMALL);
    }

    private static DecodingOptions drawing(int tokens) {
        return DecodingOptions.of(DRAWING, tokens).withTopLogProbs(3);
    }

    /// Prompts of 1 to 5 tokens.
    private static int[] prompt(int seed) {
        return new RandomState(seed).ints(1 + seed % 5, 0, 50).toArray();
    }

    private static List<ChosenToken> alone(LanguageModel model, int seed, DecodingOptions options) {
        try (DecodingSession session = new DecodingSession(model)) {
            DecodedText text = session.begin(prompt(seed), options, new RandomState(seed));
            session.run();
            return List.copyOf(text.written());
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    @DisplayName("gives a text the same tokens and log-probabilities, to the bit, whoever else is there")
    void independent(DecoderConfig config) {
        DecoderModel model = LargeWeights.model(config);
        for (int texts : new int[] {2, 3, 5, 13, 40}) {
            try (DecodingSession session = new DecodingSession(model)) {
                List<DecodedText> all = IntStream.range(0, texts).mapToObj(seed -> session.begin(
                        prompt(seed), drawing(6), new RandomState(seed))).toList();
                session.run();
                for (int seed = 0; seed < texts; seed++) {
                    assertThat(all.get(seed).written()).as("%d of %d", seed, texts)
                            .isEqualTo(alone(model, seed, drawing(6)));
                }
            }
        }
    }

    @Test
    @DisplayName("lets texts join and leave while others go on")
    void joinAndLeave() {
        DecoderModel model = LargeWeights.model(SMALL);
        try (DecodingSession session = new DecodingSession(model)) {
            DecodedText first = session.begin(prompt(1), drawing(9), new RandomState(1));
            session.step();
            session.step();
            DecodedText second = session.begin(prompt(2), drawing(4), new RandomState(2));
            DecodedText third = session.begin(prompt(3), drawing(20), new RandomState(3));
            session.step();
            assertThat(first.written()).hasSize(3);
            assertThat(second.written()).hasSize(1);
            third.cancel();
            session.run();
            assertThat(first.written()).isEqualTo(alone(model, 1, drawing(9)));
            assertThat(second.written()).isEqualTo(alone(model, 2, drawing(4)));
            assertThat(second.ending()).hasValue(Ending.LENGTH);
            assertThat(third.written()).isEqualTo(alone(model, 3, drawing(1)));
            assertThat(third.ending()).hasValue(Ending.CANCELLED);
        }
    }

    @Test
    @DisplayName("tells the log-probabilities that a softmax gives, the likeliest first")
    void logProbs() {
        DecoderModel model = LargeWeights.model(SMALL);
        int[] prompt = {4, 9, 31};
        try (DecodingSession session = new DecodingSession(model)) {
            DecodedText text = session.begin(prompt, drawing(2), new RandomState(7));
            session.run();
            Tensor logits = Autograd.noGrad(() -> model.forward(IntTensor.of(prompt, 1, 3)));
            Tensor all = logits.slice(1, 2, 3).logSoftmax();
            ChosenToken token = text.written().getFirst();
            assertThat(token.logProb()).isCloseTo(all.at(0, 0, token.id()), within(1e-4));
            assertThat(token.top()).hasSize(3);
            List<Integer> order = IntStream.range(0, 50).boxed()
                    .sorted((a, b) -> Float.compare(all.at(0, 0, b), all.at(0, 0, a))).toList();
            for (int rank = 0; rank < 3; rank++) {
                assertThat(token.top().get(rank).id()).isEqualTo(order.get(rank));
                assertThat(token.top().get(rank).logProb())
                        .isCloseTo(all.at(0, 0, order.get(rank)), within(1e-4));
            }
        }
    }

    /// Counts the tokens that a model computes.
    private static final class Counting implements LanguageModel {
        private final DecoderModel model;
        private int computed;

        Counting(DecoderModel model) {
            this.model = model;
        }

        @Override
        public int vocabSize() {
            return model.vocabSize();
        }

        @Override
        public int contextLength() {
            return model.contextLength();
        }

        @Override
        public Tensor forward(IntTensor ids) {
            return model.forward(ids);
        }

        @Override
        public Tensor lossSum(IntTensor ids, IntTensor targets) {
            return model.lossSum(ids, targets);
        }

        @Override
        public Tensor logProbs(IntTensor ids, IntTensor targets) {
            return model.logProbs(ids, targets);
        }

        @Override
        public ModelCache newCache(int batch, int tokens) {
            return model.newCache(batch, tokens);
        }

        @Override
        public void read(IntTensor ids, ModelCache cache) {
            computed += ids.count();
            model.read(ids, cache);
        }

        @Override
        public Tensor logits(IntTensor ids, ModelCache cache) {
            computed += ids.count();
            return model.logits(ids, cache);
        }

        @Override
        public Tensor nextLogits(IntTensor ids, ModelCache cache) {
            computed += ids.count();
            return model.nextLogits(ids, cache);
        }

        @Override
        public Tensor nextLogits(int[] newest, List<ModelCache> caches) {
            computed += newest.length;
            return model.nextLogits(newest, caches);
        }
    }

    @Test
    @DisplayName("reads each token of a chat of ten turns once, and answers as if it read all again")
    void chat() {
        Counting model = new Counting(LargeWeights.model(GptConfig.of(50, 128, 12, 3, 2)));
        List<Integer> whole = new ArrayList<>();
        try (DecodingSession session = new DecodingSession(model)) {
            DecodedText chat = null;
            for (int turn = 0; turn < 10; turn++) {
                int[] question = prompt(turn + 1);
                Arrays.stream(question).forEach(whole::add);
                if (chat == null) {
                    chat = session.begin(question, drawing(5), new RandomState(1));
                } else {
                    chat.goOn(drawing(5), question);
                }
                session.run();
                Arrays.stream(chat.ids()).forEach(whole::add);
                assertThat(chat.history().length()).isEqualTo(whole.size());
                assertThat(model.computed).isEqualTo(whole.size() - 1); // the newest is not read yet
            }
            int[] all = whole.stream().mapToInt(Integer::intValue).toArray();
            DecodedText again = session.begin(all, DecodingOptions.of(Sampler.mostLikely(), 4),
                    new RandomState(1));
            chat.goOn(DecodingOptions.of(Sampler.mostLikely(), 4), new int[0]);
            session.run();
            assertThat(chat.ids()).isEqualTo(again.ids());
        }
    }

    @Test
    @DisplayName("reads only what differs of a text that is laid out anew")
    void laidOutAnew() {
        Counting model = new Counting(LargeWeights.model(SMALL));
        int[] first = {1, 2, 3, 4, 5, 6};
        int[] second = {1, 2, 3, 4, 9, 9, 9};
        try (DecodingSession session = new DecodingSession(model)) {
            DecodedText text = session.begin(first, drawing(3), new RandomState(1));
            session.run();
            model.computed = 0;
            text.goOnFrom(DecodingOptions.of(Sampler.mostLikely(), 2), second);
            session.run();
            assertThat(model.computed).isEqualTo(3 + 1);
            DecodedText fresh = session.begin(second, DecodingOptions.of(Sampler.mostLikely(), 2),
                    new RandomState(1));
            session.run();
            assertThat(text.ids()).isEqualTo(fresh.ids());
            model.computed = 0;
            text.goOnFrom(DecodingOptions.of(Sampler.mostLikely(), 1), second);
            session.run();
            assertThat(model.computed).isEqualTo(1);         // the last one must be read to be scored
        }
    }

    @Test
    @DisplayName("sees all of a text that fits again, laid out anew after one that was cut")
    void laidOutAnewAfterCut() {
        DecoderModel model = LargeWeights.model(SMALL);
        int[] first = new RandomState(5).ints(30, 0, 50).toArray();
        int[] second = Arrays.copyOf(first, 12);             // begins behind the cut
        DecodingOptions greedy = DecodingOptions.of(Sampler.mostLikely(), 8)
                .withOverflow(ContextOverflow.TRUNCATE);
        try (DecodingSession session = new DecodingSession(model)) {
            DecodedText text = session.begin(first, greedy, new RandomState(1));
            session.run();
            text.goOnFrom(greedy, second);
            DecodedText fresh = session.begin(second, greedy, new RandomState(1));
            session.run();
            assertThat(text.ids()).isEqualTo(fresh.ids());
        }
    }

    @Test
    @DisplayName("reads a prompt once for a group of samples, each as if it were alone")
    void group() {
        Counting model = new Counting(LargeWeights.model(SMALL));
        int[] prompt = prompt(4);
        try (DecodingSession session = new DecodingSession(model)) {
            DecodedText first = session.begin(prompt, drawing(1), new RandomState(0));
            session.run();
            int before = model.computed;
            assertThat(before).isEqualTo(prompt.length);
            List<DecodedText> group = IntStream.range(0, 8).mapToObj(seed -> {
                DecodedText sample = first.fork(new RandomState(seed));
                sample.goOnFrom(drawing(5), prompt);
                return sample;
            }).toList();
            session.run();
            assertThat(model.computed - before).isEqualTo(8 * 5);
            for (int seed = 0; seed < 8; seed++) {
                DecodedText alone = session.begin(prompt, drawing(5), new RandomState(seed));
                session.run();
                assertThat(group.get(seed).ids()).isEqualTo(alone.ids());
            }
            assertThat(group.stream().map(text -> Arrays.toString(text.ids())).distinct().count())
                    .isGreaterThan(4);
            DecodedText full = session.begin(new int[20], drawing(12), new RandomState(1));
            session.step();                                  // fills the context to the last token
            DecodedText other = full.fork(new RandomState(2));
            session.run();
            assertThat(other.ids()).hasSize(12).startsWith(full.ids()[0]);
        }
    }

    /// A text of 300 tokens that begins as the others with this seed do.
    private static int[] longPrompt(int seed, int common) {
        int[] ids = new RandomState(1).ints(300, 0, 50).toArray();
        int[] own = new RandomState(seed).ints(300, 0, 50).toArray();
        System.arraycopy(own, common, ids, common, 300 - common);
        return ids;
    }

    @ParameterizedTest(name = "{0} tokens in common, {1} taken over")
    @CsvSource({"300, 299", "299, 299", "298, 256", "257, 256", "256, 256", "255, 128", "130, 128", "127, 0"})
    @DisplayName("reads what prompts have in common once, and each text gets the same bits as alone")
    void sharedPrefix(int common, int takenOver) {
        Counting model = new Counting(LargeWeights.model(GptConfig.of(50, 400, 12, 3, 2)));
        try (DecodingSession session = new DecodingSession(model)) {
            DecodedText first = session.begin(longPrompt(2, 300), drawing(3), new RandomState(5));
            DecodedText second = session.begin(longPrompt(3, common), drawing(3),
                    new RandomState(6));
            session.run();
            assertThat(model.computed).isEqualTo(2 * (300 + 2) - takenOver);
            try (DecodingSession other = new DecodingSession(model)) {
                DecodedText alone = other.begin(longPrompt(3, common), drawing(3),
                        new RandomState(6));
                other.run();
                assertThat(second.written()).isEqualTo(alone.written());
            }
            assertThat(first.ending()).hasValue(Ending.LENGTH);
        }
    }

    @Test
    @DisplayName("takes over nothing that was written or read in other blocks")
    void notShared() {
        Counting model = new Counting(LargeWeights.model(GptConfig.of(50, 400, 12, 3, 2)));
        int[] prompt = longPrompt(2, 0);
        DecodingOptions greedy = DecodingOptions.of(Sampler.mostLikely(), 60);
        try (DecodingSession session = new DecodingSession(model)) {
            DecodedText first = session.begin(Arrays.copyOf(prompt, 100), greedy,
                    new RandomState(5));
            session.run();
            int[] whole = IntStream.concat(Arrays.stream(prompt, 0, 100),
                    Arrays.stream(first.ids())).toArray();   // 160, of which 60 were written
            int before = model.computed;
            session.begin(whole, greedy, new RandomState(6));
            session.run();
            assertThat(model.computed - before).isEqualTo(160 + 59);
            first.goOnFrom(greedy, longPrompt(3, 0));
            session.run();
            before = model.computed;
            session.begin(longPrompt(3, 0), greedy, new RandomState(6));
            session.run();
            assertThat(model.computed - before).isEqualTo(1 + 59);
        }
    }

    @Test
    @DisplayName("lets texts write on while it reads a long prompt")
    void blocks() {
        DecoderModel model = LargeWeights.model(GptConfig.of(50, 400, 12, 3, 2));
        try (DecodingSession session = new DecodingSession(model)) {
            DecodedText quick = session.begin(prompt(3), drawing(9), new RandomState(3));
            session.step();
            DecodedText slow = session.begin(longPrompt(2, 0), drawing(9), new RandomState(4));
            for (int step = 1; step <= 3; step++) {
                assertThat(slow.written()).isEmpty();
                session.step();
                assertThat(quick.written()).hasSize(1 + step);
            }
            assertThat(slow.written()).hasSize(1);
        }
    }

    @Test
    @DisplayName("scores the tokens of a prompt, with nothing to write too")
    void scoredPrompt() {
        DecoderModel model = LargeWeights.model(GptConfig.of(50, 400, 12, 3, 2));
        int[] ids = longPrompt(2, 0);
        Tensor all = Autograd.noGrad(() -> model.forward(IntTensor.of(ids, 1, 300)).logSoftmax());
        try (DecodingSession session = new DecodingSession(model)) {
            for (int tokens : new int[] {0, 2}) {
                DecodedText text = session.begin(ids, drawing(tokens).withScoredPrompt(true),
                        new RandomState(1));
                session.run();
                assertThat(text.ending()).hasValue(Ending.LENGTH);
                assertThat(text.written()).hasSize(tokens);
                assertThat(text.prompt()).hasSize(299);
                for (int i = 0; i < 299; i++) {
                    assertThat(text.prompt().get(i).id()).isEqualTo(ids[i + 1]);
                    assertThat(text.prompt().get(i).logProb())
                            .isCloseTo(all.at(0, i, ids[i + 1]), within(1e-4));
                }
            }
            assertThat(session.begin(new int[] {4}, drawing(0).withScoredPrompt(true),
                    new RandomState(1)).ending()).hasValue(Ending.LENGTH);
        }
    }

    @Test
    @DisplayName("adds a bias to the scores of tokens, and tells the log-probabilities before it")
    void bias() {
        DecoderModel model = LargeWeights.model(SMALL);
        DecodingOptions plain = DecodingOptions.of(Sampler.mostLikely(), 1).withTopLogProbs(2);
        try (DecodingSession session = new DecodingSession(model)) {
            DecodedText text = session.begin(prompt(4), plain, new RandomState(1));
            session.run();
            ChosenToken first = text.written().getFirst();
            for (Map<Integer, Float> bias : List.of(Map.of(first.id(), -100F),
                    Map.of(first.top().get(1).id(), 100F))) {
                DecodedText biased = session.begin(prompt(4), new DecodingOptions(
                        Sampler.mostLikely().withBias(bias), 1, Set.of(), 2, false,
                        ContextOverflow.REFUSE), new RandomState(1));
                session.run();
                ChosenToken second = biased.written().getFirst();
                assertThat(second.id()).isEqualTo(first.top().get(1).id());
                assertThat(second.logProb()).isEqualTo(first.top().get(1).logProb());
                assertThat(second.top()).isEqualTo(first.top());
            }
        }
        assertThatThrownBy(() -> new LogitBias(Map.of(50, 1F)).apply(new float[50],
                TokenHistory.of(1))).hasMessage("a biased token must be in [0, 50), got 50");
    }

    @Test
    @DisplayName("refuses, cuts or slides over what does not fit the context")
    void overflow() {
        DecoderModel model = LargeWeights.model(SMALL);
        int[] longPrompt = new RandomState(5).ints(30, 0, 50).toArray();
        DecodingOptions greedy = DecodingOptions.of(Sampler.mostLikely(), 8);
        try (DecodingSession session = new DecodingSession(model)) {
            assertThatThrownBy(() -> session.begin(longPrompt, greedy, new RandomState(1)))
                    .isInstanceOf(IllegalArgumentException.class).hasMessage("a text and what is to "
                            + "be written must fit the context of 32 tokens, got 30 and 8");
            DecodedText cut = session.begin(longPrompt,
                    greedy.withOverflow(ContextOverflow.TRUNCATE), new RandomState(1));
            DecodedText suffix = session.begin(Arrays.copyOfRange(longPrompt, 6, 30), greedy,
                    new RandomState(1));
            DecodedText slid = session.begin(longPrompt,
                    greedy.withOverflow(ContextOverflow.SLIDE), new RandomState(1));
            session.run();
            assertThat(cut.ids()).isEqualTo(suffix.ids());
            assertThat(slid.ids()).isEqualTo(slidingByHand(model, longPrompt, 8));
            assertThatThrownBy(() -> session.begin(longPrompt, DecodingOptions.of(
                    Sampler.mostLikely(), 32).withOverflow(ContextOverflow.TRUNCATE),
                    new RandomState(1))).hasMessageEndingWith("got 30 and 32");
        }
    }

    /// Each token from a forward pass over the last 32.
    private static int[] slidingByHand(DecoderModel model, int[] prompt, int count) {
        int[] ids = Arrays.copyOf(prompt, prompt.length + count);
        for (int i = prompt.length; i < ids.length; i++) {
            int[] seen = Arrays.copyOfRange(ids, Math.max(0, i - 32), i);
            Tensor logits = Autograd.noGrad(
                    () -> model.forward(IntTensor.of(seen, 1, seen.length)));
            float[] all = logits.toArray();
            ids[i] = Probabilities.argmax(Arrays.copyOfRange(all, all.length - 50, all.length));
        }
        return Arrays.copyOfRange(ids, prompt.length, ids.length);
    }

    @Test
    @DisplayName("that is cancelled stops within a step, and has given its memory back")
    void cancelled() {
        DecoderModel model = LargeWeights.model(SMALL);
        DecodingSession session = new DecodingSession(model);
        DecodedText one = session.begin(prompt(1), drawing(20), new RandomState(1));
        DecodedText other = session.begin(prompt(2), drawing(20), new RandomState(2));
        session.step();
        session.step();
        List<ModelCache> caches = List.of(one.cacheFor(1), other.cacheFor(1));
        one.cancel();
        assertThat(session.step()).isTrue();
        assertThatThrownBy(() -> caches.getFirst().copy(30)).isInstanceOf(
                IllegalStateException.class);                // its memory is back in the pool
        session.cancel();
        assertThat(session.step()).isFalse();
        assertThatThrownBy(() -> caches.getLast().copy(30)).isInstanceOf(
                IllegalStateException.class);
        assertThat(one.written()).hasSize(2);
        assertThat(other.written()).hasSize(3);
    }

    @Test
    @DisplayName("ends a text at a stop token, which does not become part of it")
    void stops() {
        DecoderModel model = LargeWeights.model(SMALL);
        List<ChosenToken> all = alone(model, 3, drawing(12));
        int stop = all.get(5).id();
        int at = IntStream.range(0, 12).filter(i -> all.get(i).id() == stop).findFirst()
                .orElseThrow();
        try (DecodingSession session = new DecodingSession(model)) {
            DecodedText text = session.begin(prompt(3), drawing(12).withStopTokens(Set.of(stop)),
                    new RandomState(3));
            session.run();
            assertThat(text.written()).isEqualTo(all.subList(0, at));
            assertThat(text.ending()).hasValue(Ending.STOP);
            assertThat(text.history().length()).isEqualTo(prompt(3).length + at);
            assertThatThrownBy(() -> session.begin(new int[0], drawing(1), new RandomState(1)))
                    .hasMessage("a prompt must have at least one token, got none");
        }
    }
}

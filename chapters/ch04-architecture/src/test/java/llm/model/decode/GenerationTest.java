package llm.model.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Generation")
class GenerationTest {
    private final DecoderModel model = new DecoderModel(GptConfig.of(40, 12, 16, 2, 2), 11);
    private final int[] prompt = {3, 1, 4};

    /// The plain way: everything again for each token, the last `contextLength` tokens of it.
    private int[] withoutCache(int[] start, int count) {
        int[] ids = start.clone();
        for (int i = 0; i < count; i++) {
            int[] window = Arrays.copyOfRange(ids, Math.max(0, ids.length - 12), ids.length);
            float[] logits = Autograd.noGrad(() ->
                    model.forward(IntTensor.of(window, 1, window.length))).toArray();
            float[] last = Arrays.copyOfRange(logits, logits.length - 40, logits.length);
            ids = Arrays.copyOf(ids, ids.length + 1);
            ids[ids.length - 1] = Probabilities.argmax(last);
        }
        return Arrays.copyOfRange(ids, start.length, ids.length);
    }

    @Test
    @DisplayName("with a cache is generation without, beyond the context too")
    void cache() {
        assertThat(Generation.greedy(model, 25).generate(prompt, new RandomState(0)))
                .isEqualTo(withoutCache(prompt, 25));
        int[] longPrompt = new RandomState(1).ints(20, 0, 40).toArray();
        assertThat(Generation.greedy(model, 5).generate(longPrompt, new RandomState(0)))
                .isEqualTo(withoutCache(longPrompt, 5));
    }

    @Test
    @DisplayName("stops before a stop token")
    void stop() {
        int[] all = Generation.greedy(model, 10).generate(prompt, new RandomState(0));
        int stop = all[4];
        int first = 0;
        while (all[first] != stop) {
            first++;
        }
        assertThat(new Generation(model, Sampler.mostLikely(), 10, Set.of(stop))
                .generate(prompt, new RandomState(0))).isEqualTo(Arrays.copyOf(all, first));
    }

    @Test
    @DisplayName("repeats with its seed, differs with another, and tells each token at once")
    void seeds() {
        Sampler sampler = Sampler.of(new Sampler.Options(OptionalDouble.empty(),
                OptionalDouble.of(1.5), OptionalInt.empty(), OptionalDouble.empty(),
                OptionalDouble.empty()));
        Generation generation = new Generation(model, sampler, 12, Set.of());
        List<Integer> heard = new ArrayList<>();
        int[] ids = generation.generate(prompt, new RandomState(1), heard::add);
        assertThat(generation.generate(prompt, new RandomState(1))).isEqualTo(ids);
        assertThat(generation.generate(prompt, new RandomState(2))).isNotEqualTo(ids);
        assertThat(heard).containsExactly(Arrays.stream(ids).boxed().toArray(Integer[]::new));
    }

    @Test
    @DisplayName("of no tokens is empty; a prompt must not be")
    void edges() {
        assertThat(Generation.greedy(model, 0).generate(prompt, new RandomState(0))).isEmpty();
        assertThatThrownBy(() -> Generation.greedy(model, 1).generate(new int[0],
                new RandomState(0)))
                .hasMessage("a prompt must have at least one token, got none");
        assertThatThrownBy(() -> Generation.greedy(model, -1))
                .hasMessage("maxNewTokens must be 0 or more, got -1");
    }
}

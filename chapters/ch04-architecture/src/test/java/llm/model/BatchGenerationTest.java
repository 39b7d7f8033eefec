package llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import llm.model.decode.Generation;
import llm.model.decode.Sampler;
import llm.tensor.RandomState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Generating for several prompts at once")
class BatchGenerationTest {
    private static final List<int[]> PROMPTS =
            List.of(new int[] {3}, new int[] {9, 4, 1, 30, 22}, new int[] {7, 7, 12});

    static Stream<DecoderConfig> models() {
        return LargeWeights.families(GptConfig.of(50, 16, 12, 3, 2));
    }

    private static List<int[]> oneByOne(Generation generation) {
        List<int[]> texts = new ArrayList<>();
        for (int i = 0; i < PROMPTS.size(); i++) {
            texts.add(generation.generate(PROMPTS.get(i), new RandomState(i)));
        }
        return texts;
    }

    private static List<RandomState> random() {
        return List.of(new RandomState(0), new RandomState(1), new RandomState(2));
    }

    private static void assertSame(List<int[]> got, List<int[]> want) {
        assertThat(got).hasSameSizeAs(want);
        for (int i = 0; i < want.size(); i++) {
            assertThat(got.get(i)).as("prompt %d", i).isEqualTo(want.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    @DisplayName("writes what each prompt gets alone, greedily")
    void greedy(DecoderConfig config) {
        Generation generation = Generation.greedy(LargeWeights.model(config), 11);
        assertSame(generation.generate(PROMPTS, random()), oneByOne(generation));
    }

    @Test
    @DisplayName("draws what each prompt draws alone, and stops each where it stops")
    void drawnAndStopped() {
        Sampler sampler = Sampler.of(new Sampler.Options(OptionalDouble.of(1.2),
                OptionalDouble.of(1.5), OptionalInt.of(20), OptionalDouble.empty(),
                OptionalDouble.empty()));
        Generation generation = new Generation(LargeWeights.model(GptConfig.of(50, 16, 12, 3, 2)), sampler, 11,
                Set.of(1, 5, 9, 11, 14, 33, 40, 44));
        List<int[]> want = oneByOne(generation);
        assertThat(want).anySatisfy(text -> assertThat(text).hasSizeLessThan(11));
        assertSame(generation.generate(PROMPTS, random()), want);
    }

    @Test
    @DisplayName("wants prompts, room, and a random generator for each")
    void refused() {
        Generation generation = Generation.greedy(LargeWeights.model(GptConfig.of(50, 16, 12, 3, 2)), 12);
        assertThatThrownBy(() -> generation.generate(PROMPTS, random())).hasMessage("a text and "
                + "what is to be written must fit the context of 16 tokens, got 5 and 12");
        List<RandomState> two = random().subList(0, 2);
        assertThatThrownBy(() -> generation.generate(List.of(new int[] {1}, new int[0]), two))
                .hasMessage("a prompt must have at least one token, got none");
    }
}

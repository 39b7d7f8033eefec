package llm.text.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A permutation")
class PermutationTest {

    @Test
    @DisplayName("has each of the 3! orders about as often")
    void even() {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Integer> counts = new TreeMap<>();
        for (int draw = 0; draw < 6_000; draw++) {
            counts.merge(Arrays.toString(Permutation.random(3, random)), 1, Integer::sum);
        }
        assertThat(counts).hasSize(6);
        assertThat(counts.values()).allMatch(count -> Math.abs(count - 1_000) < 4 * 29);
    }                                                        // standard error √(6000 · 5/36) = 29

    @Test
    @DisplayName("holds each place once, and is its seed's on every JDK")
    void seeded() {
        int[] order = Permutation.random(10, new SplittableRandom(42));
        assertThat(order).containsExactlyInAnyOrder(IntStream.range(0, 10).toArray());
        assertThat(order).containsExactly(3, 4, 7, 0, 8, 5, 9, 2, 6, 1);
        assertThat(Permutation.random(0, new SplittableRandom(42))).isEmpty();
    }
}

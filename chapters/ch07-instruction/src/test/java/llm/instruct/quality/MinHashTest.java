package llm.instruct.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("MinHash")
class MinHashTest {
    private static final int HASHES = 1_024;

    @ParameterizedTest(name = "{0} of 300")
    @CsvSource({"0", "30", "100", "150", "200", "285", "300"})
    @DisplayName("estimates the Jaccard similarity of sets that share")
    void estimate(int shared) {
        long[] a = LongStream.range(0, 300).toArray();
        long[] b = LongStream.range(300 - shared, 600 - shared).toArray();
        double exact = Shingles.jaccard(a, b);
        assertThat(exact).isEqualTo(shared / (600.0 - shared));
        double error = Math.sqrt(exact * (1 - exact) / HASHES);
        for (int seed = 0; seed < 20; seed++) {
            MinHash hash = new MinHash(HASHES, seed);
            assertThat(MinHash.similarity(hash.signature(a), hash.signature(b)))
                    .isCloseTo(exact, within(4 * error));    // 1 of 16,000 is farther off by chance
        }
    }

    @Test
    @DisplayName("does not care how large sets are, or in what order")
    void order() {
        MinHash hash = new MinHash(64, 1);
        assertThat(hash.signature(3, 1, 2)).containsExactly(hash.signature(1, 2, 3)).hasSize(64);
        assertThat(hash.signature(1, 2, 3)).isNotEqualTo(new MinHash(64, 2).signature(1, 2, 3));
    }
}

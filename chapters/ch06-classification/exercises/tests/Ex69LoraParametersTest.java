import static llm.exercise.Expect.expect;

import java.util.random.RandomGenerator;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 6.9: how much learns with LoRA")
class Ex69LoraParametersTest {
    @Test
    @DisplayName("counts A and B of one layer")
    void countsAnAdapter() {
        requireAdapter("the adapter of 768 × 768 at rank 16", 768, 768, 16);
        requireAdapter("the adapter of 3072 × 768 at rank 8", 3072, 768, 8);
    }

    @Test
    @DisplayName("counts 2,666,528 for GPT-2 124M with two classes at rank 16")
    void countsTheWorkedExample() {
        requireModel("what learns in GPT-2 124M with two classes at rank 16", 768, 12, 2, 16);
        requireModel("what learns in a small model", 128, 2, 5, 4);
    }

    @Test
    @DisplayName("counts more than an int can hold")
    void countsMuch() {
        requireModel("what learns in a model of GPT-3's size at rank 512", 12_288, 96, 2, 512);
        requireAdapter("the adapter of 60,000 × 60,000 at rank 30,000", 60_000, 60_000, 30_000);
    }

    @Test
    @DisplayName("finds the largest rank that is worth it")
    void findsTheLargestRank() {
        requireRank("the largest rank for 768 × 768", 768, 768);
        requireRank("the largest rank for a head of 2 × 768", 2, 768);
        requireRank("the largest rank for a head of 1 × 768", 1, 768);
        requireRank("the largest rank for 60,000 × 60,000", 60_000, 60_000);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("counts for any sizes")
    void countsAnything(RandomGenerator random) {
        int out = random.nextInt(50, 500);
        int in = random.nextInt(500, 900);
        int rank = random.nextInt(3, 30);
        requireAdapter("the adapter of some layer", out, in, rank);
        requireModel("what learns in some model", 64 * random.nextInt(2, 9),
                random.nextInt(3, 20), random.nextInt(3, 9), rank);
        requireRank("the largest rank for some layer", out, in);
    }

    private static void requireAdapter(String what, int out, int in, int rank) {
        expect(what, Ex69LoraParameters.adapterParameters(out, in, rank))
                .mistake("adapter-counts-the-product", "the numbers of B A are counted, which are "
                        + "those of the weight; what learns are A and B themselves",
                        (long) out * in)
                .mistake("adapter-counts-the-base", "the frozen weight is counted, too; only A and "
                        + "B learn", (long) out * in + (long) rank * in + (long) rank * out)
                .mistake("adapter-overflows", "the product does not fit into an int and has "
                        + "wrapped around; compute in long", (long) (rank * (in + out)))
                .toBe((long) rank * in + (long) rank * out);
    }

    private static void requireModel(String what, int embDim, int layers, int classes, int rank) {
        long block = 18L * rank * embDim;                    // 4 · 2 for attention, 2 · 5 behind
        long head = (long) rank * (classes + embDim);
        long right = layers * block + head;
        expect(what, Ex69LoraParameters.gpt2Parameters(embDim, layers, classes, rank))
                .mistake("adapter-forgets-the-head", "the adapter around the head is missing",
                        layers * block)
                .mistake("adapter-misses-attention", "in each block as much is missing as one "
                        + "layer's adapter in the attention: query, key, value and output are "
                        + "four layers, and no two share an A",
                        right - layers * 2L * rank * embDim)
                .mistake("adapter-counts-the-whole-head", "the head itself is counted beside its "
                        + "adapter, or in place of it; here it has an adapter and is frozen",
                        right + (long) classes * embDim)
                .mistake("adapter-counts-the-whole-head", "the head itself is counted beside its "
                        + "adapter, or in place of it; here it has an adapter and is frozen",
                        layers * block + (long) classes * embDim)
                .mistake("adapter-overflows", "the number does not fit into an int and has wrapped "
                        + "around; compute in long", (long) (int) right)
                .toBe(right);
    }

    private static void requireRank(String what, int out, int in) {
        int right = 0;
        while ((right + 1) * (long) (in + out) < (long) out * in) {
            right++;
        }
        boolean even = (right + 1) * (long) (in + out) == (long) out * in;
        int actual = Ex69LoraParameters.largestRank(out, in);
        expect(what, actual)
                .mistakeIf(even && actual == right + 1,
                        "adapter-is-as-large", "at this rank the adapter has just as many numbers "
                                + "as the weight; it must have fewer")
                .mistake("adapter-rank-of-the-matrix", "that is the rank a matrix of this size can "
                        + "have; asked is up to which rank A and B have fewer numbers than it",
                        Math.min(out, in))
                .mistake("adapter-overflows", "the product does not fit into an int and has "
                        + "wrapped around; compute in long", (out * in - 1) / (in + out))
                .toBe(right);
    }
}

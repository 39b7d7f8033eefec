package llm.instruct.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Shingles")
class ShinglesTest {

    private static double jaccard(Shingles shingles, String a, String b) {
        return Shingles.jaccard(shingles.of(a), shingles.of(b));
    }

    @Test
    @DisplayName("of characters: abcdabd has ab, bc, cd, da, bd (Leskovec et al., example 3.3)")
    void characters() {
        assertThat(Shingles.characters(2).of("abcdabd")).hasSize(5);
        assertThat(jaccard(Shingles.characters(2), "abcdabd", "abcd")).isEqualTo(3 / 5.0);
    }

    @Test
    @DisplayName("of words: punctuation is a word, and words do not run together")
    void words() {
        Shingles pairs = Shingles.words(2);
        assertThat(pairs.of("The cat, the cat sleeps.")).hasSize(5);
        assertThat(jaccard(pairs, "a big cat", "a big dog")).isEqualTo(1 / 3.0);
        assertThat(jaccard(pairs, "ab c", "a bc")).isZero();
    }

    @Test
    @DisplayName("do not see capitals and white space, but signs")
    void normal() {
        assertThat(NormalText.of("  What\tis\n 3 + 4? ")).isEqualTo("what is 3 + 4?");
        assertThat(NormalText.of("ﬁne Ａ")).isEqualTo("fine a");
        assertThat(NormalText.of("3 - 4")).isNotEqualTo(NormalText.of("3 + 4"));
        assertThat(jaccard(Shingles.words(3), "One two three four", "one  TWO three\nfour"))
                .isOne();
    }

    @Test
    @DisplayName("of a short text are the text itself")
    void brief() {
        assertThat(Shingles.words(3).of("two words")).hasSize(1);
        assertThat(jaccard(Shingles.words(3), "two words", "Two words")).isOne();
        assertThat(jaccard(Shingles.words(3), "two words", "three words")).isZero();
        assertThat(jaccard(Shingles.characters(5), "", " ")).isOne();
        assertThat(jaccard(Shingles.characters(5), "", "a")).isZero();
    }

    @Test
    @DisplayName("have a length of 1 or more")
    void length() {
        assertThatIllegalArgumentException().isThrownBy(() -> Shingles.words(0))
                .withMessage("length must be 1 or more, got 0");
    }
}

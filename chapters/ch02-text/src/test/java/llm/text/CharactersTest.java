package llm.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A cut up to a place")
class CharactersTest {

    /// The family is three people of two chars with joiners between.
    @ParameterizedTest(name = "{1} in {0} is {2}")
    @CsvSource({"abc, 2, 2", "a😀b, 2, 1", "a😀b, 3, 3", "ae\u0301b, 2, 1", "ae\u0301b, 3, 3",
            "a👨‍👩‍👧b, 8, 1", "a👨‍👩‍👧b, 9, 9", "🇩🇪🇫🇷, 6, 4", "字字, 1, 1", "👍🏽z, 2, 0",
            "abc, 0, 0", "abc, 3, 3", "abc, 9, 3"})
    @DisplayName("lies in no character:")
    void lies(String text, int at, int cut) {
        // before the first character nothing is left: such a cut stays, but halves no pair
        assertThat(Characters.cutUpTo(text, at)).isEqualTo(cut == 0 && at > 0 ? at : cut);
    }

    @Test
    @DisplayName("may lie in a character longer than 64 chars, but not in a surrogate pair")
    void inLongCharacters() {
        String accents = "e" + "\u0301".repeat(200);
        assertThat(Characters.cutUpTo(accents, 150)).isEqualTo(150);
        String family = "👨\u200d".repeat(100);                // 3 chars each
        for (int at = 1; at < family.length(); at++) {
            assertThat(Characters.cutUpTo(family, at)).isLessThanOrEqualTo(at)
                    .matches(cut -> cut % 3 != 1, "lies in no pair");
        }
    }
}

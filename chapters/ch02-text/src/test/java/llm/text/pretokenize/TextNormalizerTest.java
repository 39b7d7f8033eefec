package llm.text.pretokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import llm.text.TextPlace;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Normalising")
class TextNormalizerTest {

    @ParameterizedTest(name = "unlessThere {0}, onlyAtStart {1}, {2}")
    @CsvSource({
        "false, false, START,       _a,  __a", "false, false, AFTER_TOKEN, _a,  __a",
        "false, false, AFTER_TEXT,  a,   _a",  "true,  false, START,       _a,  _a",
        "true,  false, AFTER_TOKEN, _a,  _a",  "true,  true,  START,       _a,  _a",
        "true,  true,  AFTER_TOKEN, a,   _a"})
    @DisplayName("puts a space before text where it is wanted, and never before none")
    void prepends(boolean unlessThere, boolean onlyAtStart, TextPlace place, String a,
                  String spaceA) {
        var prepend = new TextNormalizer.Prepend("_", unlessThere, onlyAtStart);
        assertThat(prepend.apply("a", place)).isEqualTo(a);
        assertThat(prepend.apply("_a", place)).isEqualTo(spaceA);
        assertThat(prepend.apply("", place)).isEmpty();
    }

    @Test
    @DisplayName("makes runs of spaces one and drops those at the ends, but no other white space")
    void collapsesSpaces() {
        assertThat(TextNormalizer.collapsedSpaces().apply("  a   b\n  c \n ", TextPlace.START))
                .isEqualTo("a b\n c \n");
        assertThat(TextNormalizer.collapsedSpaces().apply("  a ", TextPlace.AFTER_TEXT))
                .isEqualTo(" a");
    }

    @Test
    @DisplayName("replaces strings literally and refuses to replace nothing")
    void replaces() {
        assertThat(new TextNormalizer.Replace(".", "$1").apply("a.b", TextPlace.START))
                .isEqualTo("a$1b");
        assertThat(new TextNormalizer.ReplaceMatches("[ab]", "$1").apply("a.b", TextPlace.START))
                .isEqualTo("$1.$1");
        assertThatIllegalArgumentException().isThrownBy(() -> new TextNormalizer.Replace("", "x"))
                .withMessageStartingWith("the string to replace must not be empty");
    }
}

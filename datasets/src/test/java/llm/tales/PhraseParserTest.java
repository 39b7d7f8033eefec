package llm.tales;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A template")
class PhraseParserTest {

    @Test
    @DisplayName("tells every combination of its alternatives, also nested and empty ones")
    void choices() {
        assertThat(textsOf("[So|Then [she|he]] ran[ fast|]."))
                .containsExactlyInAnyOrder("So ran fast.", "So ran.", "Then she ran fast.",
                        "Then she ran.", "Then he ran fast.", "Then he ran.");
    }

    @Test
    @DisplayName("keeps who plays a role, in every form of the word")
    void roles() {
        assertThat(textsOf("{Hero.his} dog saw {hero}. {Hero.he} ran."))
                .containsExactlyInAnyOrder("Her dog saw Ann. She ran.",
                        "His dog saw Bob. He ran.", "Her dog saw Cleo. She ran.");
    }

    @Test
    @DisplayName("never gives two roles to one row")
    void rolesDiffer() {
        assertThat(textsOf("{hero} {friend}")).containsExactlyInAnyOrder("Ann Bob", "Ann Cleo",
                "Bob Ann", "Bob Cleo", "Cleo Ann", "Cleo Bob");
    }

    @Test
    @DisplayName("writes a or an as the next word wants, across brackets")
    void articles() {
        assertThat(textsOf("a(n) {fruit}, A(n) [|old ]{fruit}")).containsExactlyInAnyOrder(
                "an apple, An apple", "an apple, An old apple",
                "a pear, A pear", "a pear, An old pear");
    }

    @Test
    @DisplayName("uses rules and parts paragraphs")
    void rulesAndParagraphs() {
        assertThat(textsOf("Hi. // <farewell>"))
                .containsExactlyInAnyOrder("Hi.\nGood night.", "Hi.\nBye.");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', value = {
        "a [b|c;brackets must match",
        "a b];brackets must match",
        "a {hero;must be followed by a name and }",
        "a {};must be followed by a name and }",
        "{villain};a role must be one of [hero, friend, fruit], got {villain}",
        "{hero.tail};a field must be one of the columns [name, he, his], got tail",
        "<greeting>;a rule must be one of [farewell], got <greeting>"})
    @DisplayName("with a mistake is refused, and the message says where")
    void mistakes(String template, String message) {
        assertThatThrownBy(() -> TinyGrammar.of(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("plot tiny: ")
                .hasMessageContaining(message);
    }

    @Test
    @DisplayName("cannot use a rule that uses itself: a story must end")
    void recursion() {
        var reader = new GrammarReader();
        assertThatThrownBy(() -> reader.addPlot("loop", """
                rule again
                    - And <again>
                story
                    <again>
                """)).hasMessageContaining("a rule must not use itself, got <again>");
    }

    private static Set<String> textsOf(String template) {
        var tales = TaleGenerator.of(TinyGrammar.of(template), 1);
        return Stream.generate(tales::next).limit(500).map(Tale::text)
                .collect(Collectors.toSet());
    }
}

package llm.tales;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A .tale file")
class GrammarReaderTest {

    @Test
    @DisplayName("may replace a shared rule and role, and joins lines up to a blank one")
    void plotsReplaceSharedParts() {
        Grammar grammar = new GrammarReader().addShared(TinyGrammar.TABLES).addPlot("own", """
                # a comment
                cast
                    hero = fruit
                rule farewell
                    - See
                      you.
                story
                    One {fruit}
                    and one {hero}.

                    <farewell>
                """).grammar();

        assertThat(TaleGenerator.of(grammar, 0).next().text()).isIn(
                "One apple and one pear.\nSee you.", "One pear and one apple.\nSee you.");
    }

    @Test
    @DisplayName("with an unknown section, table or cast line is refused")
    void mistakes() {
        assertRefused("poem\n    x", "a section must be table, cast or rule, got poem");
        assertRefused("cast\n    hero", "a cast line must be role = table, got hero");
        assertRefused("table pet\n    Ann", "a table must begin 'table NAME: column, column'");
        assertRefused("table pet: name, he\n    Ann",
                "a row must have 2 cells [name, he], got 1: Ann");
        assertThatThrownBy(() -> new GrammarReader().addShared("cast\n    hero = pet")
                .addPlot("p", "story\n    Hi."))
                .hasMessage("plot p: a role must be cast from one of [], got pet");
    }

    private static void assertRefused(String source, String message) {
        assertThatThrownBy(() -> new GrammarReader().addShared(source))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
    }
}

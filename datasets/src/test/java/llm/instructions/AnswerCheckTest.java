package llm.instructions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The check of an answer")
class AnswerCheckTest {

    @ParameterizedTest(name = "{0}: \"{1}\" answered by \"{2}\" is right: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            UPPER_CASE | RED FOX             | ' RED  FOX '          | true
            UPPER_CASE | RED FOX             | Red FOX               | false
            UPPER_CASE | RED FOX             | RED FOX.              | false
            OPPOSITE   | small               | Small.                | true
            OPPOSITE   | small               | a small               | false
            OPPOSITE   | small               | small..               | false
            QUESTION   | Did Mia see a kite? | did mia see a kite?   | true
            QUESTION   | Did Mia see a kite? | Did Mia see a kite    | false
            WHAT       | a red kite          | the red kite          | true
            WHAT       | a red kite          | kite                  | false
            WHO        | Ada                 | ada.                  | true
            SORT       | cat, fox, owl       | cat,fox , owl         | true
            SORT       | cat, fox, owl       | cat, owl, fox         | false
            COUNT_WORD | 3                   | Three                 | true
            COUNT_WORD | 3                   | 33                    | false
            COMPARE    | 12                  | 12.                   | true
            NAME_SOME  | fox, owl            | bear and deer         | true
            NAME_SOME  | fox, owl, cat       | cat, fox, and owl.    | true
            NAME_SOME  | fox, owl            | fox                   | false
            NAME_SOME  | fox, owl            | fox, fox              | false
            NAME_SOME  | fox, owl            | fox, red              | false
            NAME_SOME  | fox, owl            | fox, owl, cat         | false
            """)
    @DisplayName("forgives what its rule says, and nothing else")
    void rules(Kind kind, String output, String answer, boolean right) {
        assertThat(new Entry(0, kind, "", "", "", output).accepts(answer)).isEqualTo(right);
    }

    @Test
    @DisplayName("of a free sentence asks for one sentence with the words that were named")
    void sentence() {
        var entry = new Entry(0, Kind.SENTENCE, "", "Write a sentence about Mia and the kite.", "",
                "Mia lost the kite near the well.");
        assertThat(entry.accepts("One day, a boy gave Mia a red kite!")).isTrue();
        assertThat(entry.accepts("\"Is that a kite?\" asked Mia.")).isFalse();
        assertThat(entry.accepts("Mia lost the ball near the well.")).isFalse();
        assertThat(entry.accepts("Tom lost the kite near the well.")).isFalse();
        assertThat(entry.accepts("Mia lost the kites near the well.")).isFalse();
        assertThat(entry.accepts("mia lost the kite near the well.")).isFalse();
        assertThat(entry.accepts("Mia lost the kite near the well")).isFalse();
        assertThat(entry.accepts("Mia ran. Tom lost the kite.")).isFalse();
        assertThat(entry.accepts("Mia, kite.")).isFalse();
        assertThat(entry.accepts("Mia has a kite" + " and a kite".repeat(8) + ".")).isFalse();
        assertThat(entry.accepts(entry.instruction())).isFalse();
        assertThat(entry.accepts("")).isFalse();
    }
}

package llm.instructions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import llm.tales.SplitMix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A fact")
class FactTest {
    private static final Fact FACT = new Fact("Mia", new Words.Row("lost", "lose"), "orange",
            "kite", new Words.Row("near", "the well"));

    @Test
    @DisplayName("is told in order, turned around, and asked")
    void told() {
        assertThat(FACT.sentence()).isEqualTo("Mia lost an orange kite near the well.");
        assertThat(FACT.turned()).isEqualTo("Near the well, Mia lost an orange kite.");
        assertThat(FACT.question()).isEqualTo("Did Mia lose an orange kite near the well?");
    }

    @Test
    @DisplayName("is read again from a story that says other things between")
    void read() {
        assertThat(Fact.read("Snow fell softly. Near the well, Mia lost an orange kite. "
                + "Nobody said a word.")).containsExactly(FACT);
        assertThat(Fact.read("")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("is read again whatever its words")
    void readsAll(Split split) {
        for (int i = 0; i < 1_000; i++) {
            List<Fact> facts = Fact.draw(new Draw(SplitMix.forIndex(3, i), split), 2);
            String filler = new Draw(SplitMix.forIndex(4, i), split).word("filler");
            assertThat(Fact.read(facts.getFirst().sentence() + " " + filler + " "
                    + facts.getLast().turned())).isEqualTo(facts);
        }
    }
}

package llm.tales;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The entropy of the choices")
class EntropyTest {
    private static final double LN2 = Math.log(2);
    private static final double LN3 = Math.log(3);
    private static final int DRAWS = 60_000;

    @Test
    @DisplayName("is −ln of each story's probability, as counted by hand")
    void surprisalOfEachStory() {
        // {fruit}: 1/2; "was eaten" 1/2, "fell" and "rolled" 1/4 each
        var tales = draw("The {fruit} [was eaten|[fell|rolled]].");
        for (Tale tale : tales) {
            double expected = tale.text().contains("eaten") ? 2 * LN2 : 3 * LN2;
            assertThat(tale.nats()).isCloseTo(expected, within(1e-12));
        }
        // H = ln 2 + (1/2) ln 2 + (1/2) ln 4 = 2.5 ln 2; deviation ln 2 / 2
        Entropy entropy = Entropy.of(tales);
        assertThat(entropy.perStory()).isCloseTo(2.5 * LN2, within(0.01));
        assertThat(entropy.deviation()).isCloseTo(LN2 / 2, within(0.01));
    }

    @Test
    @DisplayName("agrees with the frequencies of the texts that come out")
    void agreesWithFrequencies() {
        var tales = draw("{hero} [met|saw[ only|]] {friend} and a(n) {fruit}. <farewell>");
        Map<String, Integer> counts = new HashMap<>();
        Map<String, Double> nats = new HashMap<>();
        for (Tale tale : tales) {
            counts.merge(tale.text(), 1, Integer::sum);
            nats.put(tale.text(), tale.nats());
        }
        assertThat(counts).hasSize(6 * 3 * 2 * 2);
        double plugIn = 0;
        for (String text : counts.keySet()) {
            double frequency = counts.get(text) / (double) DRAWS;
            double probability = Math.exp(-nats.get(text));
            double error = Math.sqrt(probability / DRAWS);
            assertThat(frequency).as(text).isCloseTo(probability, within(5 * error));
            plugIn -= frequency * Math.log(frequency);
        }
        assertThat(plugIn).isCloseTo(Entropy.of(tales).perStory(), within(0.01));
    }

    @Test
    @DisplayName("counts the second of two roles from one table among the rows that are left")
    void rolesWithoutReplacement() {
        assertThat(TinyGrammar.tell("{hero} {friend} {hero}", 9).nats())
                .isCloseTo(LN3 + LN2, within(1e-12));
    }

    @Test
    @DisplayName("is 0 for a text without a choice: roles that are never mentioned cost nothing")
    void unusedRoles() {
        assertThat(TinyGrammar.tell("Nothing happened.", 4).nats()).isZero();
    }

    @Test
    @DisplayName("is only an upper bound where two choices lead to the same text")
    void upperBound() {
        Tale tale = TinyGrammar.tell("It was [big|big].", 4);
        assertThat(tale.nats()).isCloseTo(LN2, within(1e-12));
    }

    @Test
    @DisplayName("comes per story, byte and token, and adds up")
    void units() {
        Entropy one = new Entropy(2, 100, 30, 500);
        Entropy both = one.plus(new Entropy(1, 50, 6, 36));

        assertThat(both).isEqualTo(new Entropy(3, 150, 36, 536));
        assertThat(both.perStory()).isEqualTo(12);
        assertThat(both.perByte()).isEqualTo(0.24);
        assertThat(both.perToken(48)).isEqualTo(0.75);
        assertThat(one.deviation()).isEqualTo(5);           // 10 and 20 nats
        assertThatThrownBy(() -> one.perToken(0))
                .hasMessage("tokens must be positive, got 0");
    }

    @Test
    @DisplayName("of the real grammar: no bracket or rule offers the same text twice")
    void alternativesDiffer() {
        Grammar.standard().plots().forEach(plot -> assertDistinct(plot.story()));
    }

    private static void assertDistinct(Phrase phrase) {
        switch (phrase) {
            case Phrase.Sequence sequence -> sequence.parts().forEach(EntropyTest::assertDistinct);
            case Phrase.Choice choice -> {
                assertThat(choice.alternatives()).doesNotHaveDuplicates();
                choice.alternatives().forEach(EntropyTest::assertDistinct);
            }
            case Phrase.Text text -> assertThat(text.text()).isNotEmpty();
            case Phrase.Article article -> assertThat(article).isNotNull();
            case Phrase.Slot slot -> assertThat(slot.forms()).isNotEmpty();
        }
    }

    private static List<Tale> draw(String story) {
        var tales = TaleGenerator.of(TinyGrammar.of(story), 17);
        return IntStream.range(0, DRAWS).mapToObj(i -> tales.next()).toList();
    }
}

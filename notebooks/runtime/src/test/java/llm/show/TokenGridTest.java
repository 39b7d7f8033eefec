package llm.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A grid of tokens")
class TokenGridTest {
    private static final Pattern CARD = Pattern.compile(
            "<rect x=\"([0-9.]+)\" y=\"([0-9.]+)\" width=\"([0-9.]+)\"[^>]* fill=\"(#[0-9a-f]+)\"");

    private static List<MatchResult> cards(String svg) {
        return CARD.matcher(svg).results().toList();
    }

    @Test
    @DisplayName("has one token under the other, in columns as wide as their longest")
    void columns() {
        String svg = new TokenGrid("t").row("one", List.of("a", "b c", "\n"),
                List.of(true, true, true)).row("two", List.of("longer", "d"),
                List.of(true, true)).svg();
        List<MatchResult> cards = cards(svg);
        assertThat(cards).hasSize(5);
        assertThat(cards.get(1).group(1)).isEqualTo(cards.get(4).group(1));
        assertThat(cards.get(0).group(3)).isEqualTo(cards.get(3).group(3));
        assertThat(cards.get(0).group(2)).isNotEqualTo(cards.get(3).group(2));
        assertThat(svg).contains(">b␣c<", ">↵<", ">one<", "<title>t</title>");
    }

    @Test
    @DisplayName("draws what does not count pale, and the marked token where it counts")
    void colours() {
        String svg = new TokenGrid("t").mark("end").row("row", List.of("a", "b", "end", "end"),
                List.of(false, true, true, false)).svg();
        List<String> fills = cards(svg).stream().map(card -> card.group(4)).toList();
        assertThat(fills).containsExactly("#f6f7f9", "#d4e6f5", "#ffe3c4", "#f6f7f9");
    }

    @Test
    @DisplayName("wants to know of each token whether it counts")
    void wrongCounts() {
        assertThatIllegalArgumentException().isThrownBy(() ->
                new TokenGrid("t").row("row", List.of("a", "b"), List.of(true)))
                .withMessage("counts must be one for each token, got 2 tokens, 1 counts");
    }
}

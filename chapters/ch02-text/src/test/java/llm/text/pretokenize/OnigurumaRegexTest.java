package llm.text.pretokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import llm.text.Fixtures;
import llm.text.TextPlace;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Expected values were computed by Hugging Face's `tokenizers` 0.23, whose expressions are
/// Oniguruma's; the script lies beside them.
@DisplayName("A regular expression of Oniguruma")
class OnigurumaRegexTest {

    private static final JsonNode FIXTURE = Fixtures.json("oniguruma/expressions.json");

    private static Stream<JsonNode> expressions() {
        return StreamSupport.stream(FIXTURE.path("expressions").spliterator(), false);
    }

    private static Stream<String> refused() {
        return StreamSupport.stream(FIXTURE.path("refused").spliterator(), false)
                .map(JsonNode::asText);
    }

    /// Where the pieces of a text end, in whole characters.
    private static List<Integer> ends(String regex, String text) {
        List<Integer> ends = new ArrayList<>();
        new RegexPreTokenizer(regex, SplitBehavior.ISOLATED).split(text, 0, text.length(),
                (whole, _, end) -> ends.add(whole.codePointCount(0, end)));
        return ends;
    }

    @ParameterizedTest
    @MethodSource("expressions")
    @DisplayName("cuts and changes texts as in Hugging Face's library")
    void agreesWithReference(JsonNode each) {
        String regex = each.path("expression").asText();
        var replace = new TextNormalizer.ReplaceMatches(regex, "#");
        for (int i = 0; i < FIXTURE.path("texts").size(); i++) {
            String text = FIXTURE.path("texts").path(i).asText();
            JsonNode expected = each.path("results").path(i);
            assertThat(ends(regex, text)).as(text).containsExactly(
                    StreamSupport.stream(expected.path(0).spliterator(), false)
                            .map(JsonNode::asInt).toArray(Integer[]::new));
            assertThat(replace.apply(text, TextPlace.START)).isEqualTo(expected.path(1).asText());
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    @DisplayName("is refused by its name if it is broken or cannot be said in Java's")
    void refuses(String regex) {
        assertThatThrownBy(() -> new OnigurumaRegex(regex))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("regular expression", "must", "got", regex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "(?i)"})
    @DisplayName("that is nested too deeply is refused")
    void refusesDepth(String open) {
        assertThatThrownBy(() -> new OnigurumaRegex(open.repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than 200");
    }

    @Test
    @DisplayName("that repeats a group too often for the stack says so")
    void namesTheExpressionThatOverflows() {
        assertThatThrownBy(() -> ends("(x|y)+", "xy".repeat(2_000_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("(x|y)+", "4000000 characters");
    }
}

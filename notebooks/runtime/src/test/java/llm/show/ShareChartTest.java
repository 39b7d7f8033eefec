package llm.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import llm.instructions.Accuracy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A chart of shares")
class ShareChartTest {
    private static final Pattern DOT = Pattern.compile("<circle cx=\"([0-9.]+)\" cy=\"([0-9.]+)\" "
            + "r=\"3.8\"");
    private static final Pattern SPAN = Pattern.compile("d=\"M ([0-9.]+) [0-9.]+ H ([0-9.]+)\" "
            + "[^>]*stroke-opacity");
    private static final Accuracy NONE = new Accuracy(0, 10);
    private static final Accuracy HALF = new Accuracy(5, 10);
    private static final Accuracy ALL = new Accuracy(10, 10);

    private static double number(MatchResult match, int group) {
        return Double.parseDouble(match.group(group));
    }

    @Test
    @DisplayName("places a share between 0 and all, on its interval")
    void places() {
        String svg = new ShareChart("t", List.of("a", "b", "c"))
                .series("s", List.of(NONE, HALF, ALL)).svg();
        List<MatchResult> dots = DOT.matcher(svg).results().toList();
        List<MatchResult> spans = SPAN.matcher(svg).results().toList();
        double zero = number(dots.get(0), 1);
        double width = number(dots.get(2), 1) - zero;
        assertThat(number(dots.get(1), 1)).isCloseTo(zero + width / 2, within(0.2));
        assertThat(number(spans.get(1), 1)).isCloseTo(zero + width * HALF.low(), within(0.2));
        assertThat(number(spans.get(1), 2)).isCloseTo(zero + width * HALF.high(), within(0.2));
        assertThat(number(spans.get(0), 1)).isCloseTo(zero, within(0.2));
        assertThat(number(dots.get(1), 2)).isGreaterThan(number(dots.get(0), 2));
        assertThat(svg).contains("<title>t</title>", ">a<", ">s<", ">100 %<");
    }

    @Test
    @DisplayName("wants a share for each name")
    void wrongShares() {
        assertThatIllegalArgumentException().isThrownBy(() ->
                new ShareChart("t", List.of("a", "b")).series("s", List.of(HALF)))
                .withMessage("shares must be one for each name, got 2 names, 1 shares");
    }
}

package llm.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A heat map")
class HeatMapTest {
    private static final List<String> TOKENS = List.of("a", "<b>");
    private static final Pattern FIELD = Pattern.compile(
            "<rect x=\"([0-9.]+)\" y=\"([0-9.]+)\" width=\"[0-9.]+\" height=\"[0-9.]+\" "
                    + "fill=\"(#[0-9a-f]+)\"/>");

    @Test
    @DisplayName("writes its numbers, leaves 0 pale and the largest deep, and leaves NaN empty")
    void paints() {
        String svg = HeatMap.row(
                HeatMap.of("weights", TOKENS, new float[] {1, Float.NaN, 0, 0.25f}));
        assertThat(svg).contains(">1.00<", ">0.25<", "&lt;b&gt;", "<title>weights</title>")
                .doesNotContain("NaN", ">0.00<");
        assertThat(colors(svg)).containsExactly("#1e40af", "#eef2fa", "#bac6e7");
    }

    @Test
    @DisplayName("has its first row at the top and its first column on the left")
    void looksLikeTheMatrix() {
        String svg = HeatMap.row(HeatMap.of("m", List.of("top", "bottom"), List.of("x", "y", "z"),
                Tensor.of(new float[] {6, 5, 4, 3, 2, 1}, 2, 3)));
        List<MatchResult> fields = FIELD.matcher(svg).results().toList();
        assertThat(fields).hasSize(6);
        assertThat(fields.getFirst().group(3)).isEqualTo("#1e40af");
        double x = place(fields.getFirst(), 1);
        double y = place(fields.getFirst(), 2);
        assertThat(fields.subList(1, 3)).allMatch(each -> place(each, 1) > x
                && place(each, 2) == y);
        assertThat(fields.subList(3, 6)).allMatch(each -> place(each, 2) > y);
    }

    @Test
    @DisplayName("shows numbers below 0 in orange, as deep as they are far from 0")
    void showsSigns() {
        String svg = HeatMap.row(HeatMap.of("m", List.of("r"), List.of("x", "y", "z"),
                Tensor.of(new float[] {-2, 1, -0.001f}, 1, 3)));
        assertThat(colors(svg)).containsExactly("#9a3412", "#8699d5", "#eef2fa");
        assertThat(svg).contains(">−2.00<", ">1.00<", ">0.00<");
    }

    @Test
    @DisplayName("writes whole numbers without decimals, and its axes' titles")
    void writesPlainly() {
        String svg = HeatMap.row(HeatMap.of("mask", TOKENS, new float[] {0, 1, 0, 0})
                .axes("query", "key"));
        assertThat(svg).contains(">1<", ">query<", ">key<").doesNotContain(">1.00<");
    }

    @Test
    @DisplayName("that is too large for numbers says what the colours stand for")
    void hasAScale() {
        List<String> many = IntStream.range(0, 12).mapToObj(String::valueOf).toList();
        float[] values = new float[144];
        values[7] = 0.5f;
        assertThat(HeatMap.row(HeatMap.of("m", many, values))).containsOnlyOnce(">0.50<")
                .containsOnlyOnce(">0.00<");
    }

    @Test
    @DisplayName("names every fifth column where there is no room for more")
    void skipsNames() {
        List<String> many = IntStream.range(0, 60).mapToObj(i -> "n" + i).toList();
        String svg = HeatMap.row(HeatMap.of("m", List.of("row"), many,
                Tensor.of(new float[60], 1, 60)));
        assertThat(svg).contains(">row<", ">n0<", ">n5<", ">n55<").doesNotContain(">n1<", ">n4<");
    }

    @Test
    @DisplayName("shares its colours with the map beside it")
    void comparesMaps() {
        String svg = HeatMap.row(HeatMap.of("one", List.of("a"), new float[] {1}),
                HeatMap.of("two", List.of("a"), new float[] {2}));
        assertThat(colors(svg)).containsExactly("#8699d5", "#1e40af");
        assertThat(svg).contains("<title>one; two</title>");
    }

    @Test
    @DisplayName("needs a number for each field")
    void wantsAllNumbers() {
        assertThatThrownBy(() -> HeatMap.of("weights", TOKENS, new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("values must be rows=2 × columns=2, got 3");
    }

    private static List<String> colors(String svg) {
        return FIELD.matcher(svg).results().map(field -> field.group(3)).toList();
    }

    private static double place(MatchResult field, int coordinate) {
        return Double.parseDouble(field.group(coordinate));
    }
}

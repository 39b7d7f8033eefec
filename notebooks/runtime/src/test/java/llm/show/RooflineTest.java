package llm.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import llm.bench.MachineLimits;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A roofline")
class RooflineTest {
    private static final MachineLimits MACHINE = new MachineLimits(100, 20);
    private static final Pattern DOT = Pattern.compile("<circle cx=\"([0-9.]+)\" cy=\"([0-9.]+)\"");
    private static final Pattern ROOF = Pattern.compile("d=\"M ([0-9.]+) ([0-9.]+) L ([0-9.]+) "
            + "([0-9.]+) H ([0-9.]+)\"[^>]*stroke=\"#c8642b\"");
    private static final Pattern TEXT =
            Pattern.compile("<text x=\"([0-9.]+)\" y=\"([0-9.]+)\"[^>]*>([^<]+)<");

    @Test
    @DisplayName("bends where operations per byte are the ratio of the machine's two speeds")
    void bends() {
        String svg = new Roofline("t", MACHINE).point("ridge", 5, 100).svg();
        double[] roof = numbers(ROOF, svg).getFirst();
        assertThat(numbers(DOT, svg).getFirst()).containsExactly(roof[2], roof[3]);
        assertThat(svg).contains(">products 100 GFLOP/s<", ">memory 20.0 GB/s<", "<title>t</title>",
                ">operations per byte moved, FLOP per byte<", ">operations per second, GFLOP/s<");
    }

    @Test
    @DisplayName("has what reaches the memory's speed on its slope, and the slower by as much below")
    void placesPoints() {
        String svg = new Roofline("t", MACHINE).point("all", 0.5, 10).point("half", 0.5, 5)
                .point("tenth of all", 0.5, 1).svg();
        double[] roof = numbers(ROOF, svg).getFirst();
        List<double[]> dots = numbers(DOT, svg);             // in the order they were added
        double slope = (roof[3] - roof[1]) / (roof[2] - roof[0]);
        assertThat(dots.getFirst()[1])
                .isCloseTo(roof[1] + slope * (dots.getFirst()[0] - roof[0]), within());
        double halfLower = dots.get(1)[1] - dots.get(0)[1];
        double tenthLower = dots.get(2)[1] - dots.get(0)[1];
        assertThat(halfLower / tenthLower).isCloseTo(Math.log10(2), Offset.offset(0.002));
    }

    @Test
    @DisplayName("takes a decade for every tenfold, and names them")
    void namesDecades() {
        String svg = new Roofline("t", MACHINE).point("slow", 0.02, 0.05).point("many", 800, 90)
                .svg();
        assertThat(x(svg, "0.1") - x(svg, "0.01")).isCloseTo(x(svg, "1,000") - x(svg, "100"),
                within());
        assertThat(numbers(DOT, svg)).allSatisfy(dot -> assertThat(dot[0]).isBetween(64.0, 694.0))
                .allSatisfy(dot -> assertThat(dot[1]).isBetween(44.0, 380.0));
    }

    @Test
    @DisplayName("writes names side by side with their marks, none over another")
    void namesDoNotOverlap() {
        var roofline = new Roofline("t", MACHINE);
        List.of("a < b", "second", "third", "fourth").forEach(name -> roofline.point(name, 1, 4));
        String svg = roofline.svg();
        assertThat(svg).contains(">a &lt; b<");
        double[] ys = DoubleStream.of(y(svg, "a &lt; b"), y(svg, "second"), y(svg, "third"),
                y(svg, "fourth")).sorted().toArray();
        for (int i = 1; i < ys.length; i++) {
            assertThat(ys[i] - ys[i - 1]).isGreaterThanOrEqualTo(15.9);
        }
    }

    @Test
    @DisplayName("keeps names off the flat part")
    void namesLeaveTheRoof() {
        String svg = new Roofline("t", MACHINE).point("near the roof", 50, 95).svg();
        double roof = numbers(ROOF, svg).getFirst()[3];
        assertThat(y(svg, "near the roof") - roof).isGreaterThanOrEqualTo(14.9);
    }

    @Test
    @DisplayName("refuses points that have no place on its axes")
    void refuses() {
        assertThatThrownBy(() -> new Roofline("t", MACHINE).point("copy", 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a point must lie above 0 on both axes, got copy with "
                        + "flopsPerByte=0.0, gigaflopsPerSecond=1.0");
    }

    private static List<double[]> numbers(Pattern pattern, String svg) {
        return pattern.matcher(svg).results().map(match -> {
            double[] numbers = new double[match.groupCount()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Double.parseDouble(match.group(i + 1));
            }
            return numbers;
        }).toList();
    }

    private static MatchResult text(String svg, String text) {
        return TEXT.matcher(svg).results().filter(match -> match.group(3).equals(text)).findFirst()
                .orElseThrow();
    }

    private static double x(String svg, String text) {
        return Double.parseDouble(text(svg, text).group(1));
    }

    private static double y(String svg, String text) {
        return Double.parseDouble(text(svg, text).group(2));
    }

    private static Offset<Double> within() {
        return Offset.offset(0.21);
    }
}

package llm.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import llm.show.NamePlaces.Mark;
import llm.show.NamePlaces.Name;
import llm.show.Svg.Area;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Places of names")
class NamePlacesTest {
    private static final double LINE = 16;
    private static final double ANYWHERE = -1000;

    @Test
    @DisplayName("names that are far enough apart stand beside their marks")
    void leavesThemWhereTheyAre() {
        assertThat(tops(name(0, 10, ANYWHERE), name(0, 26, ANYWHERE), name(500, 12, ANYWHERE)))
                .containsExactly(10, 26, 12);
    }

    @Test
    @DisplayName("names that are too close make room evenly, up and down")
    void makesRoom() {
        assertThat(tops(name(0, 100, ANYWHERE), name(0, 100, ANYWHERE), name(0, 100, ANYWHERE)))
                .containsExactlyInAnyOrder(84, 100, 116);
    }

    @Test
    @DisplayName("a name stays below its line and pushes the next ones down")
    void staysBelow() {
        assertThat(tops(name(0, 100, 98), name(0, 101, 98))).containsExactly(98, 114);
    }

    @Test
    @DisplayName("a name leaves the marks free that it would cover")
    void leavesMarksFree() {
        double[] tops = NamePlaces.tops(List.of(name(10, 100, ANYWHERE)),
                List.of(new Mark(40, 108), new Mark(40, 120), new Mark(300, 110)), LINE);
        assertThat(tops).containsExactly(126);
    }

    @Test
    @DisplayName("a name is not pushed back over a mark by the ones below it")
    void keepsMarksFree() {
        double[] tops = NamePlaces.tops(List.of(name(10, 100, ANYWHERE), name(30, 128, ANYWHERE)),
                List.of(new Mark(40, 108), new Mark(16, 136)), LINE);
        assertThat(tops[0]).isEqualTo(114);
        assertThat(tops[1]).isGreaterThanOrEqualTo(130);
    }

    @Test
    @DisplayName("no other places that are apart are nearer to the wanted ones")
    void isNearest() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            double[] wanted = random.doubles(5, 0, 60).sorted().toArray();
            double[] places = NamePlaces.apart(wanted, LINE);
            double cost = cost(places, wanted);
            for (int i = 1; i < 5; i++) {
                assertThat(places[i] - places[i - 1]).isGreaterThanOrEqualTo(LINE - 1e-9);
            }
            for (int attempt = 0; attempt < 200; attempt++) {
                double[] other = places.clone();
                for (int i = 0; i < 5; i++) {
                    other[i] += random.nextGaussian();
                    other[i] = i > 0 ? Math.max(other[i], other[i - 1] + LINE) : other[i];
                }
                assertThat(cost(other, wanted)).isGreaterThanOrEqualTo(cost - 1e-9);
            }
        }
        assertThat(NamePlaces.apart(new double[] {0, 1}, LINE)[0]).isCloseTo(-7.5, within(1e-9));
    }

    private static double cost(double[] places, double[] wanted) {
        return IntStream.range(0, places.length)
                .mapToDouble(i -> Math.pow(places[i] - wanted[i], 2)).sum();
    }

    private static Name name(double x, double y, double top) {
        return new Name(new Area(x, y, 60, LINE), top);
    }

    private static double[] tops(Name... names) {
        return NamePlaces.tops(List.of(names), List.of(), LINE);
    }
}

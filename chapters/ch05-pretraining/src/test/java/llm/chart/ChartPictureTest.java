package llm.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

@DisplayName("A chart on paper")
class ChartPictureTest {
    private static final int TRANSPARENT = 0;
    private static final Color GRID = new Color(0xE4E7EB);
    @TempDir
    private Path folder;

    private static XYChart line(int points, double step) {
        XYChart chart = ChartStyle.lines("A line", "x", "y");
        double[] xs = IntStream.rangeClosed(1, points).mapToDouble(i -> step * i).toArray();
        chart.addSeries("line", xs, xs);
        return chart;
    }

    /// The grid's vertical lines, as values of x. They begin above all that is drawn.
    private static List<Double> ticks(XYChart chart, double first, double second) {
        BufferedImage image = new ChartPicture(chart).image();
        double left = 2 * chart.getScreenXFromChart(first);
        double unit = (2 * chart.getScreenXFromChart(second) - left) / (second - first);
        var columns = new TreeSet<Double>();
        int y = 2 * 55;
        for (int x = 0; x < image.getWidth() - 1; x++) {
            if (new Color(image.getRGB(x, y)).equals(GRID)
                    && !new Color(image.getRGB(x + 1, y)).equals(GRID)) {
                columns.add(first + (x - left) / unit);
            }
        }
        return List.copyOf(columns);
    }

    @ParameterizedTest(name = "{0} points, {1} apart: every {2}")
    @CsvSource({"60, 1, 5", "1300, 1, 100", "99, 0.01, 0.1", "6, 31, 20", "3000, 0.000001, 0.0005"})
    @DisplayName("has round numbers at its axis, however far apart its points are:")
    void roundTicks(int points, double step, double tick) {
        List<Double> ticks = ticks(line(points, step), step, points * step);
        assertThat(ticks).hasSizeGreaterThan(4).allSatisfy(x ->
                assertThat(Math.abs(x / tick - Math.rint(x / tick))).isLessThan(0.05));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e3})
    @DisplayName("shows no point that its maker has not put there")
    void nothingMore(double step) {
        XYChart chart = line(3, step);
        int blue = count(new ChartPicture(chart).image(), ChartStyle.BLUE);
        assertThat(count(new ChartPicture(chart).image(), ChartStyle.BLUE)).isEqualTo(blue);
        assertThat(chart.getSeries("line").getXData()).containsExactly(step, 2 * step, 3 * step);
        assertThat(chart.getSeriesCollection()).filteredOn(series -> series.isShowInLegend())
                .hasSize(1);
    }

    private static int count(BufferedImage image, Color color) {
        return (int) IntStream.range(0, image.getWidth() * image.getHeight())
                .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth())
                        == color.getRGB()).count();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1 | 1", "1000 | 1,000", "0.01 | 0.01", "0.0001 | 0.0001",
        "1e6 | 10⁶", "1e13 | 10¹³", "1e-7 | 10⁻⁷"})
    @DisplayName("writes the numbers of a logarithmic axis short:")
    void powers(double value, String label) {
        assertThat(RoundTicks.label(value)).isEqualTo(label);
    }

    @Test
    @DisplayName("is white with round corners, on pages of any colour, as PNG and as SVG")
    void paper() throws IOException {
        XYChart chart = line(5, 1);
        chart.getSeries("line").setMarker(SeriesMarkers.CIRCLE);
        BufferedImage image = new ChartPicture(chart).image();
        int right = image.getWidth() - 1;
        int bottom = image.getHeight() - 1;
        for (int[] corner : new int[][] {{0, 0}, {right, 0}, {0, bottom}, {right, bottom}}) {
            assertThat(image.getRGB(corner[0], corner[1])).isEqualTo(TRANSPARENT);
        }
        assertThat(new Color(image.getRGB(20, bottom - 20))).isEqualTo(Color.WHITE);
        new ChartPicture(chart).write(folder, "line");
        assertThat(folder.resolve("line.png")).isNotEmptyFile();
        String svg = new String(new ChartPicture(chart).svg(), StandardCharsets.UTF_8);
        assertThat(svg).contains("rx=\"").contains("<ellipse");
    }
}

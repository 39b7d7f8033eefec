package llm.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.internal.chartpart.Chart;

@DisplayName("Charts in the book's dress")
class ChartsTest {

    @Test
    @DisplayName("a heat map has its first row at the top and its largest value darkest")
    void heatMapLooksLikeTheMatrix() {
        BufferedImage image = paint(Charts.heatMap("m", List.of("a", "b"), List.of("x", "y"),
                new float[][] {{1, 0}, {0, 0}}));
        int darkestX = 0;
        int darkestY = 0;
        int darkest = 255 * 3;
        for (int y = 0; y < image.getHeight(); y += 3) {
            for (int x = 0; x < image.getWidth(); x += 3) {
                Color colour = new Color(image.getRGB(x, y));
                int light = colour.getRed() + colour.getGreen() + colour.getBlue();
                if (colour.equals(new Color(0x5B97C9)) && light < darkest) {
                    darkest = light;
                    darkestX = x;
                    darkestY = y;
                }
            }
        }
        assertThat(darkestX).isBetween(1, image.getWidth() * 6 / 10);
        assertThat(darkestY).isBetween(1, image.getHeight() / 2);
    }

    @Test
    @DisplayName("a line counts its steps from 0, the last a thousandth off, and bars keep their order")
    void keepsData() {
        var line = Charts.line("t", "step", "loss", List.of(3.0, 2.0, 1.0));
        assertThat(line.getSeries("loss").getXData()).containsExactly(0.0, 1.0, 2.001);
        var bars = Charts.bars("t", "word", "count", List.of("b", "a"), List.of(5, 9));
        assertThat(bars.getSeries("count").getXData()).isEqualTo(List.of("b", "a"));
    }

    @Test
    @DisplayName("lying bars begin at the left and keep their order from the top")
    void laysBars() {
        BufferedImage image = paint(
                Charts.lyingBars("t", "count", List.of("long", "short"), List.of(9, 3)));
        int[] widths = IntStream.range(0, image.getHeight()).map(y -> (int) IntStream
                .range(0, image.getWidth())
                .filter(x -> new Color(image.getRGB(x, y)).equals(new Color(0x2F6DA3))).count())
                .filter(width -> width > 0).toArray();
        assertThat(widths[0]).isBetween(3 * widths[widths.length - 1] - 5,
                3 * widths[widths.length - 1] + 5);
    }

    private static BufferedImage paint(Chart<?, ?> chart) {
        var image = new BufferedImage(chart.getWidth(), chart.getHeight(),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        graphics.dispose();
        return image;
    }
}

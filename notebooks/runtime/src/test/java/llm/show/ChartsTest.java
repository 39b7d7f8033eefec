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
    @DisplayName("a line counts its steps from 0, and bars keep their order")
    void keepsData() {
        var line = Charts.line("t", "step", "loss", List.of(3.0, 2.0, 1.0));
        assertThat(line.getSeries("loss").getXData()).containsExactly(0.0, 1.0, 2.0);
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

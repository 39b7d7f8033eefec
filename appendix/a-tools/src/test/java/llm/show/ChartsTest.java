package llm.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Charts in the book's style")
class ChartsTest {
    @Test
    @DisplayName("have a title, named axes and a white background, and draw as PNG")
    void draw() {
        var lines = Charts.lines("loss", "step", "nats");
        lines.addSeries("training", new double[] {1, 2}, new double[] {3, 2});
        var bars = Charts.bars("sizes", "model", "MB");
        bars.addSeries("weights", List.of("a", "b"), List.of(1, 2));

        assertThat(lines.getXAxisTitle()).isEqualTo("step");
        assertThat(lines.getStyler().getChartBackgroundColor()).isEqualTo(Color.WHITE);
        assertThat(Rendering.of(lines).forms()).containsKey(Display.PNG);
        assertThat(Rendering.of(bars).text()).isEqualTo("[chart: sizes]");
    }
}

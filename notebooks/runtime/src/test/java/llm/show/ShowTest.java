package llm.show;

import static llm.show.Check.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

@DisplayName("Showing")
class ShowTest {
    private final List<Display> shown = new ArrayList<>();
    private final PrintStream out = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        Screen.install(shown::add);
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        Screen.install(null);
        System.setOut(out);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("a chart gives a picture twice as dense, with its title as text")
    void showsCharts() throws IOException {
        XYChart chart = new XYChartBuilder().width(300).height(200).title("Loss").build();
        chart.addSeries("loss", new double[] {0, 1}, new double[] {2, 1});
        ImageIO.setUseCache(true);
        Show.chart(chart);

        assertThat(ImageIO.getUseCache()).as("needs a temporary file").isFalse();
        Display display = shown.getFirst();
        assertThat(display.text()).isEqualTo("[chart: Loss]");
        byte[] png = Base64.getDecoder().decode(display.forms().get(Display.PNG));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getWidth()).isEqualTo(600);
        assertThat(image.getHeight()).isEqualTo(2 * (200 + 34));  // the title stands above
        assertThat(display.metadata()).hasToString(
                "{image/png={alt=chart: Loss, height=234, width=300}}");
    }

    @Test
    @DisplayName("a drawing is there as pixels, too, on white paper, with its title as text")
    void showsDrawings() throws IOException {
        Show.svg("""
                <svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><title>A bar</title>
                <rect x="10" y="0" width="5" height="20" fill="#ff0000"/></svg>""");

        Display display = shown.getFirst();
        assertThat(display.forms().keySet()).containsExactly(Display.SVG, Display.PNG,
                Display.TEXT);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(
                Base64.getDecoder().decode(display.forms().get(Display.PNG))));
        assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(60, 40);
        assertThat(image.getRGB(25, 20)).isEqualTo(0xffff0000);
        assertThat(List.of(image.getRGB(15, 20), image.getRGB(35, 20))).containsOnly(0xffffffff);
        assertThat(display.metadata().get(Display.PNG)).containsEntry("alt", "drawing: A bar")
                .containsEntry("width", 30);
    }

    @Test
    @DisplayName("what is no drawing is passed on as it is")
    void passesOnDrawings() {
        Show.svg("<svg");

        assertThat(shown.getFirst().forms()).containsEntry(Display.SVG, "<svg")
                .doesNotContainKey(Display.PNG);
    }

    @Test
    @DisplayName("a long table leaves out its middle and keeps both ends")
    void shortensTables() {
        int[] numbers = new int[120];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = 1_000 + i;
        }
        Show.table(Table.create("many", IntColumn.create("n", numbers),
                DoubleColumn.create("d", new double[120])));

        String html = shown.getFirst().forms().get(Display.HTML);
        assertThat(html).contains("<caption>many</caption>", "70 more rows", ">1000<", ">1024<",
                ">1095<", ">1119<").doesNotContain(">1025<", ">1094<");
        assertThat(html.lines().filter(line -> line.startsWith("<tr><td style"))).hasSize(50);
    }

    @Test
    @DisplayName("an array shows its elements")
    void showsArrays() {
        Show.value(new int[][] {{1, 2}, {3}});

        assertThat(shown.getFirst().text()).isEqualTo("[[1, 2], [3]]");
    }

    @Test
    @DisplayName("without a screen prints the text")
    void printsText() {
        Screen.install(null);
        Show.html("<b>bold</b>", "bold");
        Show.svg("<svg><title>The mask</title></svg>");

        assertThat(printed()).isEqualToNormalizingNewlines("bold\n[drawing: The mask]\n");
    }

    @Test
    @DisplayName("needs a text for whoever cannot show more")
    void needsText() {
        assertThatThrownBy(() -> new Display(new LinkedHashMap<>()))
                .hasMessage("forms must hold text/plain, got []");
    }

    @Test
    @DisplayName("progress rewrites one line and says nothing about time")
    void showsProgress() {
        try (ProgressLine line = Show.progress("Training", 4)) {
            for (int step = 1; step <= 4; step++) {
                line.reached(step, "loss " + (5 - step));
            }
        }

        assertThat(printed().split("\r")).startsWith("")
                .contains("Training ██████░░░░░░░░░░░░░░░░░░ 1 of 4  loss 4");
        assertThat(printed()).endsWith("Training ████████████████████████ 4 of 4  loss 1"
                + System.lineSeparator());
        assertThatThrownBy(() -> Show.progress("Training", 0))
                .hasMessage("total must be at least 1, got 0");
    }

    @Test
    @DisplayName("finds a kernel of JJava's family by reflection")
    void findsAKernel() {
        Screen.install(null);
        assertThatThrownBy(BaseKernel::notebookKernel).isInstanceOf(NullPointerException.class);
        assertThat(Screen.current()).isNotInstanceOf(KernelScreen.class);
    }

    @Nested
    @DisplayName("a check")
    class Checks {
        @Test
        @DisplayName("prints what holds")
        void passes() {
            check("rows sum to 1", true);
            check("loss", 2.31, 2.3, 0.02);
            check("weights", new float[] {1, 2}, new float[] {1, 2.01f}, 0.1);
            check("shape", new int[] {2, 3}, new int[] {2, 3});
            check("count", 5L, 5);

            assertThat(printed().lines()).containsExactly("✓ rows sum to 1", "✓ loss",
                    "✓ weights", "✓ shape", "✓ count");
        }

        @Test
        @DisplayName("throws with both values where it does not hold")
        void fails() {
            assertThatThrownBy(() -> check("rows", false)).isInstanceOf(CheckFailed.class)
                    .hasMessage("rows: it does not hold");
            assertThatThrownBy(() -> check("loss", Double.NaN, 2.3, 0.1))
                    .hasMessage("loss: expected 2.3 ± 0.1, got NaN");
            assertThatThrownBy(() -> check("w", new float[] {1, 5}, new float[] {1, 2}, 0.1))
                    .hasMessage("w: expected 2.0 ± 0.1 at position 1, got 5.0");
            assertThatThrownBy(() -> check("w", new float[1], new float[2], 0.1))
                    .hasMessage("w: expected 2 numbers, got 1");
            assertThatThrownBy(() -> check("shape", new int[] {2}, new int[] {3}))
                    .hasMessage("shape: expected [3], got [2]");
            assertThatThrownBy(() -> check("name", "a", null))
                    .hasMessage("name: expected null, got a");
            assertThat(printed()).isEmpty();
        }
    }
}

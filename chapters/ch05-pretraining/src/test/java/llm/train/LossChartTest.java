package llm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.SAXException;

@DisplayName("A loss chart")
class LossChartTest {
    private static final int BLUE = 0xff2f6da3;              // the training loss
    private static final int ORANGE = 0xffc8642b;            // the validation loss
    @TempDir
    private Path folder;

    /// @param evalEvery 0 for no validation loss at all
    private static TrainingLog log(int steps, int evalEvery) {
        TrainingLog log = new TrainingLog();
        for (int step = 1; step <= steps; step++) {
            double validation = evalEvery > 0 && step % evalEvery == 0
                    ? 2.5 + 4.0 / step : Double.NaN;
            log.add(new TrainingLog.Row(step, step * 4_096L, 1e-3, 2 + 5.0 / step, 1, validation,
                    1_000));
        }
        return log;
    }

    private static long pixels(byte[] png, int color) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        return Stream.iterate(0, i -> i + 1).limit((long) image.getWidth() * image.getHeight())
                .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) == color)
                .count();
    }

    @Test
    @DisplayName("needs no temporary file, which is also what it cannot have while the JVM ends")
    void needsNoCache() throws IOException {
        ImageIO.setUseCache(true);
        new LossChart(log(9, 3), OptionalDouble.empty()).picture(LossChart.Axis.STEPS).png();

        assertThat(ImageIO.getUseCache()).isFalse();
    }

    @Test
    @DisplayName("is whole when each of its files is there")
    void isWhole() throws IOException {
        assertThat(LossChart.isWritten(folder, "loss")).isFalse();
        new LossChart(log(9, 3), OptionalDouble.empty()).write(folder, "loss");
        assertThat(LossChart.isWritten(folder, "loss")).isTrue();
        Files.delete(folder.resolve("loss-tokens.svg"));
        assertThat(LossChart.isWritten(folder, "loss")).isFalse();
    }

    @Test
    @DisplayName("is written as PNG and SVG, over steps and over tokens")
    void files() throws IOException, ParserConfigurationException, SAXException {
        new LossChart(log(100, 10), OptionalDouble.of(1.5)).write(folder.resolve("new"), "loss");
        DocumentBuilderFactory xml = DocumentBuilderFactory.newInstance();
        xml.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        for (String name : new String[] {"loss", "loss-tokens"}) {
            BufferedImage image = ImageIO.read(folder.resolve("new/" + name + ".png").toFile());
            assertThat(image.getWidth()).isEqualTo(1400);
            assertThat(image.getHeight()).isEqualTo(720);
            byte[] svg = Files.readAllBytes(folder.resolve("new/" + name + ".svg"));
            assertThat(xml.newDocumentBuilder().parse(new ByteArrayInputStream(svg))
                    .getDocumentElement().getTagName()).isEqualTo("svg");
        }
        assertThat(folder.resolve("new")).isDirectoryNotContaining("glob:**.part");
    }

    @ParameterizedTest(name = "{0} steps, evaluated every {1}")
    @CsvSource({"1, 0", "1, 1", "40, 10", "3000, 0", "3000, 500"})
    @DisplayName("shows the training loss, and the validation loss where there is one:")
    void series(int steps, int evalEvery) throws IOException {
        LossChart chart = new LossChart(log(steps, evalEvery), OptionalDouble.empty());
        for (LossChart.Axis axis : LossChart.Axis.values()) {
            byte[] png = chart.picture(axis).png();
            assertThat(pixels(png, BLUE)).isPositive();
            assertThat(pixels(png, ORANGE) > 0).isEqualTo(evalEvery > 0);
        }
    }

    @Test
    @DisplayName("of nothing cannot be drawn")
    void empty() {
        assertThatThrownBy(() -> new LossChart(new TrainingLog(), OptionalDouble.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a log must have a step to be drawn, got none");
    }
}

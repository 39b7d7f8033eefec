package llm.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.SAXException;

@DisplayName("A training log")
class TrainingLogTest {
    @TempDir
    private Path folder;

    private static TrainingLog log() {
        TrainingLog log = new TrainingLog();
        for (int step = 1; step <= 20; step++) {
            log.add(new TrainingLog.Row(step, step * 64L, 1e-3 / 3 * step, 5.0 / step, 0.1 * step,
                    step % 5 == 0 ? 5.5 / step : Double.NaN, 1_000.0 / 3));
        }
        return log;
    }

    @Test
    @DisplayName("reads back exactly what it wrote")
    void roundTrip() throws IOException {
        log().writeCsv(folder.resolve("log.csv"));
        assertThat(TrainingLog.readCsv(folder.resolve("log.csv")).rows()).isEqualTo(log().rows());
        Files.writeString(folder.resolve("other.csv"), "a,b\n");
        assertThatThrownBy(() -> TrainingLog.readCsv(folder.resolve("other.csv")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("got \"a,b\"");
    }

    @Test
    @DisplayName("is a Tablesaw table with a row for each step")
    void table() {
        assertThat(log().table().rowCount()).isEqualTo(20);
        assertThat(log().table().columnNames()).containsExactly("step", "tokens", "learning rate",
                "training loss", "gradient norm", "validation loss", "tokens per second");
        assertThat(log().table().doubleColumn("training loss").get(3)).isEqualTo(1.25);
        assertThat(log().table().doubleColumn("validation loss").countMissing()).isEqualTo(16);
    }

    @Test
    @DisplayName("is drawn as PNG and SVG, over steps and over tokens")
    void chart() throws IOException, ParserConfigurationException, SAXException {
        new LossChart(log(), OptionalDouble.of(0.5)).write(folder, "loss");
        for (String name : new String[] {"loss", "loss-tokens"}) {
            var image = ImageIO.read(folder.resolve(name + ".png").toFile());
            assertThat(image.getWidth()).isEqualTo(900);
            var svg = DocumentBuilderFactory.newInstance();
            svg.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            var root = svg.newDocumentBuilder().parse(new ByteArrayInputStream(
                    Files.readAllBytes(folder.resolve(name + ".svg")))).getDocumentElement();
            assertThat(root.getTagName()).isEqualTo("svg");
        }
    }
}

package llm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A chart of lengths")
class LengthChartTest {
    private static final int FILL = 0xffa9c4db;

    private static int pixels(byte[] png, int color) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        return (int) IntStream.range(0, image.getWidth() * image.getHeight())
                .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) == color)
                .count();
    }

    @Test
    @DisplayName("has a bar for each length, or for a few where there are many")
    void bars() {
        LengthChart few = new LengthChart(3, 1, 3, 5);
        assertThat(few.barWidth()).isEqualTo(1);
        assertThat(few.bars()).containsExactly(0, 1, 0, 2, 0, 1);
        LengthChart many = new LengthChart(0, 2, 3, 119);    // 120 lengths in 40 bars
        assertThat(many.barWidth()).isEqualTo(3);
        assertThat(many.bars()).hasSize(40).startsWith(2, 1, 0).endsWith(0, 1);
        assertThat(new LengthChart(0, 120).barWidth()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 39, 40, 1_000})
    @DisplayName("can be drawn of lengths up to")
    void drawn(int longest) throws IOException {
        byte[] png = new LengthChart(0, longest, longest).picture().png();
        assertThat(pixels(png, FILL)).isGreaterThan(100);
    }

    @Test
    @DisplayName("is written as PNG and SVG")
    void files(@TempDir Path folder) throws IOException {
        new LengthChart(3, 1, 3, 5).picture().write(folder, "lengths");
        assertThat(ImageIO.read(folder.resolve("lengths.png").toFile()).getWidth()).isEqualTo(1400);
        assertThat(Files.readString(folder.resolve("lengths.svg"), StandardCharsets.UTF_8))
                .contains("<svg", "fill:rgb(169,196,219)");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    @DisplayName("of nothing cannot be drawn")
    void empty() {
        assertThatThrownBy(LengthChart::new).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lengths must have one to be drawn, got none");
    }
}

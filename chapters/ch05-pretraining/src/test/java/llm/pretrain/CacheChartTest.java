package llm.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import llm.model.CacheSize;
import llm.tensor.file.ElementType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A chart of caches")
class CacheChartTest {
    private static final Pattern LINE_COLOR =
            Pattern.compile("stroke:(rgb\\([0-9,]+\\));[^\"]*stroke-width:2;");

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 3, 8})
    @DisplayName("has a line of its own colour for each:")
    void lines(int count) throws IOException {
        List<CacheSize> sizes = CacheSize.published().subList(0, count);
        String svg = new String(new CacheChart(sizes, ElementType.BF16).picture().svg(),
                StandardCharsets.UTF_8);
        assertThat(LINE_COLOR.matcher(svg).results().map(found -> found.group(1)).distinct())
                .hasSize(count);
    }

    @Test
    @DisplayName("can be a PNG")
    void png() throws IOException {
        ImageIO.setUseCache(true);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(
                new CacheChart(CacheSize.published(), ElementType.F32).picture().png()));
        assertThat(ImageIO.getUseCache()).as("needs a temporary file").isFalse();
        assertThat(image.getWidth()).isEqualTo(1400);
        assertThat(image.getHeight()).isEqualTo(720);
    }

    @Test
    @DisplayName("of nothing cannot be drawn")
    void empty() {
        assertThatThrownBy(() -> new CacheChart(List.of(), ElementType.F32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a chart must have a cache to draw, got none");
    }
}

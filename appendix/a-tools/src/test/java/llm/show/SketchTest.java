package llm.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A sketch")
class SketchTest {
    @Test
    @DisplayName("has its title, its boxes with their texts in the middle, and its arrows")
    void draws() {
        String svg = new Sketch("a & b", 200, 50)
                .box(10, 10, 80, "norm", Sketch.Color.NORM).arrow(90, 26, 120, 26).svg();
        assertThat(svg).contains("<title>a &amp; b</title>", "x=\"50\" y=\"31\"", ">norm<",
                "M 90 26 L 120 26", "width=\"200\" height=\"50\"");
    }
}

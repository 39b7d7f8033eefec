package llm.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import llm.show.MarkGrid.Mark;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A grid of marks")
class MarkGridTest {
    private final MarkGrid grid = new MarkGrid("Two of three")
            .row("One", List.of(new Mark("1.1", 1), new Mark("1.2", 0.5)))
            .row("Twenty", List.of(new Mark("2.1", 0)));

    @Test
    @DisplayName("fills each square from the bottom, as far as it was reached")
    void draws() {
        assertThat(grid.svg()).contains("<title>Two of three</title>", ">1.2</text>",
                "height=\"20.0\" rx=\"5\" fill=\"#e8b26a\"",            // half of 40
                "height=\"40.0\" rx=\"5\" fill=\"#5fa860\"");
    }

    @Test
    @DisplayName("can be read as text")
    void writes() {
        assertThat(grid.text()).isEqualTo("""
                Two of three
                One     ■ ◧
                Twenty  □""");
    }

    @Test
    @DisplayName("takes shares from 0 to 1")
    void refuses() {
        assertThatThrownBy(() -> new Mark("x", Double.NaN)).hasMessageContaining("got NaN");
    }
}

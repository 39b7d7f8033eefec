package llm.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Charts in the book's dress")
class ChartsTest {

    @Test
    @DisplayName("a line counts its steps from 0, the last a thousandth off, and bars keep their order")
    void keepsData() {
        var line = Charts.line("t", "step", "loss", List.of(3.0, 2.0, 1.0));
        assertThat(line.getSeries("loss").getXData()).containsExactly(0.0, 1.0, 2.001);
        var bars = Charts.bars("t", "word", "count", List.of("b", "a"), List.of(5, 9));
        assertThat(bars.getSeries("count").getXData()).isEqualTo(List.of("b", "a"));
    }
}

package llm.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A patch")
class PatchTest {
    private static final Patch HALF = Patch.of("halves", "llm/Mean.java", "sum / n", "sum / 2")
            .failsIn("ch01", "4");

    @Test
    @DisplayName("replaces its text")
    void replaces() {
        assertThat(HALF.applyTo("return sum / n;")).isEqualTo("return sum / 2;");
    }

    @Test
    @DisplayName("says so where the library no longer has its text")
    void wantsItsText() {
        assertThatThrownBy(() -> HALF.applyTo("return total / n;"))
                .hasMessage("llm/Mean.java must have the text \"sum / n\" exactly once, "
                        + "got it nowhere: bring the patch up to date");
    }

    @Test
    @DisplayName("refuses a text that stands in two places")
    void wantsOnePlace() {
        assertThatThrownBy(() -> HALF.applyTo("sum / n + sum / n"))
                .hasMessageContaining("got it several times");
    }
}

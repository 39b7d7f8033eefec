package llm.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import llm.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A check of tensors")
class CheckTest {
    private static final Tensor TENSOR = Tensor.of(new float[][] {{1, 2}});
    private final PrintStream out = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(out);
    }

    @Test
    @DisplayName("passes within the tolerance and names the first number outside")
    void compares() {
        Tensor near = TENSOR.add(0.01);

        assertThatCode(() -> Check.check("near", near, TENSOR, 0.02)).doesNotThrowAnyException();
        assertThat(printed.toString(StandardCharsets.UTF_8).strip()).isEqualTo("✓ near");
        assertThatThrownBy(() -> Check.check("equal", near, TENSOR, 0.001))
                .isInstanceOf(CheckFailed.class)
                .hasMessageStartingWith("equal: expected 1.0 ± 0.001 at position 0, got 1.01");
    }

    @Test
    @DisplayName("wants the same shape, not only the same numbers")
    void comparesShapes() {
        assertThatThrownBy(() -> Check.check("equal", TENSOR.reshape(2, 1), TENSOR, 0))
                .isInstanceOf(CheckFailed.class)
                .hasMessage("equal: expected shape [1, 2], got [2, 1]");
    }
}

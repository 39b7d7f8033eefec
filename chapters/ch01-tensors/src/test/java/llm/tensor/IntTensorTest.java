package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A tensor of whole numbers")
class IntTensorTest {

    @Test
    @DisplayName("holds values in a shape")
    void values() {
        IntTensor ids = IntTensor.of(new int[][] {{1, 2, 3}, {4, 5, 6}});
        assertThat(ids.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(ids.size(-1)).isEqualTo(3);
        assertThat(ids.count()).isEqualTo(6);
        assertThat(ids.values()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(IntTensor.of(new int[0][]).shape()).isEqualTo(Shape.of(0, 0));
        assertThat(IntTensor.of(new int[] {7}).shape()).isEqualTo(Shape.of());
    }

    @Test
    @DisplayName("prints its shape and its first values")
    void printing() {
        assertThat(IntTensor.of(new int[] {4, -1}, 2)).hasToString("IntTensor[2] [4, -1]");
        assertThat(IntTensor.of(new int[13], 13)).hasToString(
                "IntTensor[13] [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, …]");
    }

    @Test
    @DisplayName("says what is wrong with shapes and values")
    void errors() {
        assertThatThrownBy(() -> IntTensor.of(new int[3], 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [2, 2] must hold 4 values, got 3");
        assertThatThrownBy(() -> IntTensor.of(new int[][] {{1, 2}, {3}}))
                .hasMessage("rows must have one length, got 2 and 1");
        assertThatThrownBy(() -> IntTensor.of(new int[] {0, 9, -2}, 3).requireBelow(9, "id"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("id must be in [0, 9), got 9");
        assertThatThrownBy(() -> IntTensor.of(new int[] {-2}, 1).requireBelow(9, "target"))
                .hasMessage("target must be in [0, 9), got -2");
    }
}

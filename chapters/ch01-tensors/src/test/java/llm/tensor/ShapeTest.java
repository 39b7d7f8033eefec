package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A shape")
class ShapeTest {
    private final Shape shape = Shape.of(2, 3, 4);

    @Test
    @DisplayName("counts axes, values and rows")
    void counts() {
        assertThat(shape.rank()).isEqualTo(3);
        assertThat(shape.elements()).isEqualTo(24);
        assertThat(shape.elements(1, 3)).isEqualTo(12);
        assertThat(shape.rows()).isEqualTo(6);
        assertThat(shape.size(-1)).isEqualTo(4);
        assertThat(shape.axis(-3)).isZero();
        assertThat(shape.strides()).containsExactly(12, 4, 1);
        assertThat(Shape.of().elements()).isEqualTo(1);
        assertThat(Shape.of(5).rows()).isEqualTo(1);
        assertThat(Shape.of(3, 0, 2).elements()).isZero();
        assertThat(Shape.of(50_000, 50_000).elements()).isEqualTo(2_500_000_000L);
    }

    @Test
    @DisplayName("changes or loses one axis, and stays as it is itself")
    void derived() {
        assertThat(shape.with(1, 7)).isEqualTo(Shape.of(2, 7, 4));
        assertThat(shape.with(-1, 1)).isEqualTo(Shape.of(2, 3, 1));
        assertThat(shape.without(0)).isEqualTo(Shape.of(3, 4));
        assertThat(shape.without(-1)).isEqualTo(Shape.of(2, 3));
        shape.toArray()[0] = 9;
        assertThat(shape).isEqualTo(Shape.of(2, 3, 4)).hasSameHashCodeAs(Shape.of(2, 3, 4))
                .isNotEqualTo(Shape.of(2, 3)).hasToString("[2, 3, 4]");
        int[] extents = {1, 2};
        Shape copied = Shape.of(extents);
        extents[0] = 5;
        assertThat(copied).isEqualTo(Shape.of(1, 2));
    }

    @Test
    @DisplayName("stretches to a common one, aligned at the last axis")
    void broadcast() {
        assertThat(Shape.broadcast(Shape.of(2, 3), Shape.of(3))).isEqualTo(Shape.of(2, 3));
        assertThat(Shape.broadcast(Shape.of(4, 1), Shape.of(3))).isEqualTo(Shape.of(4, 3));
        assertThat(Shape.broadcast(Shape.of(), Shape.of(2))).isEqualTo(Shape.of(2));
        assertThat(Shape.broadcast(Shape.of(1), Shape.of(0))).isEqualTo(Shape.of(0));
        assertThat(Shape.broadcast(Shape.of(5, 1, 2), Shape.of(3, 1))).isEqualTo(Shape.of(5, 3, 2));
    }

    @Test
    @DisplayName("says which axis or extent is wrong")
    void errors() {
        assertThatThrownBy(() -> Shape.of(2, -1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("every extent must be 0 or more, and all values at most 2^61, "
                        + "got [2, -1]");
        assertThatThrownBy(() -> Shape.of(65_536, 65_536, 65_536, 65_536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("every extent must be 0 or more, and all values at most 2^61, "
                        + "got [65536, 65536, 65536, 65536]");
        assertThat(Shape.of(1 << 30, 1 << 30, 2).elements()).isEqualTo(1L << 61);
        assertThatThrownBy(() -> shape.size(3)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("axis must be in [-3, 3) for shape [2, 3, 4], got 3");
        assertThatThrownBy(() -> shape.without(-4))
                .hasMessage("axis must be in [-3, 3) for shape [2, 3, 4], got -4");
        assertThatThrownBy(() -> Shape.broadcast(Shape.of(2, 3), Shape.of(2)))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("shapes must agree from "
                        + "the last axis on, or have 1 there, got [2, 3] and [2]");
    }
}

package llm.exercise;

import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Set;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An expectation")
class ExpectTest {
    private static WrongAnswer wrongAnswer(Expect expectation, Object expected,
            double tolerance) {
        return catchThrowableOfType(WrongAnswer.class,
                () -> expectation.toBe(expected, tolerance));
    }

    private static WrongAnswer.Told wrong(Expect expectation, Object expected, double tolerance) {
        return wrongAnswer(expectation, expected, tolerance).told(Set.of());
    }

    @Test
    @DisplayName("accepts what is close enough, in arrays, lists, maps and tensors")
    void acceptsCloseValues() {
        assertThatCode(() -> {
            expect("x", 1.0000001).toBe(1, 1e-6);
            expect("x", new float[][] {{1, 2}, {3}}).toBe(new double[][] {{1, 2}, {3}});
            expect("x", List.of(1, "a")).toBe(List.of(1, "a"));
            expect("x", Map.of("a", 1)).toBe(Map.of("a", 1));
            expect("x", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2))
                    .toBe(new float[][] {{1, 2}, {3, 4}});
            expect("x", Double.NaN).toBe(Double.NaN);
            expect("x", Double.NEGATIVE_INFINITY).toBe(Double.NEGATIVE_INFINITY, 1e-6);
        }).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("says where values differ first")
    void saysWhere() {
        assertThat(wrong(expect("the rows", new float[][] {{1, 2}, {3, 5}}),
                new float[][] {{1, 2}, {3, 4}}, 1e-6).detail())
                .isEqualTo("at [1, 1] expected 4.0, got 5.0");
        assertThat(wrong(expect("the rows", new float[] {1}), new float[] {1, 2}, 0).detail())
                .isEqualTo("expected 2 values, got 1");
        assertThat(wrong(expect("x", Tensor.of(new float[] {1, 2}, 1, 2)), new float[] {1, 2}, 0)
                .detail()).isEqualTo("expected 2 values, got 1");
        assertThat(wrong(expect("x", Double.NaN), 1.0, 1e9).detail()).contains("got NaN");
    }

    @Test
    @DisplayName("looks at no more of a large value than it must")
    void looksAtLittle() {
        Tensor rows = Tensor.of(new float[0], Integer.MAX_VALUE, 0);
        assertThat(wrong(expect("x", rows), new float[][] {{1}}, 0).detail())
                .isEqualTo("expected 1 values, got 2147483647");
        assertThat(wrong(expect("x", rows), 1.0, 0).detail())
                .startsWith("expected 1.0, got [[], [], [").endsWith(" …").hasSizeLessThan(250);
    }

    @Test
    @DisplayName("names the mistake that gives the same, and no other")
    void namesTheMistake() {
        Expect three = expect("the sum", 3).mistake("sum-a", "words of a", 2)
                .mistake("sum-b", "words of b", 3);
        WrongAnswer.Told known = wrong(three, 4, 0);
        assertThat(known.misconception()).isEqualTo("sum-b");
        assertThat(known.words()).isEqualTo("words of b");
        assertThat(known.detail()).isEqualTo("the sum: expected 4, got 3");

        WrongAnswer.Told unknown = wrong(expect("the sum", 5).mistake("sum-a", "words of a", 2), 4, 0);
        assertThat(unknown.misconception()).isNull();
        assertThat(unknown.words()).isEqualTo("not right: the sum");
    }

    @Test
    @DisplayName("names no mistake that another test has ruled out, but the next that is possible")
    void namesNoMistakeRuledOut() {
        WrongAnswer small = wrongAnswer(expect("the sum", 3).mistake("sum-a", "words of a", 3)
                .mistake("sum-b", "words of b", 3), 4, 0);
        WrongAnswer large = wrongAnswer(expect("the sum", 70).mistake("sum-a", "words of a", 60)
                .mistakeIf(false, "sum-sign", "words"), 80, 0);

        assertThat(small.ruledOut()).isEmpty();
        assertThat(large.ruledOut()).containsExactlyInAnyOrder("sum-a", "sum-sign");
        assertThat(small.told(Set.of()).misconception()).isEqualTo("sum-a");
        assertThat(small.told(large.ruledOut()).misconception()).isEqualTo("sum-b");
        assertThat(small.told(Set.of("sum-a", "sum-b")))
                .isEqualTo(new WrongAnswer.Told(null, "not right: the sum",
                        "expected 4, got 3"));
    }

    @Test
    @DisplayName("does not take what is right for a mistake")
    void rightIsNoMistake() {
        assertThatCode(() -> expect("x", 4).mistake("x-a", "words", 4).toBe(4))
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("names a mistake by a sign, if the answer is wrong")
    void namesBySign() {
        assertThat(wrong(expect("x", 5).mistakeIf(true, "x-sign", "words"), 4, 0).misconception())
                .isEqualTo("x-sign");
        assertThat(wrong(expect("x", 5).mistakeIf(false, "x-sign", "words"), 4, 0)
                .misconception()).isNull();
    }

    @Test
    @DisplayName("of a refusal holds for an IllegalArgumentException alone")
    void expectsRefusals() {
        assertThatCode(() -> expectRefusal("none", () -> {
            throw new IllegalArgumentException();
        })).doesNotThrowAnyException();
        assertThatThrownBy(() -> expectRefusal("none", () -> { }))
                .isInstanceOf(WrongAnswer.class).hasMessageContaining("nothing was thrown");
        assertThatThrownBy(() -> expectRefusal("none", () -> {
            throw new NullPointerException();
        })).isInstanceOf(WrongAnswer.class).hasMessageContaining("NullPointerException");
        assertThatThrownBy(() -> expectRefusal("none", () -> {
            throw new ExerciseNotDone("Exercise 1.1");
        })).isInstanceOf(ExerciseNotDone.class);
    }
}

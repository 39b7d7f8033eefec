import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 3.1: the causal mask")
class Ex31CausalMaskTest {
    @Test
    @DisplayName("three tokens give the mask in the text")
    void givesTheWorkedExample() {
        mask("the mask of three tokens", 3)
                .toBe(new float[][] {{0, 1, 1}, {0, 0, 1}, {0, 0, 0}});
    }

    @Test
    @DisplayName("one token sees itself")
    void oneTokenSeesItself() {
        mask("the mask of one token", 1).toBe(new float[][] {{0}});
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("hides all of the future, and nothing else, for any number of tokens")
    void hidesTheFuture(RandomGenerator random) {
        int tokens = random.nextInt(5, 40);
        mask("a mask of more tokens", tokens).toBe(ones(tokens, 1));
    }

    @Test
    @DisplayName("refuses fewer than one token")
    void refusesNoTokens() {
        expectRefusal("a mask of 0 tokens", () -> Ex31CausalMask.causalMask(0));
        expectRefusal("a mask of -1 tokens", () -> Ex31CausalMask.causalMask(-1));
    }

    private static Expect mask(String what, int tokens) {
        return expect(what, Ex31CausalMask.causalMask(tokens))
                .mistake("mask-hides-itself", "the diagonal is hidden, too, but a token may attend "
                        + "to itself", ones(tokens, 0))
                .mistake("mask-hides-the-past", "the past is hidden and the future is not: a row "
                        + "is a query, a column a key", transposed(ones(tokens, 1)))
                .mistake("mask-lets-the-next-through", "the next token is still seen: the mask "
                        + "begins one place too late", ones(tokens, 2));
    }

    /// Ones from `offset` places behind the diagonal on.
    private static float[][] ones(int tokens, int offset) {
        float[][] mask = new float[tokens][tokens];
        for (int query = 0; query < tokens; query++) {
            for (int key = query + offset; key < tokens; key++) {
                mask[query][key] = 1;
            }
        }
        return mask;
    }

    private static float[][] transposed(float[][] mask) {
        float[][] turned = new float[mask.length][mask.length];
        for (int i = 0; i < mask.length; i++) {
            for (int j = 0; j < mask.length; j++) {
                turned[i][j] = mask[j][i];
            }
        }
        return turned;
    }
}

import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import llm.tensor.RandomState;
import llm.tensor.layer.Linear;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 1.6: counting parameters")
class Ex16ParameterCountTest {
    @Test
    @DisplayName("the network in the text has 752 parameters")
    void countsTheWorkedExample() {
        count("2, 30, 20, 2", 2, 30, 20, 2).toBe(752);
    }

    @Test
    @DisplayName("a single layer, and the network of the notebook")
    void countsOtherNetworks() {
        count("3, 1", 3, 1).toBe(4);
        count("2, 16, 2", 2, 16, 2).toBe(82);
    }

    @Test
    @DisplayName("more parameters than an int holds")
    void countsLargeNetworks() {
        count("50257, 50257", 50257, 50257).toBe(2_525_816_306L);
        count("70000, 70000, 10", 70_000, 70_000, 10).toBe(4_900_770_010L);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("counts what the library's layers have, for any chain")
    void countsAnyChain(RandomGenerator random) {
        int[] widths = random.ints(random.nextInt(3, 8), 1, 40).toArray();
        long expected = 0;
        for (int i = 1; i < widths.length; i++) {
            expected += new Linear(widths[i - 1], widths[i], true, new RandomState(1))
                    .parameterCount();
        }
        count("a longer chain", widths).toBe(expected);
    }

    @Test
    @DisplayName("refuses what is no chain of layers")
    void refusesNoChain() {
        expectRefusal("no widths", () -> Ex16ParameterCount.parameters(new int[0]));
        expectRefusal("a single width", () -> Ex16ParameterCount.parameters(new int[] {5}));
        expectRefusal("a width of 0", () -> Ex16ParameterCount.parameters(new int[] {5, 0, 2}));
        expectRefusal("a last width of -1", () ->
                Ex16ParameterCount.parameters(new int[] {5, -1}));
    }

    private static Expect count(String what, int... widths) {
        long weights = 0;
        int overflowing = 0;
        for (int i = 1; i < widths.length; i++) {
            weights += (long) widths[i - 1] * widths[i];
            overflowing += (widths[i - 1] + 1) * widths[i];
        }
        long units = Arrays.stream(widths).asLongStream().sum();
        return expect("the parameters of " + what, Ex16ParameterCount.parameters(widths))
                .mistake("parameters-without-biases", "the biases are missing: each output of a "
                        + "layer has one", weights)
                .mistake("parameters-bias-for-each-input", "each layer has a bias for each input, "
                        + "but a bias belongs to an output", weights + units
                        - widths[widths.length - 1])
                .mistake("parameters-bias-for-each-unit", "the inputs of the network have biases, "
                        + "too, but only outputs of layers have them", weights + units)
                .mistake("parameters-one-bias-for-each-layer", "each layer has a single bias, but "
                        + "each of its outputs has one", weights + widths.length - 1)
                .mistake("parameters-overflow", "the count overflows an int: multiply as long",
                        overflowing);
    }
}

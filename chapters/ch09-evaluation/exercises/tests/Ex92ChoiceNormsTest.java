import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 9.2: which choice wins")
class Ex92ChoiceNormsTest {
    private static final Choices EXAMPLE = new Choices(new double[] {-9, -10, -4, -8},
            new String[] {"certainly", "12345", "no", "да, да"}, new int[] {2, 5, 1, 3});

    @Test
    @DisplayName("the four choices of the table have four winners")
    void givesTheWorkedExample() {
        winners("the winners of the table", EXAMPLE).toBe(new int[] {2, 0, 3, 1});
    }

    @Test
    @DisplayName("an owl is one character, though it takes two units of UTF-16")
    void countsCodePoints() {
        winners("the winners of four owls and a name", new Choices(new double[] {-5, -6},
                new String[] {"🦉🦉🦉🦉", "an owl"}, new int[] {5, 2}))
                .toBe(new int[] {0, 1, 0, 0});
    }

    @Test
    @DisplayName("the first of equal ones wins")
    void takesTheFirst() {
        winners("the winners of equal choices", new Choices(new double[] {-6, -4, -4, -4},
                new String[] {"up", "in", "on", "at"}, new int[] {1, 1, 1, 1}))
                .toBe(new int[] {1, 1, 1, 1});
    }

    @Test
    @DisplayName("the blank before a choice in the prompt does not count")
    void countsNoBlank() {
        winners("the winners of one letter and four", new Choices(new double[] {-3, -10},
                new String[] {"a", "abcd"}, new int[] {1, 1})).toBe(new int[] {0, 1, 1, 0});
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any choices")
    void anyChoices(RandomGenerator random) {
        String[] parts = {"a", "é", "語", "🦉", " b", "т"};
        for (int i = 0; i < 12; i++) {
            int count = random.nextInt(3, 9);
            String[] texts = IntStream.range(0, count).mapToObj(j -> "x" + parts[random
                    .nextInt(parts.length)].repeat(random.nextInt(1, 12))).toArray(String[]::new);
            var choices = new Choices(random.doubles(count, -12, -3).toArray(), texts,
                    random.ints(count, 1, 7).toArray());
            winners("the winners of other choices", choices).toBe(choices.winners());
        }
    }

    private record Choices(double[] logProbs, String[] texts, int[] tokens) {

        int[] answered() {
            return Ex92ChoiceNorms.winners(logProbs, texts, tokens);
        }

        int[] winners() {
            return winners(Choices::characters, Choices::bytes, Comparator.naturalOrder());
        }

        int[] winners(ToIntFunction<String> characters, ToIntFunction<String> bytes,
                Comparator<Double> order) {
            int[][] divisors = {tokens.clone(), each(characters), each(bytes), tokens};
            Arrays.fill(divisors[0], 1);
            return Arrays.stream(divisors).mapToInt(divisor -> IntStream.range(0, texts.length)
                    .boxed().max(Comparator.comparing(i -> logProbs[i] / divisor[i], order))
                    .orElseThrow()).toArray();
        }

        private int[] each(ToIntFunction<String> size) {
            return Arrays.stream(texts).mapToInt(size).toArray();
        }

        static int characters(String text) {
            return text.codePointCount(0, text.length());
        }

        /// From what each code point takes in UTF-8.
        static int bytes(String text) {
            return text.codePoints().map(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
                    .sum();
        }

        Choices turned() {
            int[] last = IntStream.iterate(texts.length - 1, i -> i >= 0, i -> i - 1).toArray();
            return new Choices(Arrays.stream(last).mapToDouble(i -> logProbs[i]).toArray(),
                    Arrays.stream(last).mapToObj(i -> texts[i]).toArray(String[]::new),
                    Arrays.stream(last).map(i -> tokens[i]).toArray());
        }

        int[] lastOfEquals() {
            return Arrays.stream(turned().winners()).map(i -> texts.length - 1 - i).toArray();
        }
    }

    /// On these, no two of the mistakes below have the same winners.
    private static final Choices PROBE = new Choices(
            new double[] {-9, -7.5, -7.5, -9.7, -10, -1.2, -1.2, -8},
            new String[] {"certainly", "🦉🦉🦉🦉", "🦉🦉🦉🦉", "about ten ", "12345", "é", "è",
                "да, да"}, new int[] {2, 5, 5, 3, 9, 1, 1, 3});

    private static Expect winners(String what, Choices choices) {
        int[] probed = PROBE.answered();
        Comparator<Double> order = Comparator.naturalOrder();
        return expect(what, choices.answered())
                .mistakeIf(Arrays.equals(probed, new int[4]), "choice-never-better", "the first "
                        + "choice wins always: log-probabilities are below 0, and so must be what "
                        + "the first is compared with (Double.MIN_VALUE is above 0)")
                .mistakeIf(Arrays.equals(probed, PROBE.winners(Choices::characters,
                        Choices::bytes, order.reversed())), "choice-least-likely", "the smallest "
                        + "score wins: log-probabilities are negative, and the largest is the one "
                        + "nearest to 0")
                .mistakeIf(Arrays.equals(probed, PROBE.lastOfEquals()), "choice-last-of-equals",
                        "the last of equal choices wins: it is to be the first")
                .mistakeIf(Arrays.equals(probed, PROBE.winners(String::length, Choices::bytes,
                        order)), "choice-utf-16", "units of UTF-16 are taken for characters: an "
                        + "emoji is one code point of two units")
                .mistakeIf(Arrays.equals(probed, PROBE.winners(Choices::characters,
                        Choices::characters, order)), "choice-characters-for-bytes", "characters "
                        + "are taken for bytes: outside of ASCII one has two to four in UTF-8")
                .mistakeIf(Arrays.equals(probed, PROBE.winners(text -> 1
                        + Choices.characters(text), text -> 1 + Choices.bytes(text), order)),
                        "choice-counts-the-blank", "the blank before a choice is counted as a "
                        + "character of it: it belongs to no choice");
    }
}

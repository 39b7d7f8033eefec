import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 8.4: the advantages of a group")
class Ex84GroupAdvantagesTest {
    private static final double[] REWARDS = {1, 0, 0, 1, 5, 5, 5, 5};

    @Test
    @DisplayName("the groups in the text, by GRPO and by Dr. GRPO")
    void givesTheWorkedExample() {
        advantages("GRPO's advantages of the two groups", REWARDS, 4, true)
                .toBe(new double[] {0.865875, -0.865875, -0.865875, 0.865875, 0, 0, 0, 0}, 1e-5);
        advantages("Dr. GRPO's advantages of the two groups", REWARDS, 4, false)
                .toBe(new double[] {0.5, -0.5, -0.5, 0.5, 0, 0, 0, 0}, 1e-5);
    }

    @Test
    @DisplayName("the rare right answers of section 8.5 are pulled harder")
    void pullsTheRareOnesHarder() {
        advantages("the advantages of two right answers of eight",
                new double[] {1, 0, 0, 1, 0, 0, 0, 0}, 8, true).toBe(new double[] {1.619835,
                        -0.539945, -0.539945, 1.619835, -0.539945, -0.539945, -0.539945,
                        -0.539945}, 1e-5);
    }

    @Test
    @DisplayName("in a group of one there is nothing to compare with")
    void groupsOfOne() {
        advantages("the advantages of groups of one", new double[] {3, 1}, 1, true)
                .toBe(new double[] {0, 0}, 1e-6);
        advantages("those without dividing", new double[] {3, 1}, 1, false)
                .toBe(new double[] {0, 0}, 1e-6);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any groups, by GRPO and by Dr. GRPO")
    void anyGroups(RandomGenerator random) {
        int groupSize = random.nextInt(3, 7);
        double[] rewards = random.doubles(4L * groupSize, -2, 3).toArray();
        advantages("GRPO's advantages of more groups", rewards, groupSize, true)
                .toBe(of(rewards, groupSize, true, 1, 1e-4), 1e-5);
        advantages("Dr. GRPO's advantages of more groups", rewards, groupSize, false)
                .toBe(of(rewards, groupSize, false, 1, 1e-4), 1e-5);
    }

    @Test
    @DisplayName("refuses groups that are not whole")
    void refusesPartsOfGroups() {
        expectRefusal("7 rewards in groups of 4", () ->
                Ex84GroupAdvantages.advantages(new double[7], 4, true));
        expectRefusal("groups of 0", () ->
                Ex84GroupAdvantages.advantages(new double[4], 0, true));
    }

    private static Expect advantages(String what, double[] rewards, int groupSize,
            boolean byDeviation) {
        double[] actual = Ex84GroupAdvantages.advantages(rewards, groupSize, byDeviation);
        return expect(what, actual)
                .mistake("group-without-spread", "a group whose rewards are all the same gives no "
                        + "number, since it is divided by 0: its advantages must be 0",
                        Arrays.stream(actual).anyMatch(Double::isNaN) ? actual : null)
                .mistake("group-of-the-whole-batch", "all answers are compared with each other: an "
                        + "answer's yardstick is its own group",
                        of(rewards, rewards.length, byDeviation, 1, 1e-4))
                .mistake("group-deviation-of-population", "the squares are divided by n: in "
                        + "the deviation of a sample they are divided by n − 1",
                        of(rewards, groupSize, byDeviation, 0, 1e-4))
                .mistake("group-without-epsilon", "nothing is added to the deviation, so groups "
                        + "with hardly a difference count far too much",
                        of(rewards, groupSize, byDeviation, 1, 0))
                .mistake("group-always-divided", "the advantages are divided by the deviation "
                        + "where they should not be", of(rewards, groupSize, true, 1, 1e-4))
                .mistake("group-never-divided", "the advantages are not divided by the deviation "
                        + "where they should be", of(rewards, groupSize, false, 1, 1e-4));
    }

    /// By way of all pairs, whose squared differences add up to `2n` times those to the mean.
    private static double[] of(double[] rewards, int groupSize, boolean byDeviation, int missing,
            double epsilon) {
        double[] advantages = new double[rewards.length];
        for (int i = 0; i < rewards.length; i++) {
            int from = i / groupSize * groupSize;
            double above = 0;
            double squares = 0;
            for (int a = from; a < from + groupSize; a++) {
                above += (rewards[i] - rewards[a]) / groupSize;
                for (int b = from; b < from + groupSize; b++) {
                    squares += Math.pow(rewards[a] - rewards[b], 2) / (2 * groupSize);
                }
            }
            double deviation = Math.sqrt(squares / Math.max(1, groupSize - missing));
            advantages[i] = !byDeviation || above == 0 ? above : above / (deviation + epsilon);
        }
        return advantages;
    }
}

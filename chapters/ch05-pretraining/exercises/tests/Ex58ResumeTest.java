import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 5.8: stop and go on without a trace")
class Ex58ResumeTest {
    private static final double TOLERANCE = 1e-7;
    private static final Data DATA = new Data(
            new double[][] {{1, 2}, {-1, 0.5}, {0, 1}, {2, -1}, {0.5, 0.5}},
            new double[] {3, 1, -2, 0, 4});

    private record Data(double[][] inputs, double[] targets) {
        Ex58Resume trainer(long seed) {
            return new Ex58Resume(inputs, targets, seed);
        }

        State start(long seed) {
            int weights = inputs[0].length;
            return new State(new double[weights], new double[weights], new double[weights], 0,
                    seed);
        }
    }

    /// All that a training has at some time: weights, moments, steps, and the random state.
    private record State(double[] w, double[] m, double[] v, int steps, long random) {
        private long drawn() {
            return 6364136223846793005L * random + 1442695040888963407L;
        }

        private int example(Data data) {
            return (int) ((drawn() >>> 33) % data.inputs.length);
        }

        double error(Data data) {
            double[] x = data.inputs[example(data)];
            return DoubleStream.of(each(i -> w[i] * x[i])).sum() - data.targets[example(data)];
        }

        /// Adam with the corrections moved into the rate and ε (Kingma and Ba, 2015, §2).
        State next(Data data) {
            double[] x = data.inputs[example(data)];
            double error = error(data);
            double root = Math.sqrt(1 - Math.pow(0.999, steps + 1));
            double rate = 0.1 * root / (1 - Math.pow(0.9, steps + 1));
            double[] mean = each(i -> 0.9 * m[i] + 0.1 * error * x[i]);
            double[] square = each(i -> 0.999 * v[i] + 0.001 * Math.pow(error * x[i], 2));
            double[] moved = each(i -> w[i] - rate * mean[i]
                    / (Math.sqrt(square[i]) + 1e-8 * root));
            return new State(moved, mean, square, steps + 1, drawn());
        }

        State after(int count, Data data) {
            State state = this;
            for (int i = 0; i < count; i++) {
                state = state.next(data);
            }
            return state;
        }

        double[] losses(int count, Data data) {
            return IntStream.range(0, count)
                    .mapToDouble(i -> Math.pow(after(i, data).error(data), 2) / 2).toArray();
        }

        private double[] each(IntToDoubleFunction value) {
            return IntStream.range(0, w.length).mapToDouble(value).toArray();
        }
    }

    @Test
    @DisplayName("the first losses of the example are 4.5 and 3.645, the weights then 0.1")
    void givesTheWorkedExample() {
        var trainer = new Ex58Resume(new double[][] {{1, 2}}, new double[] {3}, 1);
        expect("the loss of the first step", trainer.step()).toBe(4.5, TOLERANCE);
        expect("the weights after the first step", trainer.weights())
                .toBe(new double[] {0.1, 0.1}, TOLERANCE);
        expect("the loss of the second step", trainer.step()).toBe(3.645, TOLERANCE);
    }

    @Test
    @DisplayName("twenty steps draw the examples and move the weights as described")
    void trains() {
        var trainer = DATA.trainer(7);
        expect("the losses of twenty steps", losses(20, trainer::step))
                .toBe(DATA.start(7).losses(20, DATA), TOLERANCE);
        expect("the weights after twenty steps", trainer.weights())
                .toBe(DATA.start(7).after(20, DATA).w, TOLERANCE);
    }

    @Test
    @DisplayName("a trainer of another seed goes on from a checkpoint as if it were the first")
    void resumes() {
        goesOn("the losses from a checkpoint after 6 steps on", DATA, 1, 2, 6);
    }

    @Test
    @DisplayName("a trainer can go back to a checkpoint of its own, again and again")
    void goesBack() {
        var trainer = DATA.trainer(3);
        losses(5, trainer::step);
        Map<String, double[]> checkpoint = trainer.save();
        double[] losses = losses(10, trainer::step);
        for (String time : new String[] {"first", "second"}) {
            trainer.restore(checkpoint);
            expect("the losses after going back for the " + time + " time",
                    losses(10, trainer::step)).toBe(losses);
        }
    }

    @Test
    @DisplayName("refuses what is no checkpoint of such a trainer, and stays as it was")
    void refusesOthers() {
        var trainer = DATA.trainer(4);
        losses(5, trainer::step);
        var other = DATA.trainer(5);
        losses(8, other::step);
        Map<String, double[]> checkpoint = other.save();
        for (String name : checkpoint.keySet()) {
            var incomplete = new HashMap<>(checkpoint);
            incomplete.remove(name);
            expectRefusal("a checkpoint without " + name, () -> trainer.restore(incomplete));
        }
        var larger = new Ex58Resume(new double[][] {{1, 2, 3}}, new double[] {1}, 1);
        larger.step();
        expectRefusal("a checkpoint of 3 weights", () -> trainer.restore(larger.save()));
        double[] expected = Arrays.copyOfRange(losses(10, DATA.trainer(4)::step), 5, 10);
        double[] losses = losses(5, trainer::step);
        expect("the losses after restores that were refused", losses)
                .mistakeIf(!Arrays.equals(losses, expected), "resume-half-restored", "a checkpoint "
                        + "was refused when a part of it had been restored: look at all of it "
                        + "first")
                .toBe(expected);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any training goes on from any step to the same numbers")
    void resumesAnywhere(RandomGenerator random) {
        int weights = random.nextInt(2, 5);
        int examples = random.nextInt(6, 12);
        var data = new Data(random.doubles(examples).mapToObj(i ->
                random.doubles(weights, -2, 2).toArray()).toArray(double[][]::new),
                random.doubles(examples, -3, 3).toArray());
        goesOn("the losses from a checkpoint on", data, random.nextLong(), random.nextLong(),
                random.nextInt(4, 30));
    }

    /// Holds a training that went on from a checkpoint against one that was never stopped.
    private static void goesOn(String what, Data data, long seed, long otherSeed, int stop) {
        int steps = 12;
        double[] whole = losses(stop + steps, data.trainer(seed)::step);
        var stopped = data.trainer(seed);
        losses(stop, stopped::step);
        var resumed = data.trainer(otherSeed);
        resumed.restore(stopped.save());
        double[] losses = losses(steps, resumed::step);
        State at = data.start(seed).after(stop, data);
        State none = data.start(otherSeed);
        State unmoved = new State(at.w, none.m, none.v, at.steps, at.random);
        State early = new State(at.w, at.m, at.v, 0, at.random);
        State elsewhere = new State(at.w, at.m, at.v, at.steps, otherSeed);
        State rounded = new State(at.w, at.m, at.v, at.steps, (long) (double) at.random);
        State bare = new State(at.w, none.m, none.v, 0, otherSeed);
        double[] expected = Arrays.copyOfRange(whole, stop, stop + steps);
        expect(what, losses)
                .mistake("resume-weights-alone", "the weights alone are restored: moments, step "
                        + "and random state belong to a checkpoint, too", bare.losses(steps, data))
                .mistake("resume-without-moments", "Adam's moments begin anew: save both of them",
                        unmoved.losses(steps, data))
                .mistake("resume-without-step", "the number of steps begins anew, and with it the "
                        + "correction of the moments: save it", early.losses(steps, data))
                .mistake("resume-without-random-state", "other examples are drawn: the random "
                        + "state must be saved", elsewhere.losses(steps, data))
                .mistake("resume-rounds-random-state", "the random state is rounded: a double has "
                        + "53 bits for a whole number, so save its 64 in two halves",
                        rounded.losses(steps, data))
                .toBe(expected, TOLERANCE);
        expect(what + ", to the last bit", losses).toBe(expected);
    }

    private static double[] losses(int steps, DoubleSupplier step) {
        return DoubleStream.generate(step).limit(steps).toArray();
    }
}

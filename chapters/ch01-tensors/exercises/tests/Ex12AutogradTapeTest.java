import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 1.2: autograd on a tape")
class Ex12AutogradTapeTest {
    /// A line of a program: an operation, `=` for a value, and its operands.
    private record Line(char operation, int a, int b, double data) {}

    private enum Flaw { NONE, OVERWRITES, FRONT_TO_BACK, TANH_OF_INPUT }

    /// `w`, `b`, `3`, `w · 3`, `w · 3 + b`, `−4`, the error and its square.
    private static final List<Line> NEURON = List.of(value(2), value(-1), value(3), mul(0, 2),
            add(3, 1), value(-4), add(4, 5), mul(6, 6));

    @Test
    @DisplayName("the neuron in the text has the slopes 6 and 2")
    void givesTheWorkedExample() {
        Ex12AutogradTape tape = tape(NEURON);
        expect("the numbers of the neuron in the text", data(tape, NEURON))
                .toBe(new double[] {2, -1, 3, 6, 5, -4, 1, 1}, 1e-9);
        slopes("the slopes of the neuron in the text", tape, NEURON, 7)
                .toBe(new double[] {6, 2, 4, 2, 2, 2, 2, 1}, 1e-9);
    }

    @Test
    @DisplayName("a value used three times adds up what comes back, and tanh has its slope")
    void addsUpAllUses() {
        List<Line> thrice = List.of(value(5), mul(0, 0), add(1, 0));
        slopes("the slopes of v · v + v at 5", tape(thrice), thrice, 2)
                .toBe(new double[] {11, 1, 1}, 1e-9);
        List<Line> bent = List.of(value(0.5), tanh(0), add(1, 0), mul(2, 1));
        slopes("the slopes of (tanh(x) + x) · tanh(x) at 0.5", tape(bent), bent, 3)
                .toBe(slopes(bent, 3), 1e-9);
    }

    @Test
    @DisplayName("a second backward begins anew, from any entry")
    void beginsAnew() {
        Ex12AutogradTape tape = tape(NEURON);
        expect("slopes before any backward", grads(tape, NEURON)).toBe(new double[8]);
        tape.backward(7);
        double[] left = grads(tape, NEURON);
        left[4] = 1;
        double[] kept = reverse(NEURON, 4, Flaw.NONE, left);
        slopes("the slopes of w · 3 + b after those of the loss", tape, NEURON, 4)
                .mistake("autograd-keeps-old-slopes", "the slopes of an earlier backward are "
                        + "still there: each backward begins with zeros", kept)
                .toBe(new double[] {3, 1, 2, 1, 1, 0, 0, 0}, 1e-9);
    }

    @Test
    @DisplayName("40 doublings have the slope 2⁴⁰, each entry visited once")
    void visitsEachEntryOnce() {
        List<Line> doublings = new ArrayList<>(List.of(value(1.5)));
        for (int i = 0; i < 40; i++) {
            doublings.add(add(i, i));
        }
        slopes("the slopes of 40 doublings", tape(doublings), doublings, 40)
                .toBe(slopes(doublings, 40), 1e-9);
    }

    @Test
    @Hidden
    @Points(3)
    @DisplayName("finds the slopes of any expression")
    void findsAllSlopes(RandomGenerator random) {
        for (int round = 0; round < 5; round++) {
            List<Line> program = program(random);
            int result = program.size() - 1 - random.nextInt(3);
            slopes("the slopes of an expression", tape(program), program, result)
                    .toBe(slopes(program, result), 1e-6);
        }
    }

    @Test
    @DisplayName("refuses entries that are not on the tape")
    void refusesUnknownEntries() {
        Ex12AutogradTape tape = tape(NEURON);
        expectRefusal("the sum of an entry that is not there yet", () -> tape.add(0, 8));
        expectRefusal("the product of an entry below 0", () -> tape.mul(-1, 0));
        expectRefusal("the tanh of an entry that is not there yet", () -> tape.tanh(20));
        expectRefusal("backward from an entry that is not there", () -> tape.backward(8));
    }

    /// Runs backward and compares the slopes of all entries.
    private static Expect slopes(String what, Ex12AutogradTape tape, List<Line> program,
            int result) {
        int last = program.size() - 1;
        tape.backward(result);
        return expect(what, grads(tape, program))
                .mistake("autograd-overwrites-slopes", "an entry that is used more than once "
                        + "keeps the slope of one use only: slopes of all uses are added up",
                        reverse(program, result, Flaw.OVERWRITES, seed(program, result)))
                .mistake("autograd-front-to-back", "entries pass their slope on before they have "
                        + "got it: go through the tape from the result to the front",
                        reverse(program, result, Flaw.FRONT_TO_BACK, seed(program, result)))
                .mistake("autograd-begins-at-the-end", "these are the slopes of the last entry on "
                        + "the tape: begin at the result that is asked for",
                        reverse(program, last, Flaw.NONE, seed(program, last)))
                .mistake("autograd-tanh-slope-of-input", "the slope of tanh is taken as one minus "
                        + "the square of its input, but it is that of its output",
                        reverse(program, result, Flaw.TANH_OF_INPUT, seed(program, result)));
    }

    /// What is right, by another way: derivatives carried forward, once for each entry.
    private static double[] slopes(List<Line> program, int result) {
        double[] data = compute(program);
        double[] slopes = new double[program.size()];
        for (int by = 0; by <= result; by++) {
            double[] d = new double[program.size()];
            d[by] = 1;
            for (int i = by + 1; i <= result; i++) {
                Line line = program.get(i);
                d[i] = switch (line.operation) {
                    case '+' -> d[line.a] + d[line.b];
                    case '*' -> d[line.a] * data[line.b] + data[line.a] * d[line.b];
                    case 't' -> d[line.a] / Math.pow(Math.cosh(data[line.a]), 2);
                    default -> 0;
                };
            }
            slopes[by] = d[result];
        }
        return slopes;
    }

    /// What usual mistakes give.
    private static double[] reverse(List<Line> program, int result, Flaw flaw, double[] grads) {
        double[] data = compute(program);
        for (int k = 0; k <= result; k++) {
            int i = flaw == Flaw.FRONT_TO_BACK ? k : result - k;
            Line line = program.get(i);
            double at = data[flaw == Flaw.TANH_OF_INPUT ? line.a : i];
            switch (line.operation) {
                case '+' -> {
                    send(grads, line.a, grads[i], flaw);
                    send(grads, line.b, grads[i], flaw);
                }
                case '*' -> {
                    send(grads, line.a, grads[i] * data[line.b], flaw);
                    send(grads, line.b, grads[i] * data[line.a], flaw);
                }
                case 't' -> send(grads, line.a, grads[i] * (1 - at * at), flaw);
                default -> { }
            }
        }
        return grads;
    }

    private static void send(double[] grads, int to, double slope, Flaw flaw) {
        grads[to] = flaw == Flaw.OVERWRITES ? slope : grads[to] + slope;
    }

    private static double[] seed(List<Line> program, int result) {
        double[] grads = new double[program.size()];
        grads[result] = 1;
        return grads;
    }

    private static double[] compute(List<Line> program) {
        double[] data = new double[program.size()];
        for (int i = 0; i < data.length; i++) {
            Line line = program.get(i);
            data[i] = switch (line.operation) {
                case '+' -> data[line.a] + data[line.b];
                case '*' -> data[line.a] * data[line.b];
                case 't' -> Math.tanh(data[line.a]);
                default -> line.data;
            };
        }
        return data;
    }

    private static Ex12AutogradTape tape(List<Line> program) {
        var tape = new Ex12AutogradTape();
        int[] numbers = program.stream().mapToInt(line -> switch (line.operation) {
            case '+' -> tape.add(line.a, line.b);
            case '*' -> tape.mul(line.a, line.b);
            case 't' -> tape.tanh(line.a);
            default -> tape.value(line.data);
        }).toArray();
        int[] places = new int[numbers.length];
        Arrays.setAll(places, i -> i);
        expect("the numbers of entries on the tape", numbers).toBe(places);
        return tape;
    }

    private static double[] data(Ex12AutogradTape tape, List<Line> program) {
        double[] data = new double[program.size()];
        Arrays.setAll(data, tape::data);
        return data;
    }

    private static double[] grads(Ex12AutogradTape tape, List<Line> program) {
        double[] grads = new double[program.size()];
        Arrays.setAll(grads, tape::grad);
        return grads;
    }

    /// Three values, then operations on any entries before; large numbers are bent at once.
    private static List<Line> program(RandomGenerator random) {
        List<Line> program = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            program.add(value(random.nextDouble(0.3, 1.5) * (random.nextBoolean() ? 1 : -1)));
        }
        while (program.size() < 16) {
            int last = program.size() - 1;
            int before = random.nextInt(program.size());
            program.add(Math.abs(compute(program)[last]) > 1.5 ? tanh(last)
                    : random.nextBoolean() ? add(before, last) : mul(last, before));
        }
        return program;
    }

    private static Line value(double data) {
        return new Line('=', 0, 0, data);
    }

    private static Line add(int a, int b) {
        return new Line('+', a, b, 0);
    }

    private static Line mul(int a, int b) {
        return new Line('*', a, b, 0);
    }

    private static Line tanh(int a) {
        return new Line('t', a, 0, 0);
    }
}

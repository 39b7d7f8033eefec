package llm.puzzles;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.tales.SplitMix;

/// Numbers to put in order: `Sort the numbers: 7 3 9 1`, answered by `1 3 7 9`. A rule checks the
/// answer, so it can be rewarded without a model of what people like.
/// Source: Lambert et al. (2024), Tülu 3, on reinforcement learning with verifiable rewards.
///
/// @param index   its place in the stream of its seed and split, or in its file, from 0
/// @param numbers two or more different ones from 0 to 9, in the order of the question
public record Puzzle(long index, List<Integer> numbers) {
    static final String TEMPLATE = "Sort the numbers: {numbers}";

    private static final String QUESTION = TEMPLATE.replace("{numbers}", "");
    private static final int LARGEST = 9;

    /// @throws IllegalArgumentException if there is one number only, or one that comes twice or is
    ///         not from 0 to 9
    public Puzzle {
        numbers = List.copyOf(numbers);
        if (numbers.size() < 2 || new HashSet<>(numbers).size() < numbers.size()
                || numbers.stream().anyMatch(number -> number < 0 || number > LARGEST)) {
            throw new IllegalArgumentException(
                    "numbers must be two or more different ones from 0 to 9, got " + numbers);
        }
    }

    /// The puzzle that an instruction asks.
    ///
    /// @throws IllegalArgumentException if it asks none
    public static Puzzle of(long index, String instruction) {
        if (!instruction.matches(QUESTION + "\\d( \\d)*")) {
            throw new IllegalArgumentException(
                    "an instruction must be '" + TEMPLATE + "', got " + instruction);
        }
        return new Puzzle(index, Stream.of(instruction.substring(QUESTION.length()).split(" "))
                .map(Integer::valueOf).toList());
    }

    /// What to do: `Sort the numbers: 7 3 9 1`.
    public String instruction() {
        return QUESTION + written(numbers);
    }

    /// What to do it with: empty, since the instruction says so.
    public String input() {
        return "";
    }

    /// The right answer: `1 3 7 9`.
    public String output() {
        return written(sorted());
    }

    /// Whether an answer is exactly these numbers in order, parted by white space or commas.
    public boolean accepts(String answer) {
        return words(answer).equals(words(output()));
    }

    /// How much of an answer is right, from 0 to 1: the places that hold the right number, as a
    /// share of the places of the right answer, or of this one if it has more. A reward that grows
    /// with every step towards the answer, where [#accepts] knows only all or nothing.
    public double share(String answer) {
        List<String> given = words(answer);
        List<String> right = words(output());
        long same = IntStream.range(0, Math.min(given.size(), right.size()))
                .filter(place -> given.get(place).equals(right.get(place))).count();
        return (double) same / Math.max(given.size(), right.size());
    }

    /// A plausible wrong answer: half of the time two neighbours have changed places, else a
    /// number is forgotten or comes twice.
    String mistake(SplitMix random) {
        var wrong = new ArrayList<>(sorted());
        switch (random.nextInt(4)) {
            case 0 -> wrong.remove(random.nextInt(wrong.size()));
            case 1 -> {
                int place = random.nextInt(wrong.size());
                wrong.add(place, wrong.get(place));
            }
            default -> {
                int place = random.nextInt(wrong.size() - 1);
                Collections.swap(wrong, place, place + 1);
            }
        }
        return written(wrong);
    }

    private List<Integer> sorted() {
        return numbers.stream().sorted().toList();
    }

    private static String written(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static List<String> words(String answer) {
        return List.of(answer.strip().split("\\s*,\\s*|\\s+", -1));
    }
}

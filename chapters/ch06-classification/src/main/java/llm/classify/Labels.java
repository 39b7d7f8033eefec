package llm.classify;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/// The names of classes; a class's number is its place.
public record Labels(List<String> names) {

    /// @throws IllegalArgumentException if there is none, or one twice
    public Labels {
        names = List.copyOf(names);
        if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException(
                    "labels must be one or more different names, got " + names);
        }
    }

    public static Labels of(String... names) {
        return new Labels(List.of(names));
    }

    /// All labels of some examples, in the order of the alphabet.
    ///
    /// @throws IllegalArgumentException if there are fewer than two: nothing is to be told apart
    public static Labels in(List<Example> examples) {
        List<String> names = examples.stream().map(Example::label).distinct().sorted().toList();
        if (names.size() < 2) {
            throw new IllegalArgumentException(
                    "labels must be two or more different names, got " + names);
        }
        return new Labels(names);
    }

    /// @throws IllegalArgumentException if no class is called so
    public int number(String name) {
        int number = names.indexOf(name);
        if (number < 0) {
            throw new IllegalArgumentException("a label must be one of "
                    + String.join(", ", names) + ", got " + name);
        }
        return number;
    }

    public String name(int number) {
        return names.get(number);
    }

    /// Number of classes.
    public int size() {
        return names.size();
    }

    /// What a text of each class should count so that all classes count the same, however few texts
    /// they have: `texts / (classes · texts of it)`, whose mean over the texts is 1.
    ///
    /// @throws IllegalArgumentException if a class has no text
    double[] balancedWeights(List<Example> examples) {
        long[] counts = IntStream.range(0, size()).mapToLong(number -> examples.stream()
                .filter(example -> example.label().equals(name(number))).count()).toArray();
        if (Arrays.stream(counts).anyMatch(count -> count == 0)) {
            throw new IllegalArgumentException("every class must have a text, got "
                    + Arrays.toString(counts) + " of " + names);
        }
        return Arrays.stream(counts).mapToDouble(count ->
                (double) examples.size() / (counts.length * count)).toArray();
    }
}

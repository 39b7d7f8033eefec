package llm.classify;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/// The names of classes; a class's number is its place.
public record Labels(List<String> names) {

    /// @throws IllegalArgumentException if there are fewer than two, or one twice
    public Labels {
        names = List.copyOf(names);
        if (names.size() < 2 || new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException(
                    "labels must be two or more different names, got " + names);
        }
    }

    public static Labels of(String... names) {
        return new Labels(List.of(names));
    }

    /// All labels of some examples, in the order of the alphabet.
    public static Labels in(List<Example> examples) {
        return new Labels(examples.stream().map(Example::label).distinct().sorted().toList());
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

    /// How many examples each class has.
    long[] counts(List<Example> examples) {
        return IntStream.range(0, size()).mapToLong(number -> examples.stream()
                .filter(example -> example.label().equals(name(number))).count()).toArray();
    }
}

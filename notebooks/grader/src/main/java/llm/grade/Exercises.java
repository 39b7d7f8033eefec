package llm.grade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The exercises of the book: `chapters/chNN-*/exercises/stubs/Ex*.java`, each with a doc comment
/// that begins `Exercise 3.2 ★: the causal mask.` and names its section of the notebook.
public final class Exercises {
    private final Path root;
    private final List<Exercise> all;

    private Exercises(Path root, List<Exercise> all) {
        this.root = root;
        this.all = all;
    }

    /// The exercises below the folder of the book.
    public static Exercises of(Path root) throws IOException {
        try (Stream<Path> chapters = Files.list(root.resolve("chapters"))) {
            List<Exercise> all = chapters.map(chapter -> chapter.resolve("exercises/stubs"))
                    .filter(Files::isDirectory)
                    .flatMap(Exercises::in)
                    .sorted(Comparator.comparingInt(Exercise::chapterNumber)
                            .thenComparingInt(Exercise::number))
                    .toList();
            return new Exercises(root, all);
        }
    }

    /// The exercises of the book that this program belongs to.
    public static Exercises ofBook() throws IOException {
        return of(Path.of(System.getProperty("llm.cache", ".cache")).toAbsolutePath().getParent());
    }

    private static Stream<Exercise> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("Ex\\d+.*\\.java"))
                    .map(file -> new Stub(file).exercise()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The folder of the book.
    public Path root() {
        return root;
    }

    public List<Exercise> all() {
        return all;
    }

    /// The exercises that a name stands for.
    ///
    /// @param name `all`, a chapter such as `ch03`, or an exercise such as `3.2`
    /// @throws IllegalArgumentException if there is none
    public List<Exercise> named(String name) {
        List<Exercise> found = all.stream().filter(each -> name.equals("all")
                || each.id().equals(name)
                || each.chapter().equals(name)
                || each.chapter().startsWith(name + "-")).toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("an exercise must be one of the book's, such as "
                    + "3.2, a chapter such as ch03, or all, got " + name + "; chapter by chapter: "
                    + all.stream().collect(Collectors.groupingBy(Exercise::chapterNumber))
                            .entrySet().stream().map(each -> each.getKey() + ".1 to "
                                    + each.getKey() + "." + each.getValue().size())
                            .collect(Collectors.joining(", ")));
        }
        return found;
    }

    /// One exercise.
    ///
    /// @param id such as `3.2`
    /// @throws IllegalArgumentException if there is none
    public Exercise exercise(String id) {
        return all.stream().filter(each -> each.id().equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "an exercise must be one of the book's, such as 3.2, got " + id));
    }
}

package llm.tools.exercises;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llm.tools.Terminal;

/// A book with the third chapter's exercises alone, as the current one of the tools.
final class OneChapter implements AutoCloseable {
    private static final Path BOOK = Path.of("../..").toAbsolutePath().normalize();
    private static final String EXERCISES = "chapters/ch03-attention/exercises";

    private final String before = System.getProperty("llm.cache");
    private final Path root;

    OneChapter(Path root) throws IOException {
        this.root = root;
        copy(BOOK.resolve(EXERCISES), root.resolve(EXERCISES));
        copy(BOOK.resolve("solutions/ch03"), root.resolve("solutions/ch03"));
        Files.writeString(root.resolve("pom.xml"),
                "<modules>\n    <module>notebooks</module>\n    <module>solutions</module>\n");
        System.setProperty("llm.cache", root.resolve(".cache").toString());
    }

    /// Whether this is the whole book: a handout has no solutions, and these tests need them.
    static boolean hasSolutions() {
        return Files.isDirectory(BOOK.resolve("solutions"));
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (var walk = Files.walk(from)) {
            all = walk.toList();
        }
        for (Path each : all) {
            Path target = to.resolve(from.relativize(each).toString());
            if (Files.isDirectory(each)) {
                Files.createDirectories(target);
            } else {
                Files.copy(each, target);
            }
        }
    }

    Path root() {
        return root;
    }

    /// The file that a learner writes for exercise 3.1.
    Path answer() {
        return root.resolve(EXERCISES).resolve("Ex31CausalMask.java");
    }

    String solution() throws IOException {
        return Files.readString(root.resolve("solutions/ch03/Ex31CausalMask.java"));
    }

    /// A typical wrong answer.
    String wrong() throws IOException {
        return Files.readString(root.resolve(EXERCISES)
                .resolve("wrong/mask-hides-itself/Ex31CausalMask.java"));
    }

    Terminal run(String... args) {
        return Terminal.run(args);
    }

    @Override
    public void close() {
        if (before == null) {
            System.clearProperty("llm.cache");
        } else {
            System.setProperty("llm.cache", before);
        }
    }
}

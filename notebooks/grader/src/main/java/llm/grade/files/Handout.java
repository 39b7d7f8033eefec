package llm.grade.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import llm.grade.Exercise;
import llm.grade.Exercises;

/// The copy of the book that learners get: without solutions and wrong answers, with untouched
/// stubs, a seed of its own for the private tests, and a page that asks AI assistants to tutor.
public final class Handout {
    private static final Set<String> LEFT_OUT =
            Set.of(".git", ".cache", "target", "out", "solutions", ".ipynb_checkpoints");
    private static final Pattern SOLUTIONS =
            Pattern.compile("\\s*<module>solutions</module>");

    private final Exercises exercises;
    private final long seed;

    /// @param seed of the private tests in the copy
    public Handout(Exercises exercises, long seed) {
        this.exercises = exercises;
        this.seed = seed;
    }

    /// Writes the copy: beside its place first, then moved there.
    ///
    /// @throws IllegalArgumentException if there is something already, or the place is in the book
    public void write(Path target) throws IOException {
        Path place = target.toAbsolutePath().normalize();
        Path root = exercises.root().toAbsolutePath().normalize();
        if (place.startsWith(root)) {
            throw new IllegalArgumentException("the handout must be a folder outside the book, "
                    + "got " + target);
        }
        if (Files.exists(place)) {
            throw new IllegalArgumentException("the handout must be a folder that does not exist "
                    + "yet, got " + target);
        }
        Files.createDirectories(place.getParent());
        Path draft = Files.createTempDirectory(place.getParent(), ".handout");
        try {
            copy(root, draft);
            for (Exercise each : exercises.all()) {
                Files.copy(each.stub(), draft.resolve(root.relativize(each.answer())),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            Path pom = draft.resolve("pom.xml");
            Files.writeString(pom, SOLUTIONS.matcher(Files.readString(pom)).replaceAll(""));
            Seed.write(draft, seed);
            Files.writeString(draft.resolve("AGENTS.md"), tutor());
            Files.move(draft, place);
        } catch (IOException | RuntimeException e) {
            delete(draft);
            throw e;
        }
    }

    private static String tutor() throws IOException {
        try (InputStream in = Handout.class.getResourceAsStream("AGENTS.md")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static boolean isLeftOut(Path folder) {
        String name = folder.getFileName().toString();
        return LEFT_OUT.contains(name)
                || name.equals("wrong") && folder.getParent().endsWith("exercises");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                    throws IOException {
                if (!folder.equals(from) && isLeftOut(folder)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)),
                        StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (var walk = Files.walk(folder)) {
            all = walk.toList().reversed();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}

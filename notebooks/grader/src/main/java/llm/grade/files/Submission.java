package llm.grade.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What one learner handed in: a folder with answers anywhere below it, such as a copy of the book
/// or the files alone. Links are never followed.
final class Submission {
    private static final int MOST_FILES = 20_000;
    private static final Set<String> PASSED_OVER =
            Set.of("stubs", "tests", "wrong", "solutions", "target");

    private final String name;
    private final Map<String, TreeSet<Path>> files = new HashMap<>();
    private Optional<String> problem = Optional.empty();

    private Submission(String name) {
        this.name = name;
    }

    static Submission of(Path folder) {
        var submission = new Submission(folder.getFileName().toString());
        if (Files.isSymbolicLink(folder)) {
            submission.problem = Optional.of("the folder must not be a link to elsewhere");
            return submission;
        }
        try {
            Files.walkFileTree(folder, submission.new Search(folder));
        } catch (IOException e) {
            submission.problem = Optional.of("the folder cannot be read: " + e.getMessage());
        }
        return submission;
    }

    String name() {
        return name;
    }

    /// Why nothing of it can be graded; empty if it can.
    Optional<String> problem() {
        return problem;
    }

    /// The file of that name which is nearest to the top.
    Optional<Path> file(String fileName) {
        return Optional.ofNullable(files.get(fileName)).map(TreeSet::first);
    }

    private final class Search extends SimpleFileVisitor<Path> {
        private final Path folder;
        private int count;

        Search(Path folder) {
            this.folder = folder;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path sub, BasicFileAttributes attributes) {
            if (isTooMany()) {
                return FileVisitResult.TERMINATE;
            }
            String name = sub.getFileName().toString();
            return !sub.equals(folder) && (PASSED_OVER.contains(name) || name.startsWith("."))
                    ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isTooMany()) {
                return FileVisitResult.TERMINATE;
            }
            if (file.toString().endsWith(".java")) {
                files.computeIfAbsent(file.getFileName().toString(), _ -> new TreeSet<>(
                        Comparator.comparingInt(Path::getNameCount).thenComparing(path -> path)))
                        .add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        private boolean isTooMany() {
            if (++count > MOST_FILES) {
                problem = Optional.of("the folder must hold at most " + MOST_FILES
                        + " files and folders");
            }
            return count > MOST_FILES;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException error) {
            return FileVisitResult.CONTINUE;                // others can be read
        }
    }
}

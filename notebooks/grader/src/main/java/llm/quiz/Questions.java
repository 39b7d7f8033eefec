package llm.quiz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The questions of the book: `chapters/chNN-*/exercises/quiz.md`.
public record Questions(List<Question> all) {
    /// The questions below the folder of the book.
    public static Questions of(Path root) throws IOException {
        var all = new ArrayList<Question>();
        try (Stream<Path> chapters = Files.list(root.resolve("chapters"))) {
            for (Path file : chapters.sorted().map(each -> each.resolve("exercises/quiz.md"))
                    .filter(Files::exists).toList()) {
                all.addAll(QuizFile.read(file));
            }
        }
        return new Questions(all);
    }

    /// The questions of the book that this program belongs to.
    public static Questions ofBook() throws IOException {
        return of(Path.of(System.getProperty("llm.cache", ".cache")).toAbsolutePath().getParent());
    }

    /// The questions that a name stands for.
    ///
    /// @param name a chapter such as `ch03`, or a question such as `3.4`
    /// @throws IllegalArgumentException if there is none
    public List<Question> named(String name) {
        List<Question> found = all.stream().filter(each -> each.id().equals(name)
                || name.matches("ch0*" + each.id().substring(0, each.id().indexOf('.')) + "(-.*)?"))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("a quiz must be that of a chapter, such as ch03, or "
                    + "a question, such as 3.4, got " + name);
        }
        return found;
    }
}

package llm.tools.notebooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llm.tools.cli.Project;
import llm.tools.cli.WrongUsage;

/// Finds the notebook that a user names, by chapter or by path.
final class NotebookChoice {
    private static final Pattern CHAPTER = Pattern.compile("(?:ch)?0?(\\d{1,2})");

    private NotebookChoice() {}

    /// All of them, for shells that complete.
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }
    }

    /// Those of chapters alone, such as `ch03`.
    static final class Chapters implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names().filter(name -> chapter(name).isPresent()).iterator();
        }
    }

    private static Stream<String> names() {
        try {
            return ofBook().stream().map(NotebookChoice::shortName);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shortName(Path file) {
        return String.valueOf(file.getFileName()).replace(".ipynb", "");
    }

    /// The file.
    ///
    /// @param name a chapter, such as `ch03`, `ch3` or `3`, or the path of an `.ipynb`
    static Path find(String name) throws IOException {
        Path ofBook = folder().resolve(fullName(name) + ".ipynb");
        if (name.matches("[\\w-]+") && Files.exists(ofBook)) {
            return ofBook;
        }
        Path file = Path.of(name);
        if (Files.isRegularFile(file)) {
            return file;
        }
        String known = ofBook().stream().map(NotebookChoice::shortName)
                .collect(Collectors.joining(", "));
        throw new WrongUsage("The notebook must be "
                + (known.isEmpty() ? "" : "one of " + known + " or ")
                + "the path of an .ipynb, got " + name + ".");
    }

    /// `ch03` for each way to write it.
    private static String fullName(String name) {
        OptionalInt chapter = chapter(name);
        return chapter.isPresent() ? "ch%02d".formatted(chapter.getAsInt()) : name;
    }

    /// The number of the chapter that is called so; empty if it is none's name.
    static OptionalInt chapter(String name) {
        Matcher chapter = CHAPTER.matcher(name);
        return chapter.matches() ? OptionalInt.of(Integer.parseInt(chapter.group(1)))
                : OptionalInt.empty();
    }

    /// The notebooks of the book, in order.
    static List<Path> ofBook() throws IOException {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
        }
    }

    private static Path folder() {
        return Project.root().resolve("notebooks");
    }
}

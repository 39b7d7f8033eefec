package llm.grade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A stub's file. Its first doc comment tells the exercise: `Exercise 3.2 ★: the causal mask.`,
/// then what is to be done, and the section of the notebook that it belongs to.
record Stub(Path file) {
    private static final Pattern HEADING =
            Pattern.compile("^Exercise (\\d+\\.\\d+) (★{1,3}): (.+?)\\.(?=\\s|$)", Pattern.DOTALL);
    private static final Pattern SECTION = Pattern.compile("Section (\\d+\\.\\d+)");

    /// @throws IllegalArgumentException if the comment lacks its heading or section
    Exercise exercise() {
        String task = comment();
        Matcher heading = HEADING.matcher(task);
        Matcher section = SECTION.matcher(task);
        if (!heading.find() || !section.find()) {
            throw new IllegalArgumentException(file + " must begin with a comment like "
                    + "\"Exercise 3.2 ★: the causal mask. … Section 3.4 of the notebook.\", got \""
                    + task.lines().findFirst().orElse("") + "\"");
        }
        Path folder = file.toAbsolutePath().getParent().getParent();
        String name = file.getFileName().toString();
        return new Exercise(heading.group(1), heading.group(3).replace('\n', ' '),
                heading.group(2).length(), section.group(1), task,
                folder.getParent().getFileName().toString(),
                name.substring(0, name.length() - ".java".length()), folder);
    }

    /// The first block of lines that begin with `///`.
    private String comment() {
        try {
            return Files.readString(file).lines()
                    .dropWhile(line -> !line.startsWith("///"))
                    .takeWhile(line -> line.startsWith("///"))
                    .map(line -> line.replaceFirst("^/// ?", ""))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

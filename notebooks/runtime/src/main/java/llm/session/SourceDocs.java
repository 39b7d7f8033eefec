package llm.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds the documentation of the book's own classes in their sources: JShell knows the JDK's only.
final class SourceDocs {
    private static final Pattern METHOD =
            Pattern.compile("(?:.* )?(?:[\\w.]+\\.)?([A-Z]\\w*)\\.(\\w+)\\((.*)\\)");
    private static final Pattern CONSTRUCTOR = Pattern.compile("(?:[\\w.]+\\.)?(\\w+)\\((.*)\\)");
    private static final Pattern TYPE = Pattern.compile("(?:[\\w]+\\.)*(\\w+)(?:<.*>)?");
    private static final List<String> FOLDERS = List.of("chapters", "datasets", "appendix");
    private static final int DEPTH = 12;

    private final Path root;
    private Map<String, Path> files = Map.of();

    /// @param root the folder of the book
    SourceDocs(Path root) {
        this.root = root;
    }

    /// The comment of the method, constructor or type that a signature of JShell's names, such as
    /// `Tensor Tensor.of(float[] values, int... shape)`.
    Optional<String> find(String signature) {
        Matcher method = METHOD.matcher(signature);
        if (method.matches()) {
            return comment(method.group(1), member(method.group(2), method.group(3)));
        }
        Matcher constructor = CONSTRUCTOR.matcher(signature);
        if (constructor.matches()) {
            String name = constructor.group(1);
            return comment(name, member(name, constructor.group(2)));
        }
        Matcher type = TYPE.matcher(signature);
        return type.matches() ? comment(type.group(1), declaration(type.group(1)))
                : Optional.empty();
    }

    private static Predicate<String> member(String name, String parameters) {
        String wanted = name + "(" + plain(parameters) + ")";
        return line -> line.contains(" " + name + "(") && plain(line).contains(wanted);
    }

    /// Parameters without packages and blanks, which sources and signatures write differently.
    private static String plain(String parameters) {
        return parameters.replaceAll("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])", "")
                .replaceAll("@\\w+", "").replaceAll("\\s", "");
    }

    private Optional<String> comment(String type, Predicate<String> declaration) {
        Path file = files().get(type);
        if (file == null) {
            return Optional.empty();
        }
        try {
            return before(Files.readAllLines(file), declaration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Predicate<String> declaration(String type) {
        return Pattern.compile("\\b(class|record|interface|enum) " + type + "\\b").asPredicate();
    }

    /// The comment above the first declaration that is like this; it may span two lines.
    private static Optional<String> before(List<String> lines, Predicate<String> declaration) {
        Deque<String> comment = new ArrayDeque<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("///")) {
                comment.add(line.substring(3).stripLeading());
            } else if (!line.startsWith("@")) {
                String next = i + 1 < lines.size() ? lines.get(i + 1) : "";
                if (!comment.isEmpty() && declaration.test(line + next)) {
                    return Optional.of(String.join("\n", comment));
                }
                comment.clear();
            }
        }
        return Optional.empty();
    }

    private synchronized Map<String, Path> files() {
        if (files.isEmpty()) {
            files = FOLDERS.stream().map(root::resolve).filter(Files::isDirectory)
                    .flatMap(SourceDocs::sources)
                    .collect(Collectors.toMap(SourceDocs::type, file -> file, (first, _) -> first));
        }
        return files;
    }

    private static Stream<Path> sources(Path folder) {
        Path main = Path.of("src", "main", "java");
        try (Stream<Path> all = Files.find(folder, DEPTH, (file, _) ->
                file.toString().endsWith(".java") && file.toString().contains(main.toString()))) {
            return all.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(Path file) {
        return String.valueOf(file.getFileName()).replace(".java", "");
    }
}

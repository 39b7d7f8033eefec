package llm.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds the documentation of the book's own classes in their sources: JShell knows the JDK's only.
final class SourceDocs {
    private static final Pattern THROWS = Pattern.compile(" throws [\\w., ]+$");
    private static final Pattern CALL = Pattern.compile("(.*)\\(([^()]*)\\)");
    private static final Pattern INNERMOST = Pattern.compile("<[^<>]*>|\\([^()]*\\)");
    private static final Pattern NAMED = Pattern.compile("(.*[\\w>\\].]) +\\w+");
    private static final int LONGEST_PARAMETERS = 12;       // in lines, such as a record's

    private final Path root;
    private Map<String, Path> files = Map.of();

    /// @param root the folder of the book
    SourceDocs(Path root) {
        this.root = root;
    }

    /// The comment of what a signature of JShell's names: a method, constructor, field or type, such
    /// as `Tensor Tensor.of(float[] values, int... shape)`.
    Optional<String> find(String signature) {
        String text = THROWS.matcher(signature).replaceFirst("");
        Matcher call = CALL.matcher(text);
        boolean calls = call.matches();
        String path = path(calls ? call.group(1) : text);
        String name = path.substring(path.lastIndexOf('.') + 1);
        Optional<Path> file = Stream.of(path.split("\\.")).filter(files()::containsKey)
                .findFirst().map(files()::get);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Predicate<String> declaration = calls ? callable(name, call.group(2))
                : Pattern.compile("\\b(class|record|interface|enum) " + name + "\\b"
                        + "|^[^(]*\\b" + name + " *([=;,(]|$)").asPredicate();
        try {
            return before(Files.readAllLines(file.get()), declaration,
                    calls ? LONGEST_PARAMETERS : 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What stands before the parentheses, without the type of the result, of a record's components
    /// and of the field: `llm.tensor.Tensor.of`.
    private static String path(String head) {
        String text = head.replaceFirst(":.*", "");
        for (String before = ""; !before.equals(text); ) {
            before = text;
            text = INNERMOST.matcher(text).replaceAll("");
        }
        return text.substring(text.lastIndexOf(' ') + 1);
    }

    private static Predicate<String> callable(String name, String parameters) {
        Pattern declared = Pattern.compile("(?:^|[ .])" + name + "\\(([^()]*)\\)");
        return text -> {
            Matcher found = declared.matcher(text);
            return found.find() && types(found.group(1)).equals(types(parameters));
        };
    }

    /// The types of parameters, by their simple names and without annotations and blanks. JShell does not know the
    /// names of all parameters.
    private static List<String> types(String parameters) {
        String plain = parameters.replaceAll("\\b(?:\\w+\\.)+(?=\\w)", "")
                .replaceAll("@\\w+ *|\\bfinal +", "").replaceAll(", *(?=[^<>]*>)", ",")
                .replaceAll("\\s+", " ").strip();
        return Stream.of(plain.split(", +|,$")).map(String::strip)
                .map(each -> NAMED.matcher(each).replaceFirst("$1").replace(" ", "")).toList();
    }

    /// The comment above the first declaration that is like this.
    ///
    /// @param length of a declaration, at most, in lines
    private static Optional<String> before(List<String> lines, Predicate<String> declaration,
                                           int length) {
        Deque<String> comment = new ArrayDeque<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("///")) {
                comment.add(line.substring(3).replaceFirst("^ ", ""));
            } else if (!line.startsWith("@")) {
                if (!comment.isEmpty() && declaration.test(declarationAt(lines, i, length))) {
                    return Optional.of(String.join("\n", comment));
                }
                comment.clear();
            }
        }
        return Optional.empty();
    }

    /// The lines from here to where a body begins or a statement ends.
    private static String declarationAt(List<String> lines, int from, int length) {
        var text = new StringBuilder();
        for (String line : lines.subList(from, Math.min(lines.size(), from + length))) {
            text.append(line.strip()).append(' ');
            if (line.contains("{") || line.contains(";")) {
                break;
            }
        }
        return text.toString().strip();
    }

    /// The files by the name of their type.
    private synchronized Map<String, Path> files() {
        if (files.isEmpty()) {
            var found = new HashMap<String, Path>();
            try {
                for (Path folder : SourceFolders.of(root)) {
                    try (Stream<Path> all = Files.walk(folder)) {
                        all.map(file -> Map.entry(String.valueOf(file.getFileName()), file))
                                .filter(entry -> entry.getKey().matches("[A-Z]\\w*\\.java"))
                                .forEach(entry -> found.putIfAbsent(
                                        entry.getKey().replace(".java", ""), entry.getValue()));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            files = found;
        }
        return files;
    }
}

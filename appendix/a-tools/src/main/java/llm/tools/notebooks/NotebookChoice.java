package llm.tools.notebooks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import llm.tools.cli.Project;
import llm.tools.cli.WrongUsage;

/// Finds the notebook that a user names, by chapter or by path.
final class NotebookChoice {
    private NotebookChoice() {}

    /// The file.
    ///
    /// @param name such as `ch03`, or the path of an `.ipynb`
    static Path find(String name) throws IOException {
        Path folder = Project.root().resolve("notebooks");
        Path ofChapter = folder.resolve(name + ".ipynb");
        if (name.matches("[\\w-]+") && Files.exists(ofChapter)) {
            return ofChapter;
        }
        Path file = Path.of(name);
        if (Files.isRegularFile(file)) {
            return file;
        }
        String known = String.join(", ", names(folder));
        throw new WrongUsage("The notebook must be "
                + (known.isEmpty() ? "" : "one of " + known + " or ")
                + "the path of an .ipynb, got " + name + ".");
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".ipynb"))
                    .map(name -> name.substring(0, name.length() - ".ipynb".length()))
                    .sorted().toList();
        }
    }
}

package llm.tools.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the book lies on this machine.
public final class Project {
    /// The class that starts a command, by name: it knows all commands, and none may know it.
    public static final String MAIN_CLASS = "llm.tools.Llm";

    private Project() {}

    /// The folder that holds `llm`: the launcher and the tests say where its `.cache` is.
    public static Path root() {
        String cache = System.getProperty("llm.cache");
        Path root = cache != null ? Path.of(cache).toAbsolutePath().getParent() : Path.of("");
        if (root == null || !Files.exists(root.resolve("pom.xml"))) {
            throw new IllegalStateException("The system property llm.cache must name the book's "
                    + "folder .cache, got " + cache + ".");
        }
        return root;
    }

    /// What the book writes for itself.
    public static Path cache() {
        return root().resolve(".cache");
    }
}

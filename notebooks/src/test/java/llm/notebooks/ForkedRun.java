package llm.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a notebook by `./llm run` in a JVM of its own, which finds some classes elsewhere first.
final class ForkedRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MINUTES = 10;
    private static final List<String> PROPERTIES =
            List.of("llm.cache", "org.bytedeco.javacpp.cachedir");

    private ForkedRun() {}

    /// How a notebook ended.
    ///
    /// @param place   such as `cell 7, line 2`
    /// @param error   the simple name of what was thrown; `StaleValue` if all cells ran, but a
    ///                number of the prose does not hold; empty if nothing is wrong
    /// @param message what was wrong
    record End(String place, String error, String message) {
        /// Whether a claim of the book did not hold, and not just something broke.
        boolean isAtCheck() {
            return error.equals("CheckFailed") || error.equals("StaleValue");
        }
    }

    /// Runs to the first cell that fails.
    ///
    /// @param classes a folder of classes that hide those of the library
    static End of(Path notebook, Path classes) throws IOException {
        Path output = classes.resolveSibling("output.json");
        Path copy = withoutExercises(notebook, classes.resolveSibling("notebook.ipynb"));
        Process process = new ProcessBuilder(command(copy, classes))
                .redirectOutput(output.toFile())
                .redirectError(classes.resolveSibling("errors.txt").toFile())
                .start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("the run of %s must end within %d minutes, got no end"
                        .formatted(notebook, MINUTES));
            }
        } catch (InterruptedException e) {
            throw new IOException("the run of " + notebook + " was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
        String json = Files.readString(output);
        if (json.isBlank()) {
            throw new IOException("the run of " + notebook + " must report, got "
                    + Files.readString(classes.resolveSibling("errors.txt")));
        }
        return end(JSON.readTree(json));
    }

    /// The same cells, but for those that ask the reader: they claim nothing, and take time.
    private static Path withoutExercises(Path notebook, Path copy) throws IOException {
        JsonNode tree = JSON.readTree(notebook.toFile());
        for (JsonNode cell : tree.path("cells")) {
            String source = cell.path("source").toString();
            if (source.contains("Grade.check(") || source.contains("Quiz.ask(")) {
                ((ObjectNode) cell).put("source", "// left out");
            }
        }
        JSON.writeValue(copy.toFile(), tree);
        return copy;
    }

    private static List<String> command(Path notebook, Path classes) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-agent") && !flag.startsWith("-javaagent"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC"));
        PROPERTIES.stream().filter(name -> System.getProperty(name) != null)
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp",
                classes + File.pathSeparator + System.getProperty("java.class.path"),
                "llm.tools.Llm", "run", notebook.toAbsolutePath().toString(),
                "--scale", "ci", "--json"));
        return command;
    }

    private static End end(JsonNode result) {
        JsonNode failure = result.path("failure");
        JsonNode stale = result.path("staleValues");
        if (failure.isObject()) {
            return new End(failure.path("place").asText(), failure.path("error").asText(),
                    failure.path("message").asText());
        }
        return stale.isEmpty() ? new End("", "", "")
                : new End(stale.path(0).asText(), "StaleValue", stale.path(0).asText());
    }
}

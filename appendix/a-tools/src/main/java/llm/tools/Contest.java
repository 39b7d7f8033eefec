package llm.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs programs in turn, each in a process of its own, ours and the peer's, so that both meet the
/// same machine in the same minutes.
///
/// @param root   the project's folder
/// @param python the peer's interpreter
record Contest(Path root, String python) {

    /// What one program measured.
    ///
    /// @param msPerStep median milliseconds of a step or token
    /// @param peakMiB   most memory it took; 0 if unknown
    record Run(double msPerStep, long peakMiB) {}

    /// Why the peer cannot run, if it cannot.
    Optional<String> missingPeer(String... modules) throws IOException {
        Process process = start(List.of(python, "-c", "import " + String.join(", ", modules)));
        String error = new String(process.getErrorStream().readAllBytes(),
                StandardCharsets.UTF_8).strip();
        if (process.onExit().join().exitValue() == 0) {
            return Optional.empty();
        }
        return Optional.of(error.isEmpty() ? "no answer" : error.lines().toList().getLast());
    }

    /// One run of `./llm`.
    Run ours(Comparison job) throws IOException {
        Path arguments = root.resolve(".cache/launch/java.args");
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"), "@" + arguments,
                Llm.class.getName()));
        command.addAll(job.ours());
        return measure(job.name(), command);
    }

    /// One run of the peer.
    Run peer(Comparison job) throws IOException {
        List<String> command = new ArrayList<>(List.of(python,
                root.resolve("appendix/c-kernels/peers").resolve(job.peer().getFirst())
                        .toString()));
        command.addAll(job.peer().subList(1, job.peer().size()));
        return measure(job.name(), command);
    }

    private Run measure(String name, List<String> command) throws IOException {
        Path errors = Files.createTempFile("llm-compare-", ".txt");
        try {
            Process process = new ProcessBuilder(command).directory(root.toFile())
                    .redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(),
                    StandardCharsets.UTF_8).strip();
            int status = process.onExit().join().exitValue();
            if (status != 0 || out.isEmpty()) {
                throw new IllegalStateException("%s must end well and print JSON, got exit code %d: %s"
                        .formatted(name, status, lastLine(errors)));
            }
            JsonNode json = new ObjectMapper().readTree(out.lines().toList().getLast());
            return new Run(json.path("msPerStep").asDouble(), json.path("peakRssMiB").asLong());
        } finally {
            Files.delete(errors);
        }
    }

    private static String lastLine(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file).stream().filter(l -> !l.isBlank()).toList();
        return lines.isEmpty() ? "no message" : lines.getLast();
    }

    private Process start(List<String> command) throws IOException {
        try {
            return new ProcessBuilder(command).directory(root.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException missing) {
            throw new IllegalArgumentException("--python must name a Python interpreter, got "
                    + python + ": " + missing.getMessage(), missing);
        }
    }
}

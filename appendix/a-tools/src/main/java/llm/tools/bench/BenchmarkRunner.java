package llm.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import llm.bench.MachineLimits;
import llm.tools.cli.Project;

/// Runs programs in turn, each in a process of its own, ours and the peers', so that all meet the
/// same machine in the same minutes.
///
/// @param root   the project's folder
/// @param python the interpreter of the peers in Python
record BenchmarkRunner(Path root, String python) {
    /// What one program measured.
    ///
    /// @param msPerStep median milliseconds of a step, token or run
    /// @param peakMiB   most memory it took; 0 if unknown
    record Run(double msPerStep, long peakMiB) {}

    /// Why the peer cannot run, if it cannot.
    Optional<String> missing(Peer peer) throws IOException {
        return switch (peer) {
            case Peer.Python script -> missingModules(script.modules());
            case Peer.Jvm program -> new PeerBuild(root, program.module()).failure()
                    .map(why -> "Maven did not build " + program.module() + " (" + why + ")");
        };
    }

    private Optional<String> missingModules(List<String> modules) throws IOException {
        String names = String.join(", ", modules);
        Process process;
        try {
            process = new ProcessBuilder(python, "-c", "import " + names).directory(root.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException noInterpreter) {
            return Optional.of("--python must name a Python interpreter, got %s (%s)"
                    .formatted(python, noInterpreter.getMessage()));
        }
        String error = new String(process.getErrorStream().readAllBytes(),
                StandardCharsets.UTF_8).strip();
        if (process.onExit().join().exitValue() == 0) {
            return Optional.empty();
        }
        return Optional.of("%s cannot import %s (%s)".formatted(python, names,
                error.isEmpty() ? "no answer" : error.lines().toList().getLast()));
    }

    /// What the machine can do at most, measured anew.
    MachineLimits limits() throws IOException {
        JsonNode json = answer("bench limits",
                llm(List.of("bench", "limits", "--json", "--quiet"), List.of()));
        return new MachineLimits(json.path("gigaflopsPerSecond").asDouble(),
                json.path("gigabytesPerSecond").asDouble());
    }

    /// One run of `./llm`.
    ///
    /// @param extra arguments after the job's own
    Run ours(Comparison job, List<String> extra) throws IOException {
        return run(answer(job.name(), llm(job.ours(), extra)));
    }

    private ProcessBuilder llm(List<String> arguments, List<String> extra) {
        List<String> command = List.of(java(), "@" + root.resolve(".cache/launch/java.args"),
                Project.MAIN_CLASS);
        return new ProcessBuilder(joined(command, arguments, extra));
    }

    /// One run of a peer.
    ///
    /// @param extra arguments after the peer's own
    Run peer(Peer peer, List<String> extra) throws IOException {
        List<String> command = switch (peer) {
            case Peer.Python script -> List.of(python, "-B",
                    root.resolve(Peer.FOLDER).resolve(script.script()).toString());
            case Peer.Jvm program -> List.of(java(), "--enable-native-access=ALL-UNNAMED",
                    "-DDJL_CACHE_DIR=" + root.resolve(".cache/djl"), "-DOPT_OUT_TRACKING=true",
                    "-Dai.djl.offline=true",
                    "-Dorg.bytedeco.javacpp.cachedir=" + root.resolve(".cache/javacpp"),
                    "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                    "-cp", new PeerBuild(root, program.module()).classPath(), program.mainClass());
        };
        var builder = new ProcessBuilder(joined(command, peer.arguments(), extra));
        // What the launcher set for our own threads is not what others are used to.
        builder.environment().keySet()
                .removeAll(List.of("OPENBLAS_NUM_THREADS", "OMP_WAIT_POLICY"));
        if (peer instanceof Peer.Jvm) {
            // libtorch's own threads, waiting, would keep OpenBLAS's from a core.
            builder.environment().put("OMP_WAIT_POLICY", "passive");
        }
        return run(answer(peer.name(), builder));
    }

    private static Run run(JsonNode json) {
        return new Run(json.path("msPerStep").asDouble(), json.path("peakRssMiB").asLong());
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    private static List<String> joined(List<String> command, List<String> arguments,
                                       List<String> extra) {
        return Stream.of(command, arguments, extra).flatMap(List::stream).toList();
    }

    private JsonNode answer(String name, ProcessBuilder builder) throws IOException {
        Path errors = Files.createTempFile(Files.createDirectories(Project.cache()), "compare",
                ".txt");
        try {
            Process process = builder.directory(root.toFile()).redirectError(errors.toFile())
                    .start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(),
                    StandardCharsets.UTF_8).strip();
            int status = process.onExit().join().exitValue();
            if (status != 0 || out.isEmpty()) {
                throw new IllegalStateException("%s must end well and print JSON, got exit code %d: %s"
                        .formatted(name, status, lastLine(errors)));
            }
            return new ObjectMapper().readTree(out.lines().toList().getLast());
        } finally {
            Files.delete(errors);
        }
    }

    private static String lastLine(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file).stream().filter(l -> !l.isBlank()).toList();
        return lines.isEmpty() ? "no message" : lines.getLast();
    }
}

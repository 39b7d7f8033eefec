package llm.tools.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/// Peers that run on a JVM: a Maven module that nothing depends on, built when it is first
/// wanted, so that only those who compare download its libraries.
///
/// @param root   the project's folder
/// @param module its folder in the project
record PeerBuild(Path root, String module) {
    static final String TOKENIZERS = Peer.FOLDER;
    static final String LIBTORCH = Peer.FOLDER + "/libtorch";
    private static final String MAVEN =
            System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn";

    /// Builds what changed.
    ///
    /// @return why that failed, if it did
    Optional<String> failure() {
        var builder = new ProcessBuilder(MAVEN, "-q", "-B", "-ntp", "-pl", module,
                "-Djavacpp.platform=" + Loader.Detector.getPlatform(), "process-classes")
                .directory(root.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            List<String> lines = new String(process.getInputStream().readAllBytes(),
                    StandardCharsets.UTF_8).lines().filter(line -> line.contains("ERROR")).toList();
            return process.onExit().join().exitValue() == 0 ? Optional.empty()
                    : Optional.of(lines.isEmpty() ? "Maven failed" : lines.getFirst());
        } catch (IOException missing) {
            return Optional.of(missing.getMessage());
        }
    }

    /// The module's own classes and its libraries.
    String classPath() throws IOException {
        Path target = root.resolve(module).resolve("target");
        return target.resolve("classes") + File.pathSeparator
                + Files.readString(target.resolve("classpath.txt")).strip();
    }
}

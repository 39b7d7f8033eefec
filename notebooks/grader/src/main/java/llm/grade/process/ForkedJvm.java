package llm.grade.process;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How a JVM is started that sees the same library as this one.
///
/// @param sandbox around it
/// @param device  `cpu` or `plain`
public record ForkedJvm(Sandbox sandbox, String device) {
    private static final List<String> KEPT = List.of("--add-modules", "--enable-native-access",
            "--sun-misc-unsafe-memory-access", "-Djava.awt.headless",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes", "-XX:SharedArchiveFile");
    private static final String LIBRARIES = "org.bytedeco.javacpp.cachedir";

    /// Starts it.
    Process start(Limits limits) throws IOException {
        Path javaHome = Path.of(System.getProperty("java.home"));
        String classPath = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin/java").toString());
        command.addAll(flags());
        command.addAll(List.of("-Xmx" + limits.heapMib() + "m", "-XX:+UseSerialGC",
                "-XX:-UsePerfData", "-Xlog:cds*=off,aot*=off",
                "-XX:+ExitOnOutOfMemoryError", "-XX:+DisplayVMOutputToStderr", "-Xshare:auto",
                "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + nowhere(), "-Xrs",
                "-Dllm.device=" + device, "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
        var readable = new ArrayList<Path>();
        String libraries = System.getProperty(LIBRARIES);
        if (libraries != null) {
            command.add("-D" + LIBRARIES + "=" + libraries);
            readable.add(Path.of(libraries));
        }
        archive().ifPresent(readable::add);
        command.addAll(List.of("-cp", classPath, AnswerMain.class.getName()));
        var builder = new ProcessBuilder(sandbox.around(command,
                Sandbox.readable(javaHome, classPath, readable), limits));
        sandbox.hide(builder.environment());
        builder.environment().put("OPENBLAS_NUM_THREADS", "1");
        return builder.directory(new File(System.getProperty("java.io.tmpdir"))).start();
    }

    private static Stream<String> given() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream();
    }

    private static List<String> flags() {
        return given().filter(flag -> KEPT.stream().anyMatch(flag::startsWith)).toList();
    }

    /// The archive of loaded classes that this JVM was started with.
    private static Optional<Path> archive() {
        return given().filter(flag -> flag.startsWith("-XX:SharedArchiveFile="))
                .map(flag -> Path.of(flag.substring(flag.indexOf('=') + 1))).findFirst();
    }

    private static String nowhere() {
        return System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null";
    }
}

package llm.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A JVM of its own for what must not depend on the tests before it, such as memory.
final class FreshJvm {

    private FreshJvm() {
    }

    /// Runs a program with the flags that the launcher sets.
    ///
    /// @return the lines it printed
    static List<String> run(Class<?> program, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-javaagent")).forEach(command::add);
        command.addAll(List.of("-Xmx1g", "-Xms64m", "-XX:MaxNewSize=64m", "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).as("exit code of %s", program.getSimpleName()).isZero();
        return lines;
    }
}

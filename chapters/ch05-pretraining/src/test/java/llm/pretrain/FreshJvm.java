package llm.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A JVM of its own for what must not depend on the tests before it, such as memory.
public final class FreshJvm {

    private FreshJvm() {
    }

    /// Runs a program with the flags that the launcher sets.
    ///
    /// @param heap the largest heap, such as `1g`
    /// @return the lines it printed
    public static List<String> run(String heap, Class<?> program, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-javaagent")).forEach(command::add);
        command.addAll(List.of("-Xmx" + heap, "-Xms64m", "-XX:MaxNewSize=64m",
                "-XX:+UseSerialGC", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null",
                "-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).as("exit code of %s, which said %s",
                program.getSimpleName(), lines).isZero();
        return lines;
    }
}

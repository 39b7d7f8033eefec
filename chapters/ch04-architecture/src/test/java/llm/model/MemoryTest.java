package llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Memory")
class MemoryTest {

    @ParameterizedTest(name = "{0} batch shapes")
    @ValueSource(ints = {1, 20})
    @DisplayName("of a training loop is at step 2,000 at most 16 MiB above step 200, with")
    void doesNotGrow(int shapes) throws IOException, InterruptedException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")),
                "resident memory is read from /proc");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-javaagent")).forEach(command::add);
        command.addAll(List.of("-Xmx1g", "-Xms64m", "-XX:MaxNewSize=64m",           // as the launcher sets
                "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), MemoryLoop.class.getName(),
                Integer.toString(shapes)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).isZero();
        assertThat(Long.parseLong(lines.get(1)) - Long.parseLong(lines.get(0)))
                .isLessThan(16 << 10);
    }
}

package llm.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Talks to the kernel with Jupyter's own client; without one installed, the tests are skipped.
@DisplayName("The Jupyter kernel")
class JavaKernelTest {
    private static final Path SCRIPT =
            Path.of("src/test/resources/llm/kernel/kernel_check.py").toAbsolutePath();
    private static final int STARTS = 100;

    @TempDir
    private Path jupyter = Path.of("");

    @TestFactory
    @DisplayName("does what Jupyter asks for")
    Stream<DynamicTest> answers() throws IOException, InterruptedException {
        List<String> lines = check();
        assertThat(lines).isNotEmpty();
        return lines.stream().map(line -> dynamicTest(line.replaceFirst("^(ok|FAILED) ", ""),
                () -> assertThat(line).startsWith("ok ")));
    }

    @Test
    @Tag("slow")
    @EnabledIfSystemProperty(named = "llm.slow", matches = "true",
            disabledReason = "takes minutes: -Dllm.slow=true")
    @DisplayName("starts a hundred times in a row without a hang")
    void starts() throws IOException, InterruptedException {
        assertThat(check("starts", String.valueOf(STARTS)))
                .hasSize(STARTS).allMatch(line -> line.startsWith("ok "));
    }

    private List<String> check(String... arguments) throws IOException, InterruptedException {
        Optional<String> python = pythonWithJupyter();
        Assumptions.assumeTrue(python.isPresent(),
                "Jupyter's client is not installed: apt-get install python3-nbclient");
        kernelOfThisBuild().writeTo(jupyter);
        var command = new ArrayList<>(List.of(python.orElseThrow(), SCRIPT.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("JUPYTER_PATH", jupyter.toString());
        builder.environment().put("PYTHONIOENCODING", "UTF-8");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(),
                StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    private static Optional<String> pythonWithJupyter() throws IOException, InterruptedException {
        for (String python : List.of("python3", "/usr/bin/python3", "python")) {
            try {
                Process process = new ProcessBuilder(python, "-c", "import jupyter_client")
                        .redirectErrorStream(true).start();
                if (process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0) {
                    return Optional.of(python);
                }
            } catch (IOException _) {
                // there is no such program
            }
        }
        return Optional.empty();
    }

    /// The JVM of these tests, with its flags and class path.
    private static KernelSpec kernelOfThisBuild() {
        return new KernelSpec(List.of(Path.of(System.getProperty("java.home"), "bin/java")
                .toString(), "--add-modules", "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true", "-Xmx512m", "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path")));
    }
}

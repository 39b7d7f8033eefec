package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The launcher")
class LaunchFilesTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("starts the JVM with the flags that the tests run with")
    void sharesTheFlagsOfTheTests() throws IOException {
        var settings = new Properties();
        try (var in = Files.newBufferedReader(Path.of("target/launch/launch.properties"))) {
            settings.load(in);
        }
        String ours = String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments());

        String flags = settings.getProperty("flags").replace("--add-modules ", "--add-modules=");
        assertThat(flags.split(" ")).hasSizeGreaterThan(3)
                .allSatisfy(flag -> assertThat(ours).contains(flag));
    }

    @Test
    @DisplayName("sets the thread pools' environment as the tests do, in both scripts")
    void sharesTheEnvironmentOfTheTests() throws IOException {
        for (String setting : List.of("OPENBLAS_NUM_THREADS=1", "OMP_WAIT_POLICY=passive")) {
            String[] pair = setting.split("=");
            assertThat(System.getenv(pair[0])).isEqualTo(pair[1]);
            assertThat(ROOT.resolve("llm")).content().contains(setting);
            assertThat(ROOT.resolve("llm.cmd")).content().contains(setting);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"llm", ".ci/run"})
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("is a script that bash can read")
    void isValidBash(String script) throws IOException, InterruptedException {
        var bash = new ProcessBuilder("bash", "-n", ROOT.resolve(script).toString())
                .redirectErrorStream(true).start();

        assertThat(new String(bash.getInputStream().readAllBytes())).isEmpty();
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    @DisplayName("keeps running programs safe: own jars are copied, libraries are not")
    void copiesOwnJars() throws IOException {
        Path project = folder.resolve("a project with spaces");
        Path launch = Files.createDirectories(project.resolve("appendix/a-tools/target/launch"));
        Files.writeString(launch.getParent().resolve("tools.jar"), "jar");
        String library = folder.resolve("library.jar").toString();
        Files.writeString(launch.resolve("classpath.txt"), library);
        Files.writeString(launch.resolve("launch.properties"), "jar=tools.jar\nflags=-Dflag=1\n");

        for (int build = 0; build < 7; build++) {
            new LaunchFiles(project).write();
        }

        Path cache = project.resolve(".cache/launch");
        var lines = Files.readAllLines(cache.resolve("java.args"));
        assertThat(lines).startsWith("# " + project, "-Dflag=1");
        assertThat(lines).contains("-cp");
        assertThat(lines.get(lines.indexOf("-cp") + 1)).contains("tools.jar", "library.jar")
                .doesNotContain("a-tools/target");
        try (var files = Files.newDirectoryStream(cache, "build-*")) {
            var builds = new ArrayList<Path>();
            files.forEach(builds::add);
            assertThat(builds).hasSize(5).allSatisfy(build ->
                    assertThat(build.resolve("tools.jar")).hasContent("jar"));
        }
    }

    @Test
    @DisplayName("escapes Windows paths for Java's argument file")
    void escapesBackslashes() {
        assertThat(LaunchFiles.quoted("-Dx=C:\\My Book")).isEqualTo("\"-Dx=C:\\\\My Book\"");
    }
}

package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs the script itself, in a project whose Maven and Java only write down that they ran.
@EnabledOnOs({OS.LINUX, OS.MAC})
@DisplayName("The launcher's script")
class LauncherScriptTest {
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder = Path.of("");
    private Path project = Path.of("");
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(folder.resolve("a project")).toRealPath();
        Files.copy(Path.of("../../llm"), project.resolve("llm"));
        Files.writeString(project.resolve("pom.xml"), "");
        for (String name : List.of("chapters", "datasets", "appendix", "notebooks/runtime",
                "jdk/bin", "bin")) {
            Files.createDirectories(project.resolve(name));
        }
        Files.writeString(project.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
        program("jdk/bin/javac", "");
        program("jdk/bin/java", """
                if [[ "$*" == *LaunchFiles* ]]; then
                    echo "# ${!#}" > "${!#}/.cache/launch/java.args"
                else
                    printf '%s\\n' "charmap=$(locale charmap 2>&1)" "$@"
                fi
                """);
        program("bin/mvn", """
                echo begin >> builds
                sleep 0.2
                echo end >> builds
                """);
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(project.resolve(name), "#!/usr/bin/env bash\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Process start(Map<String, String> environment, String... arguments)
            throws IOException {
        return startBash(environment, "exec bash '" + project.resolve("llm") + "' "
                + String.join(" ", arguments));
    }

    private Process startBash(Map<String, String> environment, String command)
            throws IOException {
        var builder = new ProcessBuilder("bash", "-c", command).directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors()));
        builder.environment().keySet().removeIf(
                name -> name.startsWith("LC_") || name.startsWith("LANG"));
        builder.environment().putAll(Map.of("JAVA_HOME", project.resolve("jdk").toString(),
                "PATH", project.resolve("bin") + ":" + System.getenv("PATH")));
        builder.environment().putAll(environment);
        builder.environment().values().removeIf(String::isEmpty);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    @AfterEach
    void endAll() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private File errors() {
        return folder.resolve("errors").toFile();
    }

    /// What the JVM was started with, line by line.
    private List<String> run(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return output(start(environment, arguments));
    }

    private List<String> output(Process process) throws IOException, InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ends").isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors().toPath())).isZero();
        return process.inputReader().lines().toList();
    }

    @Test
    @DisplayName("builds and starts Java where HOME is not set, as in cron and in systemd's units")
    void needsNoHome() throws IOException, InterruptedException {
        assertThat(run(Map.of("HOME", ""), "next")).contains("llm.tools.Llm", "next");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"java.args", "build-1/a.jar", "build-1/start.jsa"})
    @DisplayName("builds anew, and says so, where a file of the last build was damaged or deleted")
    void rebuildsWhatIsDamaged(String name) throws IOException, InterruptedException {
        Path file = project.resolve(".cache/launch").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "whole");
        run(Map.of(), "next");
        run(Map.of(), "next");
        assertThat(project.resolve("builds")).hasContent("begin\nend");
        Thread.sleep(50);                                    // file systems' clocks are coarse
        if (name.endsWith(".jar")) {
            Files.delete(file);
        } else {
            Files.writeString(file, "# " + project + "\n");
        }

        assertThat(run(Map.of(), "next")).contains("llm.tools.Llm");
        assertThat(Files.readString(errors().toPath())).contains(
                "are not as they were built: building the book anew").doesNotContain("FAILED");
        run(Map.of(), "next");
        assertThat(Files.readAllLines(project.resolve("builds"))).hasSize(4);
    }

    @Test
    @DisplayName("finds its own folder whatever CDPATH says")
    void ignoresSearchPath() throws IOException, InterruptedException {
        Process process = startBash(Map.of("CDPATH", folder.toString()), "bash 'a project/llm'");

        assertThat(output(process)).contains("llm.tools.Llm");
        assertThat(project.resolve("builds")).exists();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"A=b", "LANG=C", "LC_ALL=POSIX", "LANG=xx_YY.UTF-8",
        "LC_ALL=xx_YY.UTF-8", "LC_CTYPE=xx_YY.utf8", "LANG=C.UTF-8 LC_TIME=xx_YY.UTF-8",
        "LANG=xx_YY.UTF-8 LC_CTYPE=C.UTF-8", "LANG=C.UTF-8", "LC_ALL=C.utf8"})
    @EnabledOnOs(OS.LINUX)
    @DisplayName("gives Java a locale that is installed and in UTF-8, whatever is named")
    void findsLocale(String setting) throws IOException, InterruptedException {
        var environment = new HashMap<String, String>();
        for (String pair : setting.split(" ")) {
            environment.put(pair.split("=")[0], pair.split("=")[1]);
        }
        assertThat(run(environment, "next")).startsWith("charmap=UTF-8");
    }

    @Test
    @DisplayName("keeps a locale that is good")
    void keepsLocale() throws IOException, InterruptedException {
        program("jdk/bin/java", "echo \"${LC_ALL:-none} $LANG\"\n");
        Files.createDirectories(project.resolve(".cache/launch"));
        Files.writeString(project.resolve(".cache/launch/java.args"), "# " + project + "\n");
        String good = System.getProperty("os.name").startsWith("Mac") ? "en_US.UTF-8" : "C.UTF-8";

        assertThat(run(Map.of("LANG", good), "next")).containsExactly("none " + good);
    }

    /// What killed builds, other programs and older launchers may leave as `.cache/lock`.
    static Stream<String> stale() {
        long stranger = ProcessHandle.current().pid();
        return Stream.of("", "owner=", "owner=1", "owner=" + stranger, "owner=99999999",
                "takeover/x=", "1-=", "1-0.0=", stranger + "-unknown=", "99999999-0.0=");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @MethodSource("stale")
    @DisplayName("takes over a lock that nobody holds")
    void takesOver(String entry) throws IOException, InterruptedException {
        leave(entry);

        assertThat(run(Map.of(), "next")).contains("next");
        assertThat(Files.readAllLines(project.resolve("builds"))).containsExactly("begin", "end");
        assertThat(project.resolve(".cache/lock")).isEmptyDirectory();
    }

    private void leave(String entry) throws IOException {
        Path lock = Files.createDirectories(project.resolve(".cache/lock"));
        if (!entry.isEmpty()) {
            String[] pair = entry.split("=", 2);
            Path file = lock.resolve(pair[0]);
            Files.createDirectories(file.getParent());
            Files.writeString(file, pair[1]);
        }
    }

    @Test
    @DisplayName("takes over the lock of a build that was killed and still has its number")
    void takesOverFromTheDead() throws IOException, InterruptedException {
        program("bin/mvn", "echo begin >> builds\nsleep 60\n");
        Process killed = start(Map.of(), "next");
        while (Files.notExists(project.resolve("builds"))) {
            Thread.sleep(20);
        }
        List<ProcessHandle> children = killed.descendants().toList();
        killed.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
        assertThat(project.resolve(".cache/lock")).isNotEmptyDirectory();
        program("bin/mvn", "echo again >> builds\n");

        assertThat(run(Map.of(), "next")).contains("next");
    }

    @ParameterizedTest(name = "with \"{0}\" left as the lock")
    @ValueSource(strings = {"none", "", "owner=1", "1-0.0="})
    @DisplayName("lets one of six builds run at a time")
    void excludes(String entry) throws IOException, InterruptedException {
        if (!entry.equals("none")) {
            leave(entry);
        }
        var six = new ArrayList<Process>();
        for (int i = 0; i < 6; i++) {
            six.add(start(Map.of("LLM_DATA_DIR", "x"), "test"));
        }
        for (Process each : six) {
            assertThat(each.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(each.exitValue()).isZero();
        }
        assertThat(Files.readAllLines(project.resolve("builds"))).isEqualTo(
                Collections.nCopies(6, List.of("begin", "end")).stream()
                        .flatMap(List::stream).toList());
    }

    @Test
    @DisplayName("fails when nobody can read what the tests printed")
    @EnabledOnOs(OS.LINUX)
    void failsAtAFullOutput() throws IOException, InterruptedException {
        program("bin/mvn", "sleep 0.2; seq 100000\n");
        for (String output : List.of("> /dev/full", "| head -c 1 > /dev/null")) {
            Process bash = startBash(Map.of(), "bash 'a project/llm' test " + output
                    + "; exit ${PIPESTATUS[0]}");
            assertThat(bash.waitFor()).as(output).isNotZero();
        }
    }

    @Test
    @DisplayName("shows which module Maven is at on a terminal, and one line elsewhere")
    @EnabledOnOs(OS.LINUX)
    void showsProgress() throws IOException, InterruptedException {
        program("bin/mvn", "echo '[INFO] Building Chapter 3 0.1 [4/20]'\n");
        String command = "bash '" + project.resolve("llm") + "' next";
        Process onTerminal = startBash(Map.of(), "script -qec \"" + command + "\" /dev/null");
        assertThat(output(onTerminal)).anyMatch(line -> line.contains("Building Chapter 3 0.1 [4/20]"));

        Files.delete(project.resolve(".cache/launch/java.args"));
        run(Map.of(), "next");
        assertThat(Files.readString(errors().toPath())).contains("Building the book …")
                .doesNotContain("Chapter 3");
    }

    @Test
    @DisplayName("lets options of the user win: a smaller heap, another collector")
    void optionsOfTheUser() throws IOException, InterruptedException {
        assertThat(run(Map.of("LLM_JAVA_OPTS", "-Xmx32m"), "next"))
                .containsSubsequence("-Xms8m", "-Xmx32m", "llm.tools.Llm");
        assertThat(run(Map.of("LLM_JAVA_OPTS", "-XX:+UseG1GC"), "next"))
                .containsSubsequence("-XX:-UseSerialGC", "-XX:+UseG1GC", "llm.tools.Llm")
                .doesNotContain("-Xms8m");
        assertThat(run(Map.of(), "next")).doesNotContain("-Xms8m", "-XX:-UseSerialGC");
    }

    @Test
    @DisplayName("puts temporary files into its folder, or where the user says if that exists")
    void choosesTemporaryFolder() throws IOException, InterruptedException {
        String own = "-Djava.io.tmpdir=" + project.resolve(".cache/tmp");
        String given = "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("given"));

        assertThat(run(Map.of(), "next")).contains(own);
        assertThat(run(Map.of("LLM_JAVA_OPTS", "-Xmx2g " + given), "next"))
                .contains("-Xmx2g").endsWith(given, "llm.tools.Llm", "next");
        assertThat(run(Map.of("LLM_JAVA_OPTS", "-Djava.io.tmpdir=/nonexistent"), "next"))
                .endsWith(own, "llm.tools.Llm", "next");
        assertThat(project.resolve(".cache/tmp")).isDirectory();
    }
}

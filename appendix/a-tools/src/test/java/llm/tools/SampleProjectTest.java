package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import llm.tales.TaleGenerator;
import llm.train.StagedFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Builds the project with Maven, offline, from the modules as they are built here. They go to a
/// Maven repository of the test's own, in which the libraries are links.
@DisplayName("The sample project, which uses the book as a library,")
@EnabledOnOs({OS.LINUX, OS.MAC})
class SampleProjectTest {
    private static final Path BOOK = Path.of("../..").toAbsolutePath().normalize();
    private static final Path SAMPLE = BOOK.resolve("appendix/a-tools/sample-project");
    private static final String GROUP = "llmfromscratch";
    private static final String VERSION = "0.1.0-SNAPSHOT";
    private static final Set<String> NO_MODULES = Set.of("src", "target", "clients",
            "sample-project", "exercises", ".cache", ".git");

    @TempDir
    private static Path folder = Path.of("");

    /// What a program printed, and how it ended.
    private record Output(int exitCode, List<String> lines) {

        static Output of(ProcessBuilder builder) throws IOException, InterruptedException {
            Process process = builder.redirectErrorStream(true).start();
            List<String> lines = process.inputReader().lines().toList();
            return new Output(process.waitFor(), lines);
        }

        String story() {
            return lines.stream().filter(line -> line.startsWith("Story: ")).findFirst()
                    .orElseThrow(() -> new AssertionError(String.join("\n", lines)));
        }
    }

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        assumeTrue(Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "mvn"))), "needs Maven");
        Path repository = Files.createDirectories(folder.resolve("repository"));
        linkLibraries(repository);
        for (Path pom : poms(BOOK)) {
            install(pom, repository.resolve("org").resolve(GROUP));
        }
        copy(SAMPLE, folder.resolve("sample"));
        TaleGenerator.of(1).writeTo(folder.resolve("tales.txt"), 20_000, _ -> { });
        var maven = new ProcessBuilder("mvn", "-o", "-B", "-ntp", "-f",
                folder.resolve("sample/pom.xml").toString(), "-Dmaven.repo.local=" + repository,
                "compile");
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Output built = Output.of(maven);
        assertThat(built.exitCode).as(String.join("\n", built.lines)).isZero();
    }

    /// Before JUnit warns of each link that it deletes.
    @AfterAll
    static void deleteLinks() throws IOException {
        if (Files.exists(folder.resolve("repository"))) {
            StagedFolder.delete(folder.resolve("repository"));
        }
    }

    private static void linkLibraries(Path repository) throws IOException {
        Path home = Path.of(System.getProperty("localRepository",
                System.getProperty("user.home") + "/.m2/repository"));
        link(home, repository, "org");
        link(home.resolve("org"), Files.createDirectories(repository.resolve("org")), GROUP);
    }

    private static void link(Path from, Path to, String except) throws IOException {
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.filter(e -> !e.endsWith(except)).toList()) {
                Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
            }
        }
    }

    private static List<Path> poms(Path module) throws IOException {
        List<Path> poms = new ArrayList<>();
        if (Files.exists(module.resolve("pom.xml"))) {
            poms.add(module.resolve("pom.xml"));
        }
        try (Stream<Path> entries = Files.list(module)) {
            for (Path entry : entries.filter(Files::isDirectory).toList()) {
                if (!NO_MODULES.contains(entry.getFileName().toString())) {
                    poms.addAll(poms(entry));
                }
            }
        }
        return poms;
    }

    private static void install(Path pom, Path group) throws IOException {
        String own = Files.readString(pom).replaceFirst("(?s)<parent>.*?</parent>", "");
        String name = own.replaceFirst("(?s).*?<artifactId>(.*?)</artifactId>.*", "$1");
        Path place = Files.createDirectories(group.resolve(name).resolve(VERSION));
        Files.copy(pom, place.resolve(name + "-" + VERSION + ".pom"));
        Path classes = pom.resolveSibling("target/classes");
        if (Files.isDirectory(classes)) {
            int failed = ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err,
                    "--create", "--no-compress", "--file",
                    place.resolve(name + "-" + VERSION + ".jar").toString(), "-C",
                    classes.toString(), ".");
            assertThat(failed).isZero();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private static Output tell(String model, List<String> flags)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(flags);
        command.addAll(List.of("-Dllm.cache=" + folder.resolve("cache"), "-cp",
                "target/classes" + File.pathSeparator + Files.readString(
                        folder.resolve("sample/target/classpath.txt")),
                "example.Storyteller", "../tales.txt", model, "The"));
        return Output.of(new ProcessBuilder(command).directory(
                folder.resolve("sample").toFile()));
    }

    @Test
    @DisplayName("trains, saves, loads and writes with the flags that it and the README name")
    void runs() throws IOException, InterruptedException {
        String flags = Files.readString(SAMPLE.resolve("jvm.args"));
        assertThat(Files.readString(BOOK.resolve("README.md"))).contains("```\n" + flags + "```");
        Output output = tell("model", List.of("@jvm.args"));

        assertThat(output.exitCode).as(String.join("\n", output.lines)).isZero();
        assertThat(output.lines).contains("Device: cpu");
        assertThat(output.story()).startsWith("Story: The").hasSizeGreaterThan(20);
        assertThat(folder.resolve("sample/model/model.safetensors")).isNotEmptyFile();
        assertThat(Terminal.run("inspect", folder.resolve("sample/model").toString()).exitCode())
                .isZero();
    }

    @Test
    @DisplayName("says which flag is missing, and tells the same story more slowly without it")
    void runsWithoutFlags() throws IOException, InterruptedException {
        Output output = tell("slow", List.of());

        assertThat(output.exitCode).as(String.join("\n", output.lines)).isZero();
        assertThat(output.lines).contains("Device: plain", "Device cpu is left out: the JVM must "
                + "be started with --add-modules jdk.incubator.vector, got one without it; other "
                + "devices are many times slower.").noneMatch(line -> line.startsWith("\tat "));
        assertThat(output.story()).isEqualTo(tell("fast", List.of("@jvm.args")).story());
    }
}

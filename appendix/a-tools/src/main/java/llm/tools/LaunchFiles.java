package llm.tools;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/// Prepares what the launcher starts: copies the project's jars out of reach of the next build
/// (a running training must not lose its classes) and writes Java's argument file.
///
/// Reads `appendix/a-tools/target/launch`, writes `.cache/launch`.
final class LaunchFiles {
    private static final int BUILDS_KEPT = 5;

    private final Path root;
    private final Path cache;
    private final Path target;

    LaunchFiles(Path root) {
        this.root = root.toAbsolutePath().normalize();
        cache = this.root.resolve(".cache");
        target = this.root.resolve("appendix/a-tools/target");
    }

    /// Run by the launcher after a build: `LaunchFiles ROOT`.
    public static void main(String[] args) throws IOException {
        new LaunchFiles(Path.of(args[0])).write();
    }

    /// Writes jars and argument file; the file appears last and in one piece, because another
    /// launcher may be reading it.
    Path write() throws IOException {
        Path launch = cache.resolve("launch");
        Path jars = Files.createDirectories(launch.resolve("build-" + System.currentTimeMillis()));
        var settings = new Properties();
        try (var in = Files.newBufferedReader(target.resolve("launch/launch.properties"))) {
            settings.load(in);
        }
        var classPath = copies(entries(settings.getProperty("jar")), jars);
        var lines = arguments(settings.getProperty("flags"), classPath);
        Path draft = Files.write(launch.resolve("java.args.new"), lines);
        Path start = jars.resolve("start.jsa");
        if (rehearse(draft, start)) {
            lines.add("-Xlog:cds*=off,aot*=off");           // another JDK ignores the archive
            lines.add(quoted("-XX:SharedArchiveFile=" + start));
            Files.write(draft, lines);
        }
        forgetOldBuilds(launch);
        return Files.move(draft, launch.resolve("java.args"),
                StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /// The first line names the project's folder: a moved checkout must build again.
    private List<String> arguments(String flags, List<Path> classPath) throws IOException {
        String path = String.join(File.pathSeparator,
                classPath.stream().map(Path::toString).toList());
        return new ArrayList<>(List.of(
                "# " + root,
                flags,
                // Tensors live outside the heap: it stays small, and one core can collect it.
                "-Xmx1g -Xms64m -XX:MaxNewSize=64m -XX:+UseSerialGC",
                "-XX:-UsePerfData",                         // it would lie in /tmp
                // Looking for Groovy, which is not there, would open every jar.
                "-Dpicocli.disable.closures=true",
                quoted("-Dllm.cache=" + cache),
                quoted("-Djava.io.tmpdir=" + Files.createDirectories(cache.resolve("tmp"))),
                quoted("-Dorg.bytedeco.javacpp.cachedir=" + cache.resolve("javacpp")),
                "-cp",
                quoted(path)));
    }

    /// Runs what users run and keeps the classes that it needed ready for the next starts. An AOT
    /// cache would keep fewer of them: beside an incubating module it leaves out all lambdas.
    private static boolean rehearse(Path arguments, Path start) throws IOException {
        var java = ProcessHandle.current().info().command().orElse("java");
        var process = new ProcessBuilder(java, "@" + arguments, "-Xlog:disable",
                "-XX:ArchiveClassesAtExit=" + start, Rehearsal.class.getName())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.onExit().join();
        return Files.exists(start);
    }

    private List<Path> entries(String jar) throws IOException {
        String libraries = Files.readString(target.resolve("launch/classpath.txt")).strip();
        var entries = new ArrayList<>(List.of(target.resolve(jar)));
        for (String library : libraries.split(File.pathSeparator)) {
            entries.add(Path.of(library));
        }
        return entries;
    }

    /// Our own jars, and the one library that is too old for the archive.
    private List<Path> copies(List<Path> entries, Path jars) throws IOException {
        var classPath = new ArrayList<Path>();
        for (Path entry : entries) {
            String name = entry.getFileName().toString();
            classPath.add(name.startsWith("picocli-") ? RaisedClasses.copy(entry, jars)
                    : entry.startsWith(root) ? Files.copy(entry, jars.resolve(name)) : entry);
        }
        return classPath;
    }

    private static void forgetOldBuilds(Path launch) throws IOException {
        try (Stream<Path> builds = Files.list(launch)) {
            var old = builds.filter(p -> p.getFileName().toString().startsWith("build-"))
                    .sorted(Comparator.reverseOrder()).skip(BUILDS_KEPT).toList();
            for (Path build : old) {
                delete(build);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /// In an argument file a backslash escapes within quotes: Windows paths need two.
    static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

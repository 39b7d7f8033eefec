package llm.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The command line in a process of its own, which may be killed.
///
/// @param process   runs in `folder`
/// @param folder    what it writes is somewhere in it
/// @param terminal  where its output goes
public record CommandProcess(Process process, Path folder, Path terminal) implements AutoCloseable {
    private static final int MOST_MINUTES = 5;

    /// How a process is told to end.
    public enum Signal {
        /// at once
        KILL,
        /// as by `kill` and `systemctl stop`
        TERM,
        /// as by Ctrl-C
        INT;

        public static Signal any(Random random) {
            return values()[random.nextInt(values().length)];
        }
    }

    /// @param processors how many it believes to have, and thus its threads
    public static CommandProcess start(Path folder, int processors, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true", "-Xmx512m", "-XX:+UseSerialGC",
                "-XX:ActiveProcessorCount=" + processors, "-cp",
                System.getProperty("java.class.path"), Llm.class.getName()));
        command.addAll(arguments);
        Path terminal = Files.createTempFile(folder.getParent(), "terminal", ".txt");
        return new CommandProcess(new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(terminal.toFile()).start(),
                folder, terminal);
    }

    /// Kills it after some time.
    ///
    /// @return whether it was still there
    public boolean killAfter(long milliseconds, Signal signal)
            throws IOException, InterruptedException {
        return !process.waitFor(milliseconds, TimeUnit.MILLISECONDS) && kill(signal);
    }

    /// Kills it when files have come, gone or changed a number of times, which is often in the
    /// middle of a save.
    ///
    /// @return whether it was still there
    public boolean killAtChange(int number, Signal signal) throws IOException, InterruptedException {
        Map<Path, FileTime> seen = files();
        for (int changes = 0; changes <= number; ) {
            if (!process.isAlive()) {
                return false;
            }
            Map<Path, FileTime> now = files();
            changes += now.equals(seen) ? 0 : 1;
            seen = now;
        }
        return kill(signal);
    }

    /// Kills it as soon as a file is there.
    ///
    /// @return whether it was still there itself
    public boolean killWhenThere(Path file, Signal signal) throws IOException, InterruptedException {
        while (!Files.exists(file)) {
            if (!process.isAlive()) {
                throw new IllegalStateException("%s must be written before the end, got: %s"
                        .formatted(file, told()));
            }
        }
        return kill(signal);
    }

    private Map<Path, FileTime> files() throws IOException {
        Map<Path, FileTime> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                all.put(file, Files.getLastModifiedTime(file));
            }
        } catch (IOException | UncheckedIOException _) {
            all.put(folder, FileTime.fromMillis(System.nanoTime()));   // one went while we looked
        }
        return all;
    }

    private boolean kill(Signal signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-s", signal.name(), String.valueOf(process.pid())).start()
                .waitFor();
        return exitCode() != 0;
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("a training must end within %d minutes, got %s"
                    .formatted(MOST_MINUTES, process.info()));
        }
        return process.exitValue();
    }

    /// What it has printed.
    public String told() throws IOException {
        return Files.readString(terminal);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.delete(terminal);
    }
}

package llm.grade.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What surrounds an answer's process: with bubblewrap on Linux a view of the system that holds the
/// JDK and the library to be read, a small folder in memory to be written, no network and no other
/// process; elsewhere nothing.
public sealed interface Sandbox {
    /// The command that runs `command` inside.
    ///
    /// @param readable files and folders that it needs
    List<String> around(List<String> command, List<Path> readable, Limits limits);

    /// Processes that it adds.
    int processes();

    /// Takes away what the process that starts it must not tell those inside.
    void hide(Map<String, String> environment);

    /// No sandbox: the answer's process may do what its user may.
    record None() implements Sandbox {
        @Override
        public List<String> around(List<String> command, List<Path> readable, Limits limits) {
            return command;
        }

        @Override
        public int processes() {
            return 0;
        }

        @Override
        public void hide(Map<String, String> environment) {}
    }

    /// The sandbox of this machine; empty if there is no bubblewrap, or it may not work here, as in
    /// many containers.
    ///
    /// @param program its name or path, usually `bwrap`
    static Optional<Sandbox> find(String program) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        Optional<String> help = output(List.of(program, "--help"));
        if (help.isEmpty()) {
            return Optional.empty();
        }
        boolean canLimit = help.get().contains("--size");
        boolean canForbid = help.get().contains("--disable-userns");
        return Stream.of(new Bubblewrap(program, canLimit, canForbid),
                        new Bubblewrap(program, canLimit, false))
                .filter(Sandbox::works).findFirst().map(each -> each);
    }

    private static boolean works(Sandbox sandbox) {
        return output(sandbox.around(List.of("/usr/bin/env", "true"), List.of(), Limits.usual()))
                .isPresent();
    }

    private static Optional<String> output(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes());
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(text) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Bubblewrap, which unprivileged users may start.
    ///
    /// @param program   its name or path
    /// @param canLimit  whether it knows the size of a folder in memory
    /// @param canForbid whether it can forbid sandboxes inside, where an answer would be root
    record Bubblewrap(String program, boolean canLimit, boolean canForbid) implements Sandbox {
        private static final List<String> SYSTEM = List.of("/usr", "/lib", "/lib32", "/lib64",
                "/bin", "/etc/ld.so.cache", "/etc/alternatives");

        @Override
        public List<String> around(List<String> command, List<Path> readable, Limits limits) {
            var all = new ArrayList<>(List.of(program, "--unshare-all", "--die-with-parent",
                    "--new-session", "--cap-drop", "ALL", "--clearenv",
                    "--setenv", "LC_ALL", "C.UTF-8",
                    "--setenv", "OPENBLAS_NUM_THREADS", "1", "--setenv", "HOME", "/tmp",
                    "--proc", "/proc", "--dev", "/dev"));
            if (canForbid) {
                all.addAll(List.of("--unshare-user", "--disable-userns"));
            }
            if (canLimit) {
                all.addAll(List.of("--size", Long.toString((long) limits.diskMib() << 20)));
            }
            all.addAll(List.of("--tmpfs", "/tmp"));
            Stream.concat(SYSTEM.stream(), readable.stream().map(Path::toString))
                    .filter(path -> Files.exists(Path.of(path)))
                    .forEach(path -> all.addAll(List.of("--ro-bind", path, path)));
            all.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"));
            all.addAll(command);
            return all;
        }

        @Override
        public int processes() {
            return 2;                                       // its own, in and outside
        }

        @Override
        public void hide(Map<String, String> environment) {
            environment.clear();                            // /proc/1/environ would tell it
        }
    }

    /// What a JVM with this one's class path reads.
    static List<Path> readable(Path javaHome, String classPath, List<Path> more) {
        return Stream.concat(Stream.concat(Stream.of(javaHome),
                Stream.of(classPath.split(File.pathSeparator)).filter(each -> !each.isEmpty())
                        .map(Path::of)), more.stream())
                .map(Path::toAbsolutePath).distinct().toList();
    }
}

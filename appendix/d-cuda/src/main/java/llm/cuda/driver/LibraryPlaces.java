package llm.cuda.driver;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The folders in which CUDA's libraries may be.
///
/// @param environment the environment's variables
/// @param root        where the file system begins
/// @param home        the user's folder
/// @param windows     whether the system is Windows
record LibraryPlaces(Map<String, String> environment, Path root, Path home, boolean windows) {
    /// A system property: folders, separated as those of a class path, that are looked at instead.
    static final String PROPERTY = "llm.cuda.path";

    private static final List<String> IN_A_TOOLKIT =
            List.of("lib64", "lib", "targets/*-linux/lib", "bin", "bin/x64");
    private static final List<String> IN_A_PYTHON = List.of(
            "lib/python3*/site-packages", "lib/python3*/dist-packages",
            "lib/python3/dist-packages", "Lib/site-packages");
    private static final List<String> IN_PACKAGES =
            List.of("nvidia/*/lib", "nvidia/*/bin", "nvidia/*/bin/x86_64");

    static LibraryPlaces ofThisMachine() {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return new LibraryPlaces(System.getenv(), Path.of(File.separator).toAbsolutePath(),
                Path.of(System.getProperty("user.home")), windows);
    }

    /// Where one looks for what a toolkit brings, in words.
    static String inWords() {
        return "CUDA_HOME, CUDA_PATH, the system's loader, /usr/local/cuda*, Python's nvidia "
                + "packages or a jar of org.bytedeco:cuda-redist";
    }

    /// The folders of a toolkit that the environment names, if they exist.
    List<Path> chosen() {
        List<Path> all = new ArrayList<>();
        for (String variable : List.of("CUDA_HOME", "CUDA_PATH", "CONDA_PREFIX")) {
            if (environment.containsKey(variable)) {
                addAll(all, Path.of(environment.get(variable)), IN_A_TOOLKIT);
            }
        }
        return all.stream().distinct().toList();
    }

    /// The folders of installed toolkits, then those of Python's packages, if they exist.
    List<Path> usual() {
        List<Path> all = new ArrayList<>();
        for (Path toolkit : toolkits()) {
            addAll(all, toolkit, IN_A_TOOLKIT);
        }
        addAll(all, root, List.of("usr/lib/wsl/lib", "run/opengl-driver/lib",
                "usr/local/nvidia/lib64"));                     // WSL, NixOS, Kubernetes
        for (Path python : pythons()) {
            for (String packages : IN_A_PYTHON) {
                matching(python, packages).forEach(p -> addAll(all, p, IN_PACKAGES));
            }
        }
        return all.stream().distinct().toList();
    }

    private List<Path> toolkits() {
        List<Path> all = new ArrayList<>();
        addAll(all, root, List.of("usr/local/cuda", "usr/local/cuda-*", "opt/cuda"));
        if (environment.containsKey("ProgramFiles")) {
            addAll(all, Path.of(environment.get("ProgramFiles")),
                    List.of("NVIDIA GPU Computing Toolkit/CUDA/v*"));
        }
        return all;
    }

    private List<Path> pythons() {
        List<Path> all = new ArrayList<>();
        for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
            if (environment.containsKey(variable)) {
                all.add(Path.of(environment.get(variable)));
            }
        }
        addAll(all, home, List.of(".local", ".pyenv/versions/*",
                "AppData/Local/Programs/Python/Python3*"));
        addAll(all, root, List.of("usr/local", "usr"));
        return all;
    }

    private static void addAll(List<Path> all, Path base, List<String> patterns) {
        patterns.forEach(pattern -> all.addAll(matching(base, pattern)));
    }

    /// The folders that a path leads to in which `*` stands for anything within a name, the
    /// greatest names first, as they are the newest versions.
    private static List<Path> matching(Path base, String pattern) {
        if (!pattern.contains("*")) {
            Path folder = base.resolve(pattern);
            return Files.isDirectory(folder) ? List.of(folder) : List.of();
        }
        String[] parts = pattern.split("/", 2);
        List<Path> found = new ArrayList<>();
        for (Path next : named(base, parts[0])) {
            found.addAll(parts.length == 1 ? List.of(next) : matching(next, parts[1]));
        }
        return found;
    }

    private static List<Path> named(Path base, String glob) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(base, glob)) {
            inside.forEach(found::add);
        } catch (IOException e) {
            return List.of();                                   // is not there, or not for us
        }
        found.removeIf(path -> !Files.isDirectory(path));
        found.sort(Comparator.reverseOrder());
        return found;
    }
}

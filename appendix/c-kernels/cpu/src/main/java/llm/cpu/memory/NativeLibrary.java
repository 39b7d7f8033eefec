package llm.cpu.memory;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Copies this platform's OpenBLAS out of its jar, once, into a cache folder.
///
/// The folder is `llm.cache` (a system property that the launcher points into the project) or
/// the user's cache. The copy is our own so that ND4J, which sets its OpenBLAS to all threads,
/// does not share it.
public final class NativeLibrary {

    private NativeLibrary() {
    }

    /// The library file, ready to be loaded; empty if no jar on the class path has it.
    public static Optional<Path> openBlas() throws IOException {
        String folder = "org/bytedeco/openblas/" + platform() + "/";
        URL jar = NativeLibrary.class.getClassLoader().getResource(folder);
        if (jar == null) {
            return Optional.empty();
        }
        Path target = cache().resolve("openblas-" + Integer.toHexString(jar.hashCode()));
        if (!Files.exists(target.resolve("complete"))) {
            copy(jar, folder, target);
        }
        loadCompanions(target);
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(f -> f.getFileName().toString().startsWith("libopenblas"))
                    .findFirst();
        }
    }

    /// Fortran's and the compiler's run-time libraries, which OpenBLAS expects to be there.
    private static void loadCompanions(Path folder) {
        for (String name : List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5")) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                System.load(file.toAbsolutePath().toString());
            }
        }
    }

    private static void copy(URL jar, String folder, Path target) throws IOException {
        Files.createDirectories(target);
        try (FileSystem files = open(jar);
             Stream<Path> inside = Files.list(files.getPath(folder))) {
            for (Path file : inside.filter(NativeLibrary::isLibrary).toList()) {
                copyFile(file, target.resolve(file.getFileName().toString()));
            }
        }
        Files.writeString(target.resolve("complete"), "");
    }

    private static boolean isLibrary(Path file) {
        String name = file.getFileName().toString();
        return name.matches("lib.*\\.(so|dylib|dll).*") && !name.startsWith("libjni");
    }

    private static void copyFile(Path from, Path to) throws IOException {
        Path partial = Files.createTempFile(to.getParent(), "partial", "");
        try (InputStream in = Files.newInputStream(from)) {
            Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(partial, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileSystem open(URL jar) throws IOException {
        try {
            String text = jar.toURI().toString();
            return FileSystems.newFileSystem(URI.create(text.substring(0, text.indexOf('!'))),
                    Map.of());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static Path cache() {
        String set = System.getProperty("llm.cache");
        return set != null ? Path.of(set)
                : Path.of(System.getProperty("user.home"), ".cache", "llm-from-scratch");
    }

    /// The platform's name in JavaCPP's jars.
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.contains("win") ? "windows" : os.contains("mac") ? "macosx" : "linux";
        String arch = System.getProperty("os.arch");
        return system + "-" + (arch.equals("amd64") ? "x86_64"
                : arch.equals("aarch64") ? "arm64" : arch);
    }
}

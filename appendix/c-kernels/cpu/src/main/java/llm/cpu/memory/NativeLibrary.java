package llm.cpu.memory;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.channels.FileChannel;
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
import java.util.zip.CRC32;

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
        Path written = target.resolve("complete");
        if (!Files.exists(written)) {
            copy(jar, folder, target);
        } else if (!Files.readString(written).equals(checksums(target))) {
            System.err.println("The copy of OpenBLAS in " + target
                    + " is not as it was written: copying it anew.");
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
        Files.writeString(target.resolve("complete"), checksums(target));
    }

    /// A line for each library in a folder.
    private static String checksums(Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(NativeLibrary::isLibrary).sorted().toList()) {
                CRC32 sum = new CRC32();
                try (FileChannel channel = FileChannel.open(file)) {
                    sum.update(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
                }
                lines.append("%08x %s%n".formatted(sum.getValue(), file.getFileName()));
            }
        }
        return lines.toString();
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

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
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// Copies this platform's libraries out of JavaCPP's jars, once, into a cache folder.
///
/// The folder is `llm.cache` (a system property that the launcher points into the project) or
/// the user's cache. The copy is our own so that ND4J, which sets its OpenBLAS to all threads,
/// does not share it.
public final class NativeLibrary {
    private static final String WRITTEN = "complete";

    private NativeLibrary() {
    }

    /// OpenBLAS, ready to be loaded; empty if no jar on the class path has it.
    public static Optional<Path> openBlas() throws IOException {
        Optional<Path> folder = copied("openblas", name -> true);
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        loadCompanions(folder.get());
        try (Stream<Path> files = Files.list(folder.get())) {
            return files.filter(f -> f.getFileName().toString().startsWith("libopenblas"))
                    .findFirst();
        }
    }

    /// A folder that holds those libraries of `org.bytedeco`'s module of this name whose file names
    /// are wanted, from all jars of it; empty if none is on the class path.
    public static Optional<Path> copied(String module, Predicate<String> wanted)
            throws IOException {
        return copied(module, wanted, NativeLibrary.class.getClassLoader());
    }

    static Optional<Path> copied(String module, Predicate<String> wanted, ClassLoader classes)
            throws IOException {
        String folder = "org/bytedeco/" + module + "/" + platform() + "/";
        List<URL> jars = Collections.list(classes.getResources(folder));
        if (jars.isEmpty()) {
            return Optional.empty();
        }
        String key = Integer.toHexString(jars.toString().hashCode());
        Path target = cache().resolve(module + "-" + key);
        Path written = target.resolve(WRITTEN);
        boolean there = Files.exists(written);
        if (there && Files.readString(written).equals(checksums(target))) {
            return Optional.of(target);
        }
        if (there) {
            System.err.println("The copy of " + module + " in " + target
                    + " is not as it was written: copying it anew.");
        }
        Files.createDirectories(target);
        for (URL jar : jars) {
            copy(jar, folder, target, wanted);
        }
        Files.writeString(written, checksums(target));
        return Optional.of(target);
    }

    /// A line for each library in a folder.
    private static String checksums(Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> isLibrary(each.getFileName().toString()))
                    .sorted().toList()) {
                CRC32 sum = new CRC32();
                try (FileChannel channel = FileChannel.open(file)) {
                    sum.update(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
                }
                lines.append("%08x %s%n".formatted(sum.getValue(), file.getFileName()));
            }
        }
        return lines.toString();
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

    private static void copy(URL jar, String folder, Path target, Predicate<String> wanted)
            throws IOException {
        try (FileSystem files = open(jar);
             Stream<Path> inside = Files.list(files.getPath(folder))) {
            for (Path file : inside.toList()) {
                String name = file.getFileName().toString();
                if (isLibrary(name) && wanted.test(name)) {
                    copyFile(file, target.resolve(name));
                }
            }
        }
    }

    private static boolean isLibrary(String name) {
        return name.matches("lib.*\\.(so|dylib|dll).*|.*\\.dll") && !name.contains("jni");
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

    /// The folder for what can be made again.
    public static Path cache() {
        String set = System.getProperty("llm.cache");
        return set != null ? Path.of(set)
                : Path.of(System.getProperty("user.home"), ".cache", "llm-from-scratch");
    }

    /// The platform's name in JavaCPP's jars.
    static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.contains("win") ? "windows" : os.contains("mac") ? "macosx" : "linux";
        String arch = System.getProperty("os.arch");
        return system + "-" + (arch.equals("amd64") ? "x86_64"
                : arch.equals("aarch64") ? "arm64" : arch);
    }
}

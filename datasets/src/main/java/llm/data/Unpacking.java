package llm.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/// Takes files out of zip and tar archives: at most a hundred times as many bytes as the archive
/// has, and a mebibyte. Archives that hold more were made to fill disks.
final class Unpacking {
    private static final int TIMES = 100;
    private static final long SPARE = 1 << 20;
    private static final int BUFFER = 1 << 16;
    private static final int TAR_BLOCK = 512;

    private final Path archive;
    private final Path folder;
    private final long most;
    private long written;

    private Unpacking(Path archive, Path folder) throws IOException {
        this.archive = archive;
        this.folder = folder;
        most = TIMES * Files.size(archive) + SPARE;
    }

    /// Unpacks into a folder and returns the files.
    ///
    /// @throws DownloadFailed if the archive is broken, an entry would land outside the folder, or
    ///                        there are too many bytes
    static List<Path> unpack(Path archive, Path folder) throws IOException {
        Unpacking unpacking = new Unpacking(archive, folder);
        List<Path> files = archive.getFileName().toString().endsWith(".tar") ? unpacking.untar()
                : unpacking.unzip();
        if (files.isEmpty()) {
            throw unpacking.broken("there is no file in it", null);
        }
        return files;
    }

    /// A step of reading the archive.
    private interface Step<T> {
        T take() throws IOException;
    }

    /// @throws DownloadFailed if the step finds the archive broken
    private <T> T reading(Step<T> step) throws DownloadFailed {
        try {
            return step.take();
        } catch (IOException | IllegalArgumentException e) {
            throw broken(String.valueOf(e.getMessage()), e);
        }
    }

    private DownloadFailed broken(String what, @Nullable Exception cause) {
        return new DownloadFailed("%s must be a whole %s archive, got a broken one: %s.".formatted(
                archive, archive.toString().endsWith(".tar") ? "tar" : "zip",
                what.replaceAll("\\p{Cntrl}|\\.$", "")), cause);
    }

    private List<Path> unzip() throws IOException {
        List<Path> files = new ArrayList<>();
        try (ZipFile zip = reading(() -> new ZipFile(archive.toFile()))) {
            for (ZipEntry entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
                var sum = new CRC32();                       // ZipFile itself does not check it
                try (InputStream contents = new CheckedInputStream(
                        reading(() -> zip.getInputStream(entry)), sum)) {
                    files.add(write(contents, entry.getName()));
                }
                if (sum.getValue() != entry.getCrc()) {
                    Files.delete(files.getLast());
                    throw broken("the checksum of " + entry.getName() + " does not fit", null);
                }
            }
        }
        return files;
    }

    private List<Path> untar() throws IOException {
        if (Files.size(archive) % TAR_BLOCK != 0) {
            throw broken("it has %d bytes, no whole number of blocks of %d".formatted(
                    Files.size(archive), TAR_BLOCK), null);
        }
        List<Path> files = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new BufferedInputStream(Files.newInputStream(archive)))) {
            for (TarArchiveEntry entry = reading(tar::getNextEntry); entry != null;
                    entry = reading(tar::getNextEntry)) {
                if (!entry.isCheckSumOK()) {
                    throw broken("the checksum of an entry does not fit", null);
                }
                if (entry.isFile() && !entry.isLink() && !entry.isSymbolicLink()) {
                    files.add(write(tar, entry.getName()));
                }
            }
        }
        return files;
    }

    private Path write(InputStream contents, String name) throws IOException {
        Path file = place(name);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(file);                          // a link there is not followed
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(file)) {
            int read = reading(() -> contents.read(buffer));
            while (read >= 0) {
                written += read;
                requireSensible();
                out.write(buffer, 0, read);
                read = reading(() -> contents.read(buffer));
            }
        } catch (DownloadFailed brokenOrTooMany) {
            Files.delete(file);
            throw brokenOrTooMany;
        }
        return file;
    }

    private Path place(String name) throws DownloadFailed {
        try {
            return within(folder, name);
        } catch (DownloadFailed outside) {
            throw new DownloadFailed(archive + " cannot be unpacked: " + outside.getMessage(),
                    outside);
        }
    }

    private void requireSensible() throws DownloadFailed {
        if (written > most) {
            throw new DownloadFailed(("What is in %s must have at most %d bytes, %d times as many "
                    + "as the archive, got more.").formatted(archive, most, TIMES));
        }
    }

    /// A path below a folder, from a name that somebody else chose.
    ///
    /// @throws DownloadFailed if the name leads out of the folder
    static Path within(Path folder, String name) throws DownloadFailed {
        Path root = folder.toAbsolutePath().normalize();
        Path file = root.resolve(valid(name)).normalize();
        if (!file.startsWith(root) || file.equals(root)) {
            throw new DownloadFailed("A file must stay inside " + folder + ", got the name "
                    + name.replaceAll("\\p{Cntrl}", "\uFFFD") + ".");
        }
        return folder.resolve(root.relativize(file));
    }

    private static Path valid(String name) throws DownloadFailed {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new DownloadFailed("A file must have a name, got one that no file has.", e);
        }
    }
}

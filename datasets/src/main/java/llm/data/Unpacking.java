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
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Takes files out of zip and tar archives: at most a hundred times as many bytes as the archive
/// has, and a mebibyte. Archives that hold more were made to fill disks.
final class Unpacking {
    private static final int TIMES = 100;
    private static final long SPARE = 1 << 20;
    private static final int BUFFER = 1 << 16;

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
    /// @throws DownloadFailed if an entry would land outside the folder, or there are too many
    ///                        bytes
    static List<Path> unpack(Path archive, Path folder) throws IOException {
        Unpacking unpacking = new Unpacking(archive, folder);
        return archive.getFileName().toString().endsWith(".tar") ? unpacking.untar()
                : unpacking.unzip();
    }

    private List<Path> unzip() throws IOException {
        List<Path> files = new ArrayList<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
                try (InputStream contents = zip.getInputStream(entry)) {
                    files.add(write(contents, entry.getName()));
                }
            }
        }
        return files;
    }

    private List<Path> untar() throws IOException {
        List<Path> files = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new BufferedInputStream(Files.newInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null;
                    entry = tar.getNextEntry()) {
                if (entry.isFile() && !entry.isLink() && !entry.isSymbolicLink()) {
                    files.add(write(tar, entry.getName()));
                }
            }
        }
        return files;
    }

    private Path write(InputStream contents, String name) throws IOException {
        Path file = within(folder, name);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(file);                          // a link there is not followed
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = contents.read(buffer); read >= 0; read = contents.read(buffer)) {
                written += read;
                requireSensible();
                out.write(buffer, 0, read);
            }
        } catch (DownloadFailed tooMany) {
            Files.delete(file);
            throw tooMany;
        }
        return file;
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
                    + name + ".");
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

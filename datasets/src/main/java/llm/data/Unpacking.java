package llm.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Takes files out of zip and tar archives.
final class Unpacking {
    private Unpacking() {
    }

    /// Unpacks into a folder and returns the files.
    ///
    /// @throws DownloadFailed if an entry would land outside the folder
    static List<Path> unpack(Path archive, Path folder) throws IOException {
        return archive.getFileName().toString().endsWith(".tar") ? untar(archive, folder)
                : unzip(archive, folder);
    }

    private static List<Path> unzip(Path archive, Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
                try (InputStream contents = zip.getInputStream(entry)) {
                    files.add(write(contents, folder, entry.getName()));
                }
            }
        }
        return files;
    }

    private static List<Path> untar(Path archive, Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new BufferedInputStream(Files.newInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null;
                    entry = tar.getNextEntry()) {
                if (entry.isFile() && !entry.isLink() && !entry.isSymbolicLink()) {
                    files.add(write(tar, folder, entry.getName()));
                }
            }
        }
        return files;
    }

    private static Path write(InputStream contents, Path folder, String name)
            throws IOException {
        Path file = within(folder, name);
        Files.createDirectories(file.getParent());
        Files.copy(contents, file, StandardCopyOption.REPLACE_EXISTING);
        return file;
    }

    /// A path below a folder, from a name that somebody else chose.
    ///
    /// @throws DownloadFailed if the name leads out of the folder
    static Path within(Path folder, String name) throws DownloadFailed {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder.normalize()) || file.equals(folder.normalize())) {
            throw new DownloadFailed("A file must stay inside " + folder + ", got the name "
                    + name + ".");
        }
        return file;
    }
}

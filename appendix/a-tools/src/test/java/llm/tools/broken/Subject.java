package llm.tools.broken;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Something that a reader reads.
///
/// @param name   for people
/// @param folder holds its files
/// @param reader reads them and uses what it got
/// @param rules  what may differ after which change
/// @param origin what a refusal must name: the folder, or where its files are fetched from
record Subject(String name, Path folder, Reader reader, List<Rule> rules, String origin) {

    /// Reads files, uses what they hold, and says what that is.
    @FunctionalInterface
    interface Reader {
        Parts read(Path folder) throws IOException;
    }

    /// The files of the folder.
    List<Path> files() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".md")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

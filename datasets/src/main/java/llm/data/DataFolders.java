package llm.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where public texts may lie on this machine; nothing is fetched.
///
/// @param folders in the order in which they are searched
public record DataFolders(List<Path> folders) {
    public DataFolders {
        folders = List.copyOf(folders);
    }

    /// The folder that the environment variable `LLM_DATA_DIR` names, then the one that
    /// `./llm data get NAME` fills.
    public static DataFolders of(String name) {
        return of(name, System.getenv("LLM_DATA_DIR"),
                Path.of(System.getProperty("llm.cache", ".cache")));
    }

    static DataFolders of(String name, @Nullable String own, Path cache) {
        return new DataFolders(Stream.concat(
                Stream.ofNullable(own).filter(folder -> !folder.isBlank()).map(Path::of),
                Stream.of(cache.resolve("data").resolve(name))).toList());
    }

    /// The first of the folders that holds a file of this name says where it is.
    public Optional<Path> find(String file) {
        return folders.stream().map(folder -> folder.resolve(file)).filter(Files::isRegularFile)
                .findFirst();
    }
}

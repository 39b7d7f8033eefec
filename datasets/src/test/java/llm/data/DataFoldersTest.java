package llm.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The folders of public texts")
class DataFoldersTest {
    @TempDir
    private Path temp;

    @Test
    @DisplayName("are searched in order: the reader's own, then the fetched one")
    void order() throws IOException {
        Path own = Files.createDirectories(temp.resolve("own"));
        Path fetched = Files.createDirectories(temp.resolve("cache/data/the-verdict"));
        DataFolders folders =
                DataFolders.of("the-verdict", own.toString(), temp.resolve("cache"));
        assertThat(folders.find("a.txt")).isEmpty();
        Files.writeString(fetched.resolve("a.txt"), "fetched");
        assertThat(folders.find("a.txt")).contains(fetched.resolve("a.txt"));
        Files.writeString(own.resolve("a.txt"), "own");
        assertThat(folders.find("a.txt")).contains(own.resolve("a.txt"));
    }

    @Test
    @DisplayName("are only the fetched one where the reader has none")
    void none() throws IOException {
        Files.createDirectories(temp.resolve("data/sms/folder"));
        for (String own : new String[] {null, " "}) {
            DataFolders folders = DataFolders.of("sms", own, temp);
            assertThat(folders.folders()).containsExactly(temp.resolve("data/sms"));
            assertThat(folders.find("folder")).as("a folder is no file").isEmpty();
        }
    }
}

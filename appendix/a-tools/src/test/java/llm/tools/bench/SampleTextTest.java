package llm.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The text to measure with")
class SampleTextTest {

    @Test
    @DisplayName("is the Java files of java.base in the order of their names, as many as fit")
    void sources(@TempDir Path folder) throws IOException {
        Path zip = folder.resolve("src.zip");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : List.of("java.base/java/b/B.java", "java.base/java/a/A.java",
                    "java.base/sun/a/A.java", "java.sql/java/a/A.java", "java.base/java/a/x.html",
                    "java.base/java/c/C.java")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(("é " + name + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(SampleText.ofSources(zip, 70))
                .isEqualTo("é java.base/java/a/A.java\né java.base/java/b/B.java\n");
    }

    @Test
    @DisplayName("is made once, and is about twenty megabytes of text")
    void isKept() throws IOException {
        Path file = SampleText.fileOr(null);
        assertThat(Files.size(file)).isBetween(18_000_000L, 21_000_000L);
        var made = Files.getLastModifiedTime(file);
        assertThat(Files.getLastModifiedTime(SampleText.fileOr(null))).isEqualTo(made);
    }
}

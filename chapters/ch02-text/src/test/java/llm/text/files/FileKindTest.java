package llm.text.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A file that looks right and is not")
class FileKindTest {

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("tokenizer.model");
    }

    private void assertLoadingSays(String what) {
        assertThatIllegalArgumentException().isThrownBy(() -> Tokenizers.load(file))
                .withMessageStartingWith(file + " must be what its name says, got ")
                .withMessageContaining(what).withMessageMatching("[^\n]*; [^\n]+");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', value = {
        "version https://git-lfs.github.com/spec/v1~oid sha256:4d7a~size 17~ | a Git LFS pointer",
        "<!DOCTYPE html>~<html></html> | an HTML page", "~ <html lang=\"en\"> | an HTML page",
        "IQ== 0~Ig== 1~Iw== 2~ | tiktoken's list of tokens", "'' | an empty file",
        "GGUFxxxx | a GGUF file", "BZh91AY | a file packed by"})
    @DisplayName("is named:")
    void namesText(String content, String what) throws IOException {
        Files.writeString(file, content.replace('~', '\n'));
        assertLoadingSays(what);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({"8002637472, a pickled Python file", "800495, a pickled Python file",
        "28b52ffd00, a file packed by", "894844460d0a1a0a, an HDF5 file", "6c6d6767, a GGML file",
        "934e554d505901, a NumPy array", "89504e470d0a, a picture",
        "02000000000000007b7d, a safetensors file"})
    @DisplayName("is named by its first bytes:")
    void namesBytes(String hex, String what) throws IOException {
        Files.write(file, HexFormat.of().parseHex(hex));
        assertLoadingSays(what);
    }

    @Test
    @DisplayName("is named where it was packed, and PyTorch's archive is not just one")
    void namesArchives() throws IOException {
        for (String entry : new String[] {"model/data.pkl", "a.txt"}) {
            try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
                zip.putNextEntry(new ZipEntry(entry));
            }
            assertLoadingSays(entry.equals("a.txt") ? "a ZIP archive" : "a pickled Python file");
        }
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            gzip.write(1);
        }
        assertLoadingSays("a file packed by");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": 1}", "[]", "plain text", "text,label\na,b\n", "漢字\n"})
    @DisplayName("is no text or JSON that text is wanted of")
    void takesText(String content) throws IOException {
        Files.writeString(file, content, StandardCharsets.UTF_8);
        assertThatCode(() -> FileKind.requireText(file)).doesNotThrowAnyException();
        assertThat(JsonFile.text(file)).isEqualTo(content);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', value = {
        "{} {} | must be valid JSON, got ", "{\"a\":1,\"a\":2} | Duplicate field",
        "[1] | must be a JSON object, got array", "'' | must be valid JSON, got an empty file",
        "{\"a\": | must be valid JSON, got a fault at line 1, column 6: "})
    @DisplayName("is refused as JSON object:")
    void refusesJson(String content, String message) throws IOException {
        Files.writeString(file, content);
        assertThatIllegalArgumentException().isThrownBy(() -> JsonFile.readObject(file))
                .withMessageStartingWith(file + " must ").withMessageContaining(message);
    }

    @Test
    @DisplayName("is refused if it is nested too deeply for a reader")
    void refusesDepth() throws IOException {
        Files.writeString(file, "[".repeat(5_000));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonFile.read(file))
                .withMessageStartingWith(file + " must be valid JSON, got ");
    }
}

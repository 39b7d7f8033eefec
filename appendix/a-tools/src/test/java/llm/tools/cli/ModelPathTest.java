package llm.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The model that --model names")
class ModelPathTest {
    private final String before = System.getProperty("llm.cache");
    @TempDir
    private Path cache = Path.of("");

    @BeforeEach
    void moveCache() {
        System.setProperty("llm.cache", cache.toString());
    }

    @AfterEach
    void moveBack() {
        System.setProperty("llm.cache", before);
    }

    private Path fetched(String name) throws IOException {
        Path folder = Files.createDirectories(cache.resolve("data").resolve(name));
        Files.writeString(folder.resolve("source.json"), "{}");
        return folder;
    }

    @Test
    @DisplayName("is what data get has fetched under this name, for every command")
    void fetchedModel() throws IOException {
        Path model = Fixtures.withTokenizer(fetched("gpt2"));
        String[] words = {"generate", "--prompt", "the cat", "--max-new-tokens", "3", "--model"};
        assertThat(run(words, "gpt2").exitCode()).isZero();
        assertThat(run(words, "gpt2").out()).isEqualTo(run(words, model.toString()).out());
        assertThat(Terminal.run("inspect", "gpt2").out()).contains("GPT-2");
        assertThat(Terminal.run("next", "--model", "gpt2", "--prompt", "a").exitCode()).isZero();
        assertThat(Terminal.run("convert", "--model", "gpt2", "--to", "gguf", "--out",
                cache.resolve("x.gguf").toString()).exitCode()).isZero();
    }

    private static Terminal run(String[] words, String model) {
        String[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = model;
        return Terminal.run(all);
    }

    @Test
    @DisplayName("is the only model file that was fetched, where that is no folder's model")
    void fetchedFile() throws IOException {
        Path folder = Files.createDirectories(fetched("stories260k").resolve("stories260K"));
        Files.writeString(folder.resolve("stories260K.bin"), "");
        Files.writeString(folder.resolve("tok512.bin"), "");
        assertThat(new ModelPath().convert("stories260k"))
                .isEqualTo(folder.resolve("stories260K.bin"));
    }

    @Test
    @DisplayName("is a path where there is one of this name, or nothing was fetched")
    void path() throws IOException {
        fetched("src");                                      // this module has such a folder
        fetched("a.b");
        assertThat(new ModelPath().convert("src")).isEqualTo(Path.of("src"));
        assertThat(new ModelPath().convert("out/none")).isEqualTo(Path.of("out/none"));
        assertThat(new ModelPath().convert("../a.b")).isEqualTo(Path.of("../a.b"));
        assertThat(new ModelPath().convert("nobody")).isEqualTo(Path.of("nobody"));
    }

    @Test
    @DisplayName("is named with what fetches it, where the catalogue has it")
    void notFetched() {
        Terminal run = Terminal.run("inspect", "gpt2-xl");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("the model gpt2-xl has not been fetched; "
                + "./llm data get gpt2-xl does that.");
    }
}

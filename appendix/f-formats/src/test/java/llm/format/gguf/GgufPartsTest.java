package llm.format.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A model in several GGUF files")
class GgufPartsTest {
    @TempDir
    private Path folder;

    /// As llama.cpp's gguf-split writes it; the tensor `tN` holds N.
    private Path part(String name, int number, int count, int... tensors) throws IOException {
        GgufWriter writer = new GgufWriter()
                .setting("split.no", new GgufValue.Whole(GgufValue.Kind.UINT16, number))
                .setting("split.count", new GgufValue.Whole(GgufValue.Kind.UINT16, count))
                .setting("split.tensors.count", GgufValue.int32(3));
        if (number == 0) {
            writer.setting("general.architecture", GgufValue.text("llama"));
        }
        for (int n : tensors) {
            writer.tensor("t" + n, Shape.of(1), GgufType.F32, () -> Tensor.of(new float[] {n}, 1));
        }
        Path file = folder.resolve(name);
        writer.write(file);
        return file;
    }

    private Path whole() throws IOException {
        part("m-00002-of-00003.gguf", 1, 3, 1, 2);
        part("m-00003-of-00003.gguf", 2, 3, 7);
        return part("m-00001-of-00003.gguf", 0, 3);
    }

    private void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> GgufFile.open(file).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(folder.resolve(message).toString());
    }

    @Test
    @DisplayName("is opened by the first and has the tensors of all")
    void whole3() throws IOException {
        try (GgufFile file = GgufFile.open(whole())) {
            assertThat(file.metadata().text("general.architecture")).isEqualTo("llama");
            assertThat(file.names()).containsExactly("t1", "t2", "t7");
            for (String name : file.names()) {
                assertThat("t" + (int) file.tensor(name).toArray()[0]).isEqualTo(name);
            }
        }
    }

    @Test
    @DisplayName("is not opened by another, and that says which one to take")
    void later() throws IOException {
        whole();
        assertRefused(folder.resolve("m-00002-of-00003.gguf"), "m-00002-of-00003.gguf must be "
                + "opened by its first part, m-00001-of-00003.gguf, got part 2 of 3");
    }

    @Test
    @DisplayName("must be whole and have the names that belong to it")
    void broken() throws IOException {
        Path first = whole();
        part("m-00003-of-00003.gguf", 2, 3);
        assertRefused(first, "m-00001-of-00003.gguf must hold 3 tensors in all of its parts, got "
                + "2");
        part("m-00003-of-00003.gguf", 2, 3, 2);
        assertRefused(first, "m-00003-of-00003.gguf must hold tensors of its own, got t2 once "
                + "more");
        part("m-00003-of-00003.gguf", 1, 3, 7);
        assertRefused(first, "m-00003-of-00003.gguf must be the part of 3 that its name says, got "
                + "part 2 of 3");
        Files.delete(folder.resolve("m-00003-of-00003.gguf"));
        assertRefused(first, "m-00001-of-00003.gguf must have all of its 3 parts beside it, got "
                + "none of the name m-00003-of-00003.gguf");
        assertRefused(part("m.gguf", 0, 3), "m.gguf must have a name that ends in "
                + "-00001-of-00003.gguf, as part 1 of 3 of a model, got another name");
        assertRefused(part("n.gguf", 3, 3), "n.gguf must be one of at most 99999 parts, got "
                + "split.no 3 and split.count 3");
    }

    @Test
    @DisplayName("may be one file that says so")
    void one() throws IOException {
        try (GgufFile file = GgufFile.open(part("m.gguf", 0, 1, 4))) {
            assertThat(file.names()).containsExactly("t4");
        }
    }
}

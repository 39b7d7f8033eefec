package llm.text.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import llm.text.Fixtures;
import llm.text.StreamingDecoder;
import llm.text.Tokenizer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("llama2.c's tokenizer")
class Llama2cFilesTest {

    private static final JsonNode REFERENCE = Fixtures.json("stories260K.json");

    @TempDir
    private Path folder;

    private static void assertGivesReferenceIds(Tokenizer tokenizer) {
        for (JsonNode each : REFERENCE.path("encode")) {
            String text = each.path("text").asText();
            int[] plain = tokenizer.encode(text);
            assertThat(plain).as(text).isEqualTo(Fixtures.ints(each.path("ids_without_bos")));
            assertThat(tokenizer.withBos(plain)).isEqualTo(Fixtures.ints(each.path("ids")));
            assertThat(tokenizer.decode(tokenizer.withBos(plain))).isEqualTo(text);
        }
        assertThat(tokenizer.addBos()).isTrue();
        assertThat(tokenizer.vocabSize()).isEqualTo(512);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"stories260K/tok512.bin", "stories260K/hf/tok512.json"})
    @DisplayName("gives the reference's ids, from either file, from its folder, and saved as JSON")
    void givesReferenceIds(String name) throws IOException {
        Path file = Fixtures.data(name);
        Tokenizer tokenizer = Tokenizers.load(file);
        assertGivesReferenceIds(tokenizer);
        assertGivesReferenceIds(Tokenizers.load(file.getParent()));
        Tokenizers.save(tokenizer, folder);
        assertGivesReferenceIds(Tokenizers.load(folder));
    }

    @Test
    @DisplayName("decodes the reference's story, at once and one id at a time")
    void decodesStory() {
        Tokenizer tokenizer = Tokenizers.load(Fixtures.data("stories260K/tok512.bin"));
        for (JsonNode story : REFERENCE.path("greedy")) {
            int[] prompt = Fixtures.ints(story.path("prompt_ids"));
            int[] ids = Fixtures.ints(story.path("ids"));
            StreamingDecoder decoder = new StreamingDecoder(tokenizer);
            StringBuilder text = new StringBuilder(decoder.accept(prompt));
            for (int id : ids) {
                text.append(decoder.accept(id));
            }
            assertThat(text.append(decoder.flush()).toString())
                    .isEqualTo(story.path("text").asText());
        }
    }

    @Test
    @DisplayName("takes a visible ▁ for itself, not for a space")
    void keepsVisibleSpace() {
        Tokenizer tokenizer = Tokenizers.load(Fixtures.data("stories260K/tok512.bin"));
        assertThat(tokenizer.encode("\u2581"))
                .containsExactly(410, 0xE2 + 3, 0x96 + 3, 0x81 + 3);
    }

    @Test
    @DisplayName("is refused if the file ends within a piece or a length is out of range")
    void refusesBrokenFiles() throws IOException {
        Path file = folder.resolve("tok2.bin");
        ByteBuffer bytes = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(5).putFloat(0).putInt(5).put("<unk>".getBytes());
        Files.write(file, Arrays.copyOf(bytes.array(), 15));
        assertThatIllegalArgumentException().isThrownBy(() -> Tokenizers.load(folder)).withMessage(
                file + ": the file must end with a whole piece, got its end within piece 0");
        bytes.putInt(8, 6);
        Files.write(file, bytes.array());
        assertThatIllegalArgumentException().isThrownBy(() -> Tokenizers.load(folder)).withMessage(
                file + ": the length of piece 0 must lie between 1 and 5, got 6");
        bytes = ByteBuffer.allocate(60).order(ByteOrder.LITTLE_ENDIAN).putInt(6);
        for (String piece : new String[] {"<unk>", "<s>", "</s>", "<0x01>"}) {
            bytes.putFloat(0).putInt(piece.length()).put(piece.getBytes());
        }
        Files.write(file, Arrays.copyOf(bytes.array(), bytes.position()));
        assertThatIllegalArgumentException().isThrownBy(() -> Tokenizers.load(folder)).withMessage(
                file + ": piece 3 must be <0x00>, got \"<0x01>\"");
    }
}

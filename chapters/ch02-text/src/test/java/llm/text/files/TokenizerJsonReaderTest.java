package llm.text.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llm.text.Fixtures;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The expected ids are those of `tokenizers` 0.23 for the same files as it writes them today.
@DisplayName("A tokenizer.json as older versions wrote it")
class TokenizerJsonReaderTest {

    @TempDir
    private Path folder;
    private ObjectNode root;

    @BeforeEach
    void openGpt2() {
        open("gpt2");
    }

    private void open(String kind) {
        root = (ObjectNode) Fixtures.json(kind + "/tokenizer.json");
    }

    private ObjectNode model() {
        return (ObjectNode) root.path("model");
    }

    private Tokenizer load() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), root.toString());
        return Tokenizers.load(folder);
    }

    private void assertGivesReferenceIds(String kind) throws IOException {
        Tokenizer tokenizer = load();
        for (JsonNode each : Fixtures.json(kind + "/encodings.json")) {
            String text = each.path("text").asText();
            assertThat(tokenizer.encode(text, SpecialTokens.allowAll())).as(text)
                    .isEqualTo(Fixtures.ints(each.path("ids")));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"gpt2", "llama3", "qwen3", "llama2", "llama2-normalized", "metaspace",
        "metaspace-unknown", "gemma3"})
    @DisplayName("without all that came later gives the same ids:")
    void withoutWhatCameLater(String kind) throws IOException {
        open(kind);
        model().remove(List.of("type", "dropout", "continuing_subword_prefix",
                "end_of_word_suffix"));
        for (String flag : List.of("fuse_unk", "byte_fallback", "ignore_merges")) {
            if (!model().path(flag).asBoolean()) {
                model().remove(flag);
            }
        }
        root.remove(List.of("version", "truncation", "padding"));
        for (JsonNode token : root.path("added_tokens")) {
            for (String flag : List.of("single_word", "lstrip", "rstrip")) {
                if (!token.path(flag).asBoolean()) {
                    ((ObjectNode) token).remove(flag);
                }
            }
        }
        mergesAsText();
        assertGivesReferenceIds(kind);
    }

    /// Merges as lines, behind the line with which `merges.txt` begins.
    private void mergesAsText() {
        JsonNode merges = model().path("merges");
        ArrayNode lines = model().putArray("merges").add("#version: 0.2");
        merges.forEach(merge -> lines.add(merge.isTextual() ? merge.asText()
                : merge.get(0).asText() + " " + merge.get(1).asText()));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "dropout | 0.0", "dropout | 0", "dropout | null", "type | null", "unk_token | \"\"",
        "continuing_subword_prefix | \"\"", "end_of_word_suffix | \"\"", "fuse_unk | null",
        "byte_fallback | null", "ignore_merges | null"})
    @DisplayName("with a setting switched off in another way gives the same ids:")
    void switchedOff(String name, String value) throws IOException {
        model().putRawValue(name, new RawValue(value));
        assertGivesReferenceIds("gpt2");
    }

    @Test
    @DisplayName("is neither cut off nor padded as its library would do when asked to")
    void neitherTruncatesNorPads() throws IOException {
        root.putObject("truncation").put("direction", "Right").put("max_length", 2)
                .put("strategy", "LongestFirst").put("stride", 0);
        root.putObject("padding").put("pad_id", 0).put("pad_token", "<|endoftext|>")
                .putObject("strategy").put("Fixed", 8);
        assertGivesReferenceIds("gpt2");
    }

    @Test
    @DisplayName("takes the ends of a text that only its configuration names from the vocabulary")
    void endsFromTheConfiguration() throws IOException {
        JsonNode token = root.path("added_tokens").get(0);
        String end = token.path("content").asText();
        model().withObject("/vocab").put(end, token.path("id").asInt());
        root.remove("added_tokens");
        Files.writeString(folder.resolve("tokenizer_config.json"), new ObjectMapper()
                .createObjectNode().put("bos_token", end).put("eos_token", end).toString());
        assertGivesReferenceIds("gpt2");
        assertThat(load().endOfText()).hasValue(token.path("id").asInt());
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "dropout | 0.1 | model.dropout must be off, got 0.1",
        "dropout | 1 | model.dropout must be off, got 1",
        "continuing_subword_prefix | \"##\" | model.continuing_subword_prefix must be off, got"
                + " \"##\"",
        "end_of_word_suffix | \"</w>\" | model.end_of_word_suffix must be off, got \"</w>\"",
        "byte_fallback | true | model.byte_fallback must be off, got true",
        "type | \"WordPiece\" | model.type must be \"BPE\", got \"WordPiece\""})
    @DisplayName("with a setting that would change the ids is refused by name:")
    void refused(String name, String value, String message) {
        model().putRawValue(name, new RawValue(value));
        assertThatIllegalArgumentException().isThrownBy(this::load)
                .withMessage(folder.resolve("tokenizer.json") + ": " + message);
    }

    @Test
    @DisplayName("without type and merges is of another kind, and refused")
    void noMerges() {
        model().remove(List.of("type", "merges"));
        assertThatIllegalArgumentException().isThrownBy(this::load)
                .withMessageEndingWith(": model.type must be \"BPE\", got none and no merges");
    }
}

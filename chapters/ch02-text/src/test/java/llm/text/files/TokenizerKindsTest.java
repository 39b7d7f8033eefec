package llm.text.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import llm.text.Fixtures;
import llm.text.SpecialTokens;
import llm.text.StreamingDecoder;
import llm.text.Tokenizer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Small tokenizers in the forms of well-known models. Their files were written, and the expected
/// ids and texts computed, by Hugging Face's `tokenizers` 0.23.
@DisplayName("A tokenizer.json in the form of")
class TokenizerKindsTest {

    private static final SpecialTokens ALL = SpecialTokens.allowAll();

    @TempDir
    private Path folder;

    private static void assertGivesReferenceIds(Tokenizer tokenizer, String kind) {
        JsonNode encodings = Fixtures.json(kind + "/encodings.json");
        assertThat(encodings).hasSizeGreaterThan(30);
        for (JsonNode each : encodings) {
            String text = each.path("text").asText();
            int[] expected = Fixtures.ints(each.path("ids"));
            assertThat(tokenizer.encode(text, ALL)).as("'%s'", text).isEqualTo(expected);
            int[] bos = Fixtures.ints(each.path("bos"));
            assertThat(tokenizer.addBos() ? tokenizer.withBos() : new int[0]).isEqualTo(bos);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"gpt2", "llama3", "qwen3", "llama2", "llama2-normalized", "metaspace",
        "metaspace-unknown", "gemma3"})
    @DisplayName("gives the ids of the reference, also after it was saved")
    void givesReferenceIds(String kind) throws IOException {
        Tokenizer tokenizer = Tokenizers.load(Fixtures.path(kind));
        assertGivesReferenceIds(tokenizer, kind);
        Tokenizers.save(tokenizer, folder);
        assertGivesReferenceIds(Tokenizers.load(folder), kind);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"llama2", "metaspace", "gemma3"})
    @DisplayName("decodes to the text of the reference, at once and one id at a time")
    void decodes(String kind) {
        Tokenizer tokenizer = Tokenizers.load(Fixtures.path(kind));
        for (JsonNode each : Fixtures.json(kind + "/encodings.json")) {
            String text = each.path("decoded").asText();
            if (each.path("text").asText().contains("<")) {
                continue;                       // special tokens: each BOS begins a text here
            }
            int[] ids = tokenizer.withBos(Fixtures.ints(each.path("ids")));
            assertThat(tokenizer.decode(ids)).isEqualTo(text);
            StreamingDecoder decoder = new StreamingDecoder(tokenizer);
            StringBuilder parts = new StringBuilder();
            for (int id : ids) {
                parts.append(decoder.accept(id));
            }
            assertThat(parts.append(decoder.flush()).toString()).isEqualTo(text);
        }
    }
}

package llm.text.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import llm.text.Fixtures;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;
import llm.text.bpe.BpeSettings;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeTrainer;
import llm.text.pretokenize.AddedToken;
import llm.text.pretokenize.PreTokenizer;
import llm.text.pretokenize.PreTokenizerSequence;
import llm.text.pretokenize.RegexPreTokenizer;
import llm.text.pretokenize.SplitBehavior;
import llm.text.pretokenize.TextNormalizer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Tokenizer files")
class TokenizersTest {

    private static final String TEXT =
            "The learner's tokens, 42 of them:\n\n  naïve 你好 😀<|endoftext|>";
    private static final BpeTokenizer SMALL =
            BpeTrainer.ofSize(400).train(List.of(Fixtures.text("bpe_train.txt")));

    @TempDir
    private Path folder;

    private static void assertSame(Tokenizer any, BpeTokenizer saved) {
        BpeTokenizer loaded = (BpeTokenizer) any;
        assertThat(loaded.encode(TEXT)).isEqualTo(saved.encode(TEXT));
        assertThat(loaded.encode(TEXT, SpecialTokens.allowAll()))
                .isEqualTo(saved.encode(TEXT, SpecialTokens.allowAll()));
        assertThat(loaded.settings()).isEqualTo(saved.settings());
        assertThat(Gpt2Files.ids(loaded)).isEqualTo(Gpt2Files.ids(saved));
        assertThat(Gpt2Files.merges(loaded)).usingRecursiveComparison()
                .isEqualTo(Gpt2Files.merges(saved));
    }

    @Test
    @DisplayName("a saved folder loads without change and leaves no temporary file")
    void savesAndLoads() throws IOException {
        Tokenizers.save(SMALL, folder);
        assertSame(Tokenizers.load(folder), SMALL);
        assertSame(Tokenizers.load(folder.resolve("tokenizer.json")), SMALL);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(
                    "tokenizer.json", "tokenizer_config.json", "vocab.json", "merges.txt");
        }
    }

    @ParameterizedTest
    @EnumSource(Gpt2Files.class)
    @DisplayName("both of GPT-2's layouts load without change")
    void savesGpt2Layouts(Gpt2Files layout) throws IOException {
        layout.save(SMALL, folder);
        assertSame(Tokenizers.load(folder), SMALL);
    }

    @Test
    @DisplayName("the published GPT-2 files hold the tokenizer that comes with the book")
    void loadsPublishedFiles() {
        Path published = Fixtures.data("gpt2/encoder.json").getParent();
        assertSame(Tokenizers.load(published), Tokenizers.named("gpt2"));
    }

    @Test
    @DisplayName("a split pattern, whole pieces, a normal form and BOS come back unchanged")
    void savesSettings() throws IOException {
        PreTokenizer digits = new PreTokenizerSequence(List.of(
                new RegexPreTokenizer("\\p{N}{1,3}", SplitBehavior.ISOLATED),
                new RegexPreTokenizer("\\s?\\S+", SplitBehavior.MATCHES)));
        BpeTokenizer special = new BpeTokenizer(SMALL.vocabulary(), digits, new BpeSettings(
                List.of(new AddedToken(0, "<|endoftext|>", true)), Optional.of("<|endoftext|>"),
                Optional.empty(), true, true,
                new TextNormalizer.UnicodeForm(Normalizer.Form.NFC)));
        Tokenizers.save(special, folder);
        BpeTokenizer loaded = (BpeTokenizer) Tokenizers.load(folder);
        assertSame(loaded, special);
        assertThat(loaded.addBos()).isTrue();
        assertThat(loaded.encode("e\u0301 1234")).isEqualTo(special.encode("é 1234"));
        assertThat(Files.exists(folder.resolve("vocab.json"))).isFalse();
    }

    @Test
    @DisplayName("take the ends of a text from either configuration file; null means none")
    void readsConfiguration() throws IOException {
        Tokenizers.save(SMALL, folder);
        Path config = folder.resolve("tokenizer_config.json");
        Files.writeString(config, "{\"model_max_length\": 1024}");
        assertThat(Tokenizers.load(folder).endOfText()).hasValue(0);
        Files.writeString(config, "{\"bos_token\": null}");
        Files.writeString(folder.resolve("special_tokens_map.json"),
                "{\"eos_token\": {\"content\": \"<|endoftext|>\"}}");
        assertThat(Tokenizers.load(folder).endOfText()).hasValue(0);
        assertThat(Tokenizers.load(folder).beginOfText()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"[]", "1", "{\"bos_token\": 1}", "{\"add_bos_token\": \"x\"}",
        "{\"bos_token\": null, \"bos_token\": null}", "{\"eos_token\": {\"content\": 1}}"})
    @DisplayName("are refused beside a configuration that is something else:")
    void otherConfiguration(String text) throws IOException {
        Tokenizers.save(SMALL, folder);
        Files.writeString(folder.resolve("tokenizer_config.json"), text);
        assertThatIllegalArgumentException().isThrownBy(() -> Tokenizers.load(folder))
                .withMessageContaining(folder.toString()).withMessageContaining(" must ");
    }

    @Nested
    @DisplayName("that are broken are refused in a sentence which names the file:")
    class Broken {

        @ParameterizedTest(name = "{0} cut in half")
        @CsvSource({"tokenizer.json", "vocab.json"})
        @DisplayName("truncated JSON")
        void refusesTruncated(String name) throws IOException {
            Tokenizers.save(SMALL, folder);
            if (!name.equals("tokenizer.json")) {
                Files.delete(folder.resolve("tokenizer.json"));
            }
            Path file = folder.resolve(name);
            String text = Files.readString(file);
            Files.writeString(file, text.substring(0, text.length() / 2));
            assertThatIllegalArgumentException().isThrownBy(() -> Tokenizers.load(folder))
                    .withMessageStartingWith(file + " must be valid JSON, got a fault at line ");
        }

        @Test
        @DisplayName("a token that is there twice")
        void refusesTwice() throws IOException {
            Tokenizers.save(SMALL, folder);
            Path file = folder.resolve("tokenizer.json");
            Files.writeString(file, Files.readString(file).replace("\"a\" : 65",
                    "\"a\" : 65, \"a\" : 66"));
            assertThatIllegalArgumentException().isThrownBy(() -> Tokenizers.load(folder))
                    .withMessageStartingWith(file + " must be valid JSON, got a fault at line ")
                    .withMessageEndingWith("Duplicate field 'a'");
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = ';', value = {
            "\"type\" : \"BPE\"; \"type\" : \"Unigram\"; model.type must be \"BPE\"",
            "\"byte_fallback\" : false; \"byte_fallback\" : true; model.byte_fallback must be off",
            "\"normalizer\" : null; \"normalizer\" : {\"type\":\"Lowercase\"}; normalizer must",
            "\"add_prefix_space\" : false; \"add_prefix_space\" : true; add_prefix_space must",
            "\"special\" : true; \"special\" : 1; special must be true or false, got 1",
            "\"id\" : 0; \"id\" : 0.5; an added token must have a whole number as id",
            "\"a\" : 65; \"a\" : 65.5; must give each token a whole number",
            "\"a\" : 65; \"a\" : 67108864; must lie between 0 and ",
            "\"post_processor\" : {; \"post_processor\" : {\"type\":\"TemplateProcessing\","
                    + "\"single\":{\"type\":\"X\"}}, \"unread\" : {; post_processor must be one"})
        @DisplayName("a setting that would change the ids")
        void refusesUnknownSetting(String from, String to, String complaint) throws IOException {
            Tokenizers.save(SMALL, folder);
            Path file = folder.resolve("tokenizer.json");
            String text = Files.readString(file);
            assertThat(text).contains(from);
            Files.writeString(file, text.replace(from, to));
            assertThatIllegalArgumentException().isThrownBy(() -> Tokenizers.load(folder))
                    .withMessageStartingWith(file + ": ").withMessageContaining(complaint);
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = ';', value = {
            "\"type\":\"Fuse\"; \"type\":\"WordPiece\"; decoder must be one that this reader",
            "\"prepend_scheme\":\"first\"; \"prepend_scheme\":\"last\"; pre_tokenizer must be",
            "\"<0xC3>\"; \"<0xZZ>\"; byte fallback must have a token for each byte, got none",
            "\"SpecialToken\":{\"id\":\"<s>\"; \"Sequence\":{\"id\":\"<s>\"; post_processor must"})
        @DisplayName("a setting of the SentencePiece kind that would change the ids")
        void refusesUnknownSpacing(String from, String to, String complaint) throws IOException {
            String text = Files.readString(Fixtures.path("metaspace/tokenizer.json"));
            assertThat(text).contains(from);
            Path file = folder.resolve("tokenizer.json");
            Files.writeString(file, text.replace(from, to));
            assertThatIllegalArgumentException().isThrownBy(() -> Tokenizers.load(folder))
                    .withMessageStartingWith(file + ": ").withMessageContaining(complaint);
        }

        @Test
        @DisplayName("a configuration that ends each text with a token")
        void refusesEndToken() throws IOException {
            Tokenizers.save(SMALL, folder);
            Files.writeString(folder.resolve("tokenizer_config.json"), "{\"add_eos_token\":true}");
            assertThatIllegalArgumentException().isThrownBy(() -> Tokenizers.load(folder))
                    .withMessageContaining("tokenizer_config.json add_eos_token must be off");
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = ';', value = {
            "a zz; merge 1 must name tokens of the vocabulary, got \"zz\"",
            "abc; a merge must be two tokens with a space between them, got \"abc\""})
        @DisplayName("a merge of unknown tokens, or none")
        void refusesMerges(String line, String complaint) throws IOException {
            Gpt2Files.HUGGING_FACE.save(SMALL, folder);
            Path file = folder.resolve("merges.txt");
            String text = Files.readString(file);
            Files.writeString(file, text.replaceFirst("\n", "\n" + line + "\n"));
            assertThatIllegalArgumentException().isThrownBy(() -> Tokenizers.load(folder))
                    .withMessage(file + ": " + complaint);
        }

        @Test
        @DisplayName("a missing file or folder")
        void refusesMissing() throws IOException {
            assertThatIllegalArgumentException().isThrownBy(() -> Tokenizers.load(folder))
                    .withMessageStartingWith(folder + " must hold tokenizer.json, or vocab.json");
            Gpt2Files.OPEN_AI.save(SMALL, folder);
            Files.delete(folder.resolve("vocab.bpe"));
            assertThatIllegalArgumentException().isThrownBy(() -> Tokenizers.load(folder))
                    .withMessage(folder.resolve("vocab.bpe") + " must exist, got no such file");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Tokenizers.load(folder.resolve("none")))
                    .withMessage(folder.resolve("none") + " must exist, got no such file");
        }

        @Test
        @DisplayName("a name that no embedded tokenizer has")
        void refusesUnknownName() {
            assertThatIllegalArgumentException().isThrownBy(() -> Tokenizers.named("gpt5"))
                    .withMessage("the tokenizer name must be gpt2, got \"gpt5\"");
        }
    }
}

package llm.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import llm.format.gguf.GgufMetadata;
import llm.format.gguf.GgufValue;
import llm.pretrain.folder.StopTokens;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;
import llm.text.bpe.BpeSettings;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeTrainer;
import llm.text.files.BytePairs;
import llm.text.pretokenize.AddedToken;
import llm.text.pretokenize.AddedToken.Matching;
import llm.text.pretokenize.Gpt2PreTokenizer;
import llm.text.pretokenize.PreTokenizer;
import llm.text.pretokenize.PreTokenizerSequence;
import llm.text.pretokenize.RegexPreTokenizer;
import llm.text.pretokenize.SplitBehavior;
import llm.text.pretokenize.TextNormalizer;
import llm.text.sentencepiece.SentencePiece;
import llm.text.sentencepiece.SentencePieces;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Writing a tokenizer into a GGUF file")
class GgufTokenizerWriterTest {
    private static final BytePairs PAIRS = BytePairs.of(
            BpeTrainer.ofSize(300).train(List.of("low lower lowest 1999")));
    private static final int SIZE = 330;
    private static final RegexPreTokenizer DIGITS =
            new RegexPreTokenizer("\\p{N}", SplitBehavior.ISOLATED);

    private static BpeTokenizer pairs(PreTokenizer pre, List<AddedToken> added, boolean wholePieces,
                                      TextNormalizer normalizer) {
        List<String> tokens = new ArrayList<>(PAIRS.tokens());
        added.forEach(token -> tokens.add(token.text()));
        return new BytePairs(tokens, PAIRS.merges()).tokenizer(pre, new BpeSettings(added,
                Optional.empty(), Optional.empty(), false, wholePieces, normalizer));
    }

    private static BpeTokenizer normalized(TextNormalizer normalizer) {
        return pairs(new Gpt2PreTokenizer(), List.of(), false, normalizer);
    }

    private static BpeTokenizer added(Matching matching, String... texts) {
        List<AddedToken> added = new ArrayList<>();
        for (String text : texts) {
            added.add(new AddedToken(PAIRS.tokens().size() + added.size(), text, true, matching));
        }
        return pairs(new Gpt2PreTokenizer(), added, false, TextNormalizer.NONE);
    }

    private static Map<String, GgufValue> written(Tokenizer tokenizer, String name) {
        return GgufTokenizerWriter.write(tokenizer, StopTokens.NONE, SIZE, name);
    }

    private static void assertRefused(Tokenizer tokenizer, String must) {
        assertThatThrownBy(() -> written(tokenizer, "a test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a tokenizer for a GGUF file must " + must);
    }

    private static String text(Map<String, GgufValue> settings, String key) {
        return new GgufMetadata(Path.of("a.gguf"), settings).text(key);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = "NFC", mode = EnumSource.Mode.EXCLUDE)
    @DisplayName("refuses a normal form that llama.cpp does not make:")
    void normalForms(Normalizer.Form form) {
        TextNormalizer step = new TextNormalizer.UnicodeForm(form);
        assertRefused(normalized(step), "have no normalizer or NFC, got UnicodeForm[form="
                + form + "]");
        assertRefused(normalized(new TextNormalizer.Steps(List.of(
                new TextNormalizer.UnicodeForm(Normalizer.Form.NFC), step))), "have no normalizer "
                + "or NFC, got UnicodeForm[form=" + form + "]");
        assertRefused(sentencePieces(step), "change spaces only, or have the normalizer NFC, got "
                + "UnicodeForm[form=" + form + "]");
    }

    @Test
    @DisplayName("refuses other changes of text, and passes over NFC")
    void otherNormalizers() {
        assertRefused(normalized(new TextNormalizer.Replace("a", "b")),
                "have no normalizer or NFC, got Replace[from=a, to=b]");
        assertRefused(sentencePieces(TextNormalizer.collapsedSpaces()), "change spaces only, or "
                + "have the normalizer NFC, got ReplaceMatches[regex=\\A +| +\\z, to=]");
        assertThat(written(normalized(new TextNormalizer.UnicodeForm(Normalizer.Form.NFC)), "a"))
                .containsKey("tokenizer.ggml.tokens");
    }

    private static Tokenizer sentencePieces(TextNormalizer normalizer) {
        List<SentencePiece> pieces = new ArrayList<>();
        pieces.add(new SentencePiece("<unk>", 0, SentencePiece.Kind.UNKNOWN));
        for (int b = 0; b < 256; b++) {
            pieces.add(SentencePiece.ofByte(b));
        }
        return SentencePieces.tokenizer(pieces, new BpeSettings(SentencePieces.added(pieces),
                Optional.empty(), Optional.empty(), false, false, normalizer), true);
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource({"true, false, false, single_word", "false, true, false, lstrip",
        "false, false, true, rstrip", "false, true, true, lstrip rstrip"})
    @DisplayName("refuses an added token that is found otherwise than by its text:")
    void matching(boolean word, boolean before, boolean after, String names) {
        assertRefused(added(new Matching(word, before, after, false), "<x>", "<s>"),
                "find added tokens wherever their text stands and nothing beside it, got <x> with "
                        + names);
    }

    @Test
    @DisplayName("keeps Phi-3's tokens, which llama.cpp knows by the model's name")
    void phi3() {
        Matching after = new Matching(false, false, true, false);
        int first = PAIRS.tokens().size();
        BpeTokenizer phi3 = pairs(new Gpt2PreTokenizer(), List.of(
                new AddedToken(first, "<|endoftext|>", true),
                new AddedToken(first + 1, "<|end|>", true, after)), false, TextNormalizer.NONE);
        assertThat(text(written(phi3, "my model"), "general.name")).isEqualTo("my model (Phi-3)");
        assertThat(text(written(phi3, "PHI3 mini"), "general.name")).isEqualTo("PHI3 mini");
        Tokenizer again = GgufTokenizer.read(new GgufMetadata(Path.of("a.gguf"),
                written(phi3, "my model"))).orElseThrow();
        String text = "low<|end|> \n low<|endoftext|> low";
        int[] ids = phi3.encode(text, SpecialTokens.allowAll());
        assertThat(again.encode(text, SpecialTokens.allowAll())).isEqualTo(ids);
        assertThat(text(written(normalized(TextNormalizer.NONE), "not Phi-3"), "general.name"))
                .isEqualTo("not phi_3");
    }

    @Test
    @DisplayName("names the way in which text is cut, and whether pieces are merged")
    void cut() {
        RegexPreTokenizer llama3 = RegexPreTokenizer.llama3();
        RegexPreTokenizer qwen = RegexPreTokenizer.qwen();
        assertThat(pre(new Gpt2PreTokenizer(), false)).isEqualTo("gpt-2");
        assertThat(pre(llama3, true)).isEqualTo("llama-bpe");
        assertThat(pre(llama3, false)).isEqualTo("dbrx");
        assertThat(pre(qwen, false)).isEqualTo("qwen2");
        assertThat(pre(new PreTokenizerSequence(List.of(DIGITS, new Gpt2PreTokenizer())), false))
                .isEqualTo("smollm");
        assertRefused(pairs(qwen, List.of(), true, TextNormalizer.NONE), "merge pieces that are "
                + "tokens, as it cuts text, got ignore_merges true");
        assertRefused(pairs(DIGITS, List.of(), false, TextNormalizer.NONE), "cut text as GPT-2, "
                + "Llama 3, Qwen, SmolLM or Mistral NeMo do, got [\\p{N}]");
    }

    private static String pre(PreTokenizer pre, boolean wholePieces) {
        return text(written(pairs(pre, List.of(), wholePieces, TextNormalizer.NONE), "a"),
                "tokenizer.ggml.pre");
    }
}

package llm.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import llm.format.gguf.GgufMetadata;
import llm.format.gguf.GgufValue;
import llm.pretrain.folder.StopTokens;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;
import llm.text.bpe.BpeSettings;
import llm.text.bpe.BpeTrainer;
import llm.text.pretokenize.TextNormalizer;
import llm.text.sentencepiece.SentencePiece;
import llm.text.sentencepiece.SentencePieces;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A tokenizer in a GGUF file")
class GgufTokenizerTest {
    private static final String TOKENS = "tokenizer.ggml.tokens";
    private static final String TYPES = "tokenizer.ggml.token_type";
    private static final String SCORES = "tokenizer.ggml.scores";
    private static final String TEXT = "I'll pay 12345 Euros?!\nThisWay";
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;
    private static final int PADDED = 320;

    /// Tokenizers with fewer than [#PADDED] tokens.
    private enum Kind {
        BYTE_PAIRS, SENTENCE_PIECE;

        Tokenizer tokenizer() {
            return switch (this) {
                case BYTE_PAIRS -> BpeTrainer.ofSize(300).train(List.of("low lower lowest 1999"));
                case SENTENCE_PIECE -> sentencePieces();
            };
        }
    }

    /// With a gap at 1.
    private static Tokenizer sentencePieces() {
        List<SentencePiece> pieces = new ArrayList<>(List.of(
                new SentencePiece("<unk>", 0, SentencePiece.Kind.UNKNOWN),
                new SentencePiece("", 0, SentencePiece.Kind.UNUSED)));
        for (int b = 0; b < 256; b++) {
            pieces.add(new SentencePiece("<0x%02X>".formatted(b), 0, SentencePiece.Kind.BYTE));
        }
        for (String text : List.of("▁", "l", "o", "w", "lo", "low")) {
            pieces.add(new SentencePiece(text, -pieces.size(), SentencePiece.Kind.NORMAL));
        }
        return SentencePieces.tokenizer(pieces, new BpeSettings(SentencePieces.added(pieces),
                Optional.empty(), Optional.empty(), false, false,
                new TextNormalizer.Replace(" ", "▁")), true);
    }

    private static Map<String, GgufValue> written(Tokenizer tokenizer) {
        return new HashMap<>(
                GgufTokenizerWriter.write(tokenizer, StopTokens.NONE, PADDED, "a test"));
    }

    private static Tokenizer read(Map<String, GgufValue> settings) {
        return GgufTokenizer.read(metadata(settings)).orElseThrow();
    }

    private static GgufMetadata metadata(Map<String, GgufValue> settings) {
        return new GgufMetadata(Path.of("a.gguf"), settings);
    }

    private static void assertPadded(Tokenizer again, Tokenizer tokenizer) {
        String text = "lowest 1999 [PAD310] naïve ☃";
        int[] ids = tokenizer.encode(text, SpecialTokens.allowAll());
        assertThat(again.encode(text, SpecialTokens.allowAll())).isEqualTo(ids);
        int[] padded = IntStream.concat(IntStream.range(tokenizer.vocabSize(), PADDED),
                IntStream.of(ids)).toArray();
        assertThat(again.decode(padded)).isEqualTo(text);
        for (int id = 0; id < PADDED; id++) {
            assertThat(again.hasToken(id)).as("id %d", id).isEqualTo(tokenizer.hasToken(id));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("is padded to the model's vocabulary by llama.cpp's names, which are no text:")
    void padded(Kind kind) {
        Tokenizer tokenizer = kind.tokenizer();
        Map<String, GgufValue> settings = written(tokenizer);
        List<String> tokens = metadata(settings).texts(TOKENS);
        long[] types = metadata(settings).wholes(TYPES);
        assertThat(tokens).hasSize(PADDED).doesNotHaveDuplicates();
        for (int id = 0; id < PADDED; id++) {
            assertThat(types[id] == UNUSED).as("id %d", id)
                    .isEqualTo(tokens.get(id).equals("[PAD" + id + "]"))
                    .isEqualTo(!tokenizer.hasToken(id));
        }
        assertPadded(read(settings), tokenizer);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("may have padding that older converters called a user's token:")
    void paddedByOlderConverters(Kind kind) {
        Tokenizer tokenizer = kind.tokenizer();
        Map<String, GgufValue> settings = written(tokenizer);
        int[] types = IntStream.range(0, PADDED).map(id -> {
            int type = (int) metadata(settings).wholes(TYPES)[id];
            return type == UNUSED ? USER_DEFINED : type;
        }).toArray();
        settings.put(TYPES, GgufValue.int32s(types));
        assertPadded(read(settings), tokenizer);
    }

    @Test
    @DisplayName("keeps a user's token that is no padding of its own id")
    void usersTokens() {
        Map<String, GgufValue> settings = written(Kind.BYTE_PAIRS.tokenizer());
        List<String> tokens = new ArrayList<>(metadata(settings).texts(TOKENS));
        tokens.set(310, "[PAD7]");
        int[] types = IntStream.range(0, PADDED)
                .map(id -> (int) metadata(settings).wholes(TYPES)[id]).toArray();
        types[310] = USER_DEFINED;
        settings.put(TOKENS, GgufValue.texts(tokens));
        settings.put(TYPES, GgufValue.int32s(types));
        assertThat(read(settings).encode("[PAD7]")).containsExactly(310);
        assertThat(read(settings).decode(310)).isEqualTo("[PAD7]");
    }

    /// A tokenizer that cannot be used, and why.
    private static void assertFault(Map<String, GgufValue> settings, String why) {
        GgufTokenizer.Found found = GgufTokenizer.find(metadata(settings));
        assertThat(found.tokenizer()).isEmpty();
        assertThat(found.fault()).hasValue("a.gguf " + why);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("cannot be used if an id is no token, which ends no text then:")
    void noToken(Kind kind) {
        Map<String, GgufValue> settings = written(kind.tokenizer());
        for (String name : List.of("bos", "eos", "eot")) {
            String key = "tokenizer.ggml." + name + "_token_id";
            for (GgufValue value : List.of(GgufValue.uint32(PADDED), GgufValue.int32(-1),
                    GgufValue.uint32(0xffff_ffffL),
                    new GgufValue.Whole(GgufValue.Kind.UINT64, 1L << 40))) {
                Map<String, GgufValue> broken = new HashMap<>(settings);
                broken.put(key, value);
                assertFault(broken, "must have a token of 0 to 319 as %s, got %s".formatted(key,
                        Long.toUnsignedString(((GgufValue.Whole) value).value())));
                StopTokens ends = GgufTokenizer.ends(metadata(broken));
                assertThat(ends.stop()).isEmpty();
                assertThat(ends.begin().isPresent()).isEqualTo(
                        kind == Kind.BYTE_PAIRS && !name.equals("bos"));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("cannot be used if a type is none, or one is missing:")
    void noType(Kind kind) {
        Map<String, GgufValue> settings = written(kind.tokenizer());
        int[] types = IntStream.range(0, PADDED)
                .map(id -> (int) metadata(settings).wholes(TYPES)[id]).toArray();
        for (int wrong : new int[] {0, 7, 99}) {
            int[] broken = types.clone();
            broken[9] = wrong;
            settings.put(TYPES, GgufValue.int32s(broken));
            assertFault(settings, "must have types of 1 to 6 as tokenizer.ggml.token_type, got "
                    + wrong + " for token 9");
        }
        settings.put(TYPES, GgufValue.int32s(Arrays.copyOf(types, PADDED - 1)));
        assertFault(settings, "must have one for each of 320 tokens as tokenizer.ggml.token_type, "
                + "got 319");
    }

    @Test
    @DisplayName("cannot be used without a score for each piece, or if it ends texts by itself")
    void otherFaults() {
        Map<String, GgufValue> settings = written(Kind.SENTENCE_PIECE.tokenizer());
        settings.put(SCORES, GgufValue.float32s(Collections.nCopies(PADDED - 1, 0f)));
        assertFault(settings, "must have one for each of 320 tokens as tokenizer.ggml.scores, "
                + "got 319");
        settings.put(SCORES, GgufValue.int32s(new int[PADDED]));
        assertFault(settings, "must give tokenizer.ggml.scores as an array of floating-point "
                + "numbers, got ARRAY");
        settings.put(SCORES, GgufValue.float32s(Collections.nCopies(PADDED, 0f)));
        assertThat(GgufTokenizer.find(metadata(settings)).fault()).isEmpty();
        settings.put("tokenizer.ggml.add_eos_token", GgufValue.truth(true));
        assertFault(settings, "must have false as tokenizer.ggml.add_eos_token, got true");
        settings.put("tokenizer.ggml.model", GgufValue.text("rwkv"));
        assertFault(settings, "must have gpt2 or llama as tokenizer.ggml.model, got rwkv");
        settings.remove("tokenizer.ggml.model");
        assertFault(settings, "must give tokenizer.ggml.model as a text, got no such setting");
        Map<String, GgufValue> pairs = written(Kind.BYTE_PAIRS.tokenizer());
        pairs.put("tokenizer.ggml.pre", GgufValue.text("poro-chat"));
        assertThat(GgufTokenizer.find(metadata(pairs)).fault().orElseThrow()).startsWith(
                "a.gguf: tokenizer.ggml.pre must be one of gpt-2, ").endsWith(", got poro-chat");
        pairs.remove("tokenizer.ggml.merges");
        pairs.put("tokenizer.ggml.pre", GgufValue.text("gpt-2"));
        assertFault(pairs, "must give tokenizer.ggml.merges as an array of texts, got no such "
                + "setting");
    }

    @Test
    @DisplayName("does without types: bytes, the unknown token and the ends tell themselves")
    void withoutTypes() {
        Tokenizer tokenizer = Kind.SENTENCE_PIECE.tokenizer();
        Map<String, GgufValue> settings = written(tokenizer);
        settings.remove(TYPES);
        settings.put("tokenizer.ggml.unknown_token_id", GgufValue.uint32(0));
        settings.put("tokenizer.ggml.eos_token_id", GgufValue.uint32(1));
        Tokenizer again = read(settings);
        assertThat(again.encode("low naïve")).isEqualTo(tokenizer.encode("low naïve"));
        assertThat(again.decode(tokenizer.encode("naïve"))).isEqualTo("naïve");
        assertThat(again.specialId("<unk>")).hasValue(0);
        assertThat(again.endOfText()).hasValue(1);
        Map<String, GgufValue> pairs = written(Kind.BYTE_PAIRS.tokenizer());
        pairs.remove(TYPES);
        assertThat(read(pairs).encode("lowest 1999"))
                .isEqualTo(Kind.BYTE_PAIRS.tokenizer().encode("lowest 1999"));
    }

    @Test
    @DisplayName("does without scores: the leftmost neighbours that make a piece are joined first")
    void withoutScores() {
        Map<String, GgufValue> settings = written(Kind.SENTENCE_PIECE.tokenizer());
        settings.remove(SCORES);
        // l o w l o, and of two equal joins the left one: lo w lo, low lo
        assertThat(read(settings).encode("lowlo"))
                .containsExactly(metadata(settings).texts(TOKENS).indexOf("low"),
                        metadata(settings).texts(TOKENS).indexOf("lo"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "gpt-2, phi-2, mpt, exaone4;I|'ll| pay| 12345| Euros|?!|\\n|ThisWay",
        "llama-bpe, falcon3, dbrx, chatglm-bpe;I|'ll| pay| |123|45| Euros|?!\\n|ThisWay",
        "qwen2, deepseek-r1-qwen, stablelm2;I|'ll| pay| |1|2|3|4|5| Euros|?!\\n|ThisWay",
        "smollm, starcoder, mellum2;I|'ll| pay| |1|2|3|4|5| Euros|?!|\\n|ThisWay",
        "tekken;I|'ll| pay| |1|2|3|4|5| Euros|?!\\n|This|Way",
        "default;I|'|ll| pay| |123|45| Euros|?!|\\n|ThisWay"})
    @DisplayName("cuts text by the name that its file gives, as llama.cpp does:")
    void names(String names, String pieces) {
        for (String name : names.split(", ")) {
            List<String> cut = new ArrayList<>();
            GgufPreTokenizer.named(name).preTokenizer().split(TEXT, 0, TEXT.length(),
                    (text, start, end) -> cut.add(text.substring(start, end)));
            assertThat(String.join("|", cut).replace("\n", "\\n")).as(name).isEqualTo(pieces);
        }
    }
}
